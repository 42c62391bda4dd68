"""How long the ladder rests when who was rung looks after it, or put it off; and rests that a wrong clock made."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.book import Book
from bot.events import Retimed
from bot.people import CLOCK
from bot.ports import Transaction

TOMORROW = time(9)  # where nobody has hours
MINUTE, SNOOZE = timedelta(minutes=1), timedelta(minutes=90)
BATCH = 50


def acknowledged(book: Book, queue: str, now: datetime) -> datetime:
    """Until when it rests for somebody who looks after a ticket of `queue`."""
    return whole(book.timing.calendar(queue).after(now, book.settings.quiet_for))


def tomorrow(book: Book, queue: str, now: datetime) -> datetime:
    """When work begins there on the next day that somebody works."""
    office = book.timing.office(queue)
    zone = office.zone if office else ZoneInfo(book.settings.timezone)
    day = now.astimezone(zone).date() + timedelta(days=1)
    begins = datetime.combine(day, time() if office else TOMORROW, zone).astimezone(UTC)
    return whole(office.opening(begins) if office else begins)


def whole(at: datetime) -> datetime:
    """Up to the full minute: who presses twice means the same."""
    rest = timedelta(seconds=at.second, microseconds=at.microsecond)
    return at - rest + MINUTE if rest else at


def end_wrong(book: Book, tx: Transaction, now: datetime) -> int:
    """End the rests that are longer than any can be: the clock was ahead when they began, and was set right.

    Returns how many there were.
    """
    queues = [one.name for one in book.settings.queues]
    longest = max(max(acknowledged(book, one, now), tomorrow(book, one, now), now + SNOOZE) for one in queues)
    wrong = tx.tickets.resting(longest + MINUTE, BATCH)
    for ticket in wrong:
        book.record(tx, ticket, CLOCK, Retimed(is_roused=True))
    return len(wrong)
