"""Facts written straight into the store, below the desk's rules."""

from collections.abc import Callable
from datetime import datetime

from bot.apply import apply
from bot.events import Event, Fact, Opened
from bot.ports import Draft
from bot.ticket import Ticket
from storage.store import SqlStore
from tests.conftest import ANN

OPENED = Opened("VPN is down", "Nothing loads.", "support", ANN.place, ANN.name, ANN.place)


def record(
    store: SqlStore, clock: Callable[[], datetime], fact: Fact, *drafts: Draft, source: str | None = None,
    heard_in: str | None = None, number: int | None = None,
) -> Ticket:  # fmt: skip
    """One fact by Ann, on a new ticket where none is named."""
    with store.transaction() as tx:
        ticket = tx.tickets.get(number) if number else tx.tickets.new()
        event = Event(ticket.number, clock(), ANN, fact, source, heard_in)
        ticket = apply(ticket, event)
        tx.tickets.append(event, ticket, drafts)
        return ticket
