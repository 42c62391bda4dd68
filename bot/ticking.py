"""What happens by itself: snoozed tickets wake, resolved ones close, and the ladder rings."""

from collections.abc import Sequence
from datetime import datetime

from bot import ahead, judging, receiving, resting, ringing, surveys
from bot.book import Book
from bot.events import Closed, Woke
from bot.people import CLOCK
from bot.ports import Transaction
from bot.ticket import Ticket


def run(book: Book, tx: Transaction, tickets: Sequence[Ticket], now: datetime) -> int:
    """Do what the time asks of each of `tickets`, one thing at a time; the ladder rings for all of them together.

    Returns how many there were, with those that a clock that was ahead had put to rest or begun.
    """
    ringing.ring(book, tx, [ticket for ticket in tickets if not _done(book, tx, ticket, now)], now)
    return len(tickets) + resting.end_wrong(book, tx, now) + ahead.begin_anew(book, tx, now)


def _done(book: Book, tx: Transaction, ticket: Ticket, now: datetime) -> bool:
    """Do what is no ring. Returns whether there was anything."""
    if ticket.wake_at and ticket.wake_at <= now:
        book.record(tx, ticket, CLOCK, Woke())
    elif ticket.close_at and ticket.close_at <= now:
        surveys.ask(book, tx, book.record(tx, ticket, CLOCK, Closed()))
    elif ticket.warn_at and ticket.warn_at <= now:
        judging.warn(book, tx, ticket)
    elif ticket.tells_at and ticket.tells_at <= now:  # nobody has decided where it belongs
        receiving.acknowledge(book, tx, ticket, "", "gray")
    else:
        return False
    return True
