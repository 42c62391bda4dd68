"""What a clock that was ahead began: the clocks of open tickets, that would be due so much too late."""

from datetime import datetime, timedelta

from bot.book import Book
from bot.events import Retimed
from bot.people import CLOCK
from bot.ports import Transaction

NAME = "ahead"  # of the lease that keeps since when some are seen
LEAST = timedelta(minutes=10)  # less is not worth a line, and the clocks of two processes may differ
LONGEST = timedelta(days=1)
BATCH = 50


def begin_anew(book: Book, tx: Transaction, now: datetime) -> int:
    """Let the clocks that began later than now begin now: the machine's clock was set right. Returns how many tickets.

    For a while it waits: a machine that has just started may be behind until its clock is set.
    """
    wrong = tx.tickets.ahead(now + LEAST, BATCH)
    if not wrong or not _is_sure(tx, now):
        return 0
    for ticket in wrong:
        book.record(tx, ticket, CLOCK, Retimed(is_anew=True))
    return len(wrong)


def _is_sure(tx: Transaction, now: datetime) -> bool:
    known = tx.leases.value(NAME)
    since = datetime.fromisoformat(known) if known else None
    if since is None or not timedelta() <= now - since <= LONGEST:
        tx.leases.keep(NAME, now.isoformat())
        return False
    return now - since >= LEAST
