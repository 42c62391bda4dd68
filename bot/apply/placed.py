"""What deciding where a message belongs changes."""

from datetime import datetime
from typing import assert_never

from bot import events as e
from bot.apply.states import restarted, spoken, to
from bot.copies import replace
from bot.ticket import Status, Ticket


def placed(ticket: Ticket, fact: e.Placed, at: datetime) -> Ticket:
    """After somebody decided where a message belongs, or it came to another queue too."""
    match fact:
        case e.Watched(queue):
            return replace(ticket, watching=tuple(dict.fromkeys((*ticket.watching, queue))))
        case e.Joined(number):
            return replace(to(ticket, Status.CLOSED, at), joined=number, candidate=None, tells_at=None)
        case e.Separated():
            alone = restarted(ticket, at) if ticket.joined else ticket
            return replace(alone, joined=None, candidate=None)
        case e.Accepted(words):
            return replace(spoken(ticket, words, at) if words else ticket, doubtful="")
        case e.Declined(_, before):
            return replace(_before(ticket, before, at) if before else ticket, doubtful="")
        case e.Proposed():
            return ticket
        case _:
            assert_never(fact)


def _before(ticket: Ticket, was: e.Before, at: datetime) -> Ticket:
    """As it was before a message came that was taken out again."""
    return replace(
        to(ticket, Status(was.status), at), last_words=was.last_words, waiting_since_at=was.waiting_since_at,
        started_at=was.started_at, resolution=was.resolution, wake_at=was.wake_at, close_at=was.close_at,
    )  # fmt: skip
