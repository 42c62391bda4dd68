"""Other settings time the open tickets anew: in batches, after the start, and once for all processes."""

from hashlib import sha256

from bot.book import Book
from bot.config import Settings
from bot.events import Retimed
from bot.people import CLOCK
from bot.ports import Transaction
from bot.ticket import Ticket

NAME = "clocks"  # of the lease that keeps which settings the tickets are timed by, and up to which number
BATCH = 50


def retime(book: Book, tx: Transaction, reached: int) -> list[Ticket]:
    """Time the next batch anew. Returns those it looked at; none: all are timed by these settings.

    `reached` is the number up to which this process has looked: one with other settings, that does the same now, must
    not make it begin anew.
    """
    told = _told(book.settings)
    known, _, last = tx.leases.value(NAME).partition(" ")
    if known == told and not last:
        return []
    tickets = tx.tickets.running(max(reached, int(last or 0) if known == told else 0), BATCH)
    for ticket in tickets:
        due = book.timing.due(ticket)
        is_other = (ticket.first_by, ticket.next_by, ticket.resolve_by) != (due.first_by, due.next_by, due.resolve_by)
        is_rung_soon = ticket.ring_at and ticket.ring_at <= book.now()
        if is_other or (ticket.ring_at != due.ring_at and not is_rung_soon):
            book.record(tx, ticket, CLOCK, Retimed())
    tx.leases.keep(NAME, f"{told} {tickets[-1].number}" if tickets else told)
    return tickets


def _told(settings: Settings) -> str:
    """All that clocks depend on, in short."""
    queues = [(one.name, one.hours, sorted(one.clocks.items())) for one in settings.queues]
    said = repr((sorted(settings.clocks.items()), settings.ladder, settings.hours, queues))
    return sha256(said.encode()).hexdigest()[:16]
