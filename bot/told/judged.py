"""Lines of the requester's judgement."""

from typing import assert_never

from bot import events as e
from bot.ticket import Ticket
from bot.words import ForRoom


def judged(by: str, fact: e.Judged, ticket: Ticket) -> ForRoom:
    match fact:
        case e.Warned(closes_at):
            name = ticket.requester_name or "the requester"
            return ForRoom("⏳", f"We warned {name}: silence closes this ticket", at=closes_at)
        case e.Unasked(reason):
            return ForRoom("🤐", f"The requester was not asked: {reason}")
        case e.Objected(missing, pinged):
            return ForRoom("🔓", f"{by} says that it is not solved yet", missing, pings=pinged)
        case e.Surveyed():
            return ForRoom("📊", "The requester was asked for a rating")
        case e.Rated(score, comment, pinged):
            return ForRoom("⭐", f"{by} rated our help {score} of 5", comment, pings=pinged)
        case _:
            assert_never(fact)
