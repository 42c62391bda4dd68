"""Lines of merging, splitting and linking."""

from typing import assert_never

from bot import events as e
from bot.relations import SENTENCES, How
from bot.ticket import Ticket
from bot.words import ForRoom


def tied(by: str, fact: e.Tied, ticket: Ticket) -> ForRoom:
    match fact:
        case e.Absorbed(number, subject, name, is_anothers, copied, pinged):
            about = f" “{subject}”" if subject else ""
            reads = "answers go there too" if copied else f"answers go to {ticket.requester_name} alone"
            asked = f", which {name} asked: {reads}" if is_anothers else ""
            return ForRoom("🔗", f"{by} merged #{number}{about} into this ticket{asked}", pings=pinged)
        case e.Linked(number, how):
            return ForRoom("🔗", f"{by}: this ticket {_said(how, number)}")
        case e.Unlinked(number, how):
            return ForRoom("🔗", f"{by}: no longer so that this ticket {_said(how, number)}")
        case e.Freed(number, pinged):
            return ForRoom("🟢", f"#{number} has ended: nothing blocks this ticket any more", pings=pinged)
        case e.Split(number, events, name=name):
            what = "a message" if len(events) == 1 else f"{len(events)} messages"
            return ForRoom("✂️", f"{by} split {what} of {name} off: they are #{number} now")
        case _:
            assert_never(fact)


def _said(how: str, number: int) -> str:
    return SENTENCES[How(how)].format(number)
