"""The pen that writes history: a fact becomes an event, a ticket, due times and posts, in one go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot import clocks, routing
from bot.config import Settings
from bot.events import Due, Event, Fact
from bot.people import Person
from bot.ports import Transaction
from bot.printable import printable
from bot.ticket import Ticket, apply, looks_alike


class Book:
    def __init__(self, settings: Settings, now: Callable[[], datetime], calendar: clocks.Calendar) -> None:
        self.settings, self.now, self.calendar = settings, now, calendar

    def record(self, tx: Transaction, ticket: Ticket, by: Person, fact: Fact, source: str | None = None) -> Ticket:
        """Write `fact` down and queue what it tells people. A `source` that was recorded before changes nothing."""
        if source and tx.tickets.of(source) is not None:
            return ticket
        return self.write(tx, ticket, by, fact, source)

    def write(self, tx: Transaction, ticket: Ticket, by: Person, fact: Fact, source: str | None = None) -> Ticket:
        """As `record`, for a `source` that is known to be new."""
        fact, by = printable(fact), replace(by, name=printable(by.name))
        heard_in = tx.cards.place_of(source) if source else None
        event = Event(ticket.number, self.now(), by, fact, source, heard_in)
        before, event = ticket, replace(event, due=self._due(apply(ticket, event)))
        ticket = apply(ticket, event)
        rooted = tx.cards.rooted(ticket.number) if routing.asks_for_rooms(event, ticket) else ()
        drafts = routing.drafts(event, ticket, self.settings, rooted)
        tx.tickets.append(event, ticket, drafts, redraw=not looks_alike(before, ticket))
        return ticket

    def _due(self, ticket: Ticket) -> Due:
        policy = self.settings.policy(ticket.priority)
        return clocks.due(ticket, policy, self.settings.ladder, self.calendar)
