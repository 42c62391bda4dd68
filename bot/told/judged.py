"""Lines of the requester's judgement."""

from typing import assert_never

from bot import events as e
from bot.retelling import retold
from bot.speech import say
from bot.ticket import Ticket
from bot.words import ForRoom


def judged(by: str, fact: e.Judged, ticket: Ticket) -> ForRoom:
    match fact:
        case e.Warned(closes_at):
            name = ticket.requester_name or say("the requester")
            return ForRoom("⏳", say("We warned {name}: silence closes this ticket", name=name), at=closes_at)
        case e.Unasked(reason):
            return ForRoom("🤐", say("The requester was not asked: {reason}", reason=retold(reason)))
        case e.Objected(missing, pinged):
            return ForRoom("🔓", say("{by} says that it is not solved yet", by=by), missing, pings=pinged)
        case e.Surveyed():
            return ForRoom("📊", say("The requester was asked for a rating"))
        case e.Rated(score, comment, pinged):
            head = say("{by} rated our help {score} of 5", by=by, score=score)
            return ForRoom("⭐", head, comment, pings=pinged)
        case _:
            assert_never(fact)
