"""What several facts do to a ticket's status: as it leaves one, its timers and its pause end."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.ticket import ENDED, Status, Ticket

LAST_WORDS = 300  # characters kept on the ticket for the card; the history has them whole


def to(ticket: Ticket, status: Status, at: datetime) -> Ticket:
    """The same ticket in another status: leaving pending ends the pause, and no old timer survives."""
    if status is ticket.status:
        return ticket
    pause = at - ticket.paused_at if ticket.paused_at else timedelta()
    return replace(
        ticket, status=status, wake_at=None, close_at=None, warn_at=None, paused_for=ticket.paused_for + pause,
        paused_at=at if status is Status.PENDING else None,
    )  # fmt: skip


def restarted(ticket: Ticket, at: datetime) -> Ticket:
    """Reopened: the resolution clock starts again."""
    return replace(to(ticket, Status.OPEN, at), started_at=at, paused_for=timedelta(), resolution="", closing_note="")


def woken(ticket: Ticket, at: datetime) -> Ticket:
    if ticket.status in ENDED:
        return restarted(ticket, at)
    return to(ticket, Status.OPEN, at) if ticket.status is Status.PENDING else ticket


def spoken(ticket: Ticket, words: str, at: datetime) -> Ticket:
    """Its requester said something: it is our turn."""
    return replace(
        woken(ticket, at), last_words=words[:LAST_WORDS], waiting_since_at=ticket.waiting_since_at or at
    )  # fmt: skip
