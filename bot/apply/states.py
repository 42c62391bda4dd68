"""What several facts do to a ticket's status: as it leaves one, its timers and its pause end."""

from datetime import datetime

from bot.copies import replace
from bot.ticket import ENDED, Status, Ticket

LAST_WORDS = 300  # characters kept on the ticket for the card; the history has them whole


def to(ticket: Ticket, status: Status, at: datetime) -> Ticket:
    """The same ticket in another status: leaving pending ends the pause, and no old timer survives."""
    if status is ticket.status:
        return ticket
    pauses = (*ticket.pauses, (ticket.paused_at, at)) if ticket.paused_at else ticket.pauses
    return replace(
        ticket, status=status, wake_at=None, close_at=None, warn_at=None, pauses=pauses,
        paused_at=at if status is Status.PENDING else None,
    )  # fmt: skip


def restarted(ticket: Ticket, at: datetime) -> Ticket:
    """Reopened: the resolution clock starts again."""
    return replace(
        to(ticket, Status.OPEN, at), started_at=at, pauses=(), climbs_at=None, resolution="", closing_note=""
    )  # fmt: skip


def woken(ticket: Ticket, at: datetime) -> Ticket:
    if ticket.status in ENDED:
        return restarted(ticket, at)
    return to(ticket, Status.OPEN, at) if ticket.status is Status.PENDING else ticket


def spoken(ticket: Ticket, words: str, at: datetime) -> Ticket:
    """Its requester said something: it is our turn."""
    return replace(
        waited(woken(ticket, at), at), last_words=words[:LAST_WORDS]
    )  # fmt: skip


def waited(ticket: Ticket, at: datetime) -> Ticket:
    """Its requester waits for an answer; for the first time, nobody has looked after that yet."""
    return ticket if ticket.waiting_since_at else replace(ticket, waiting_since_at=at, climbs_at=None)
