"""The pen that writes history: a fact becomes an event, a ticket, due times and posts, in one go."""

from collections.abc import Callable
from datetime import datetime

from bot import blockers, figures, routing, settling, storm
from bot.apply import apply
from bot.config import Settings
from bot.copies import replace
from bot.events import (
    Acknowledged,
    Due,
    Event,
    Fact,
    Freed,
    Opened,
    Reported,
    Resolved,
    Retried,
    TakenBack,
    Unacknowledged,
)
from bot.hours import Holidays, no_holidays
from bot.people import DESK, Person
from bot.ports import Kind, Transaction
from bot.printable import printable
from bot.stops import silence
from bot.ticket import ENDED, Ticket, looks_alike, timed
from bot.timing import Timing

Heard = Callable[[Transaction, Ticket, Event, Ticket], None]  # the ticket before, the event, the ticket after


class Book:
    def __init__(
        self, settings: Settings, now: Callable[[], datetime], holidays: Holidays = no_holidays
    ) -> None:  # fmt: skip
        self.settings, self.now, self.timing = settings, now, Timing(settings, holidays)
        self.heard: Heard | None = None  # is told of all that is written: the rules, where there are any

    def record(self, tx: Transaction, ticket: Ticket, by: Person, fact: Fact, source: str | None = None) -> Ticket:
        """Write `fact` down and queue what it tells people. A `source` that was recorded before changes nothing."""
        if source and tx.tickets.of(source) is not None:
            return ticket
        return self.write(tx, ticket, by, fact, source)

    def write(self, tx: Transaction, ticket: Ticket, by: Person, fact: Fact, source: str | None = None) -> Ticket:
        """As `record`, for a `source` that is known to be new."""
        fact, by = printable(fact), replace(by, name=printable(by.name))
        heard_in = _heard_in(tx, ticket, source)
        event = Event(ticket.number, self.now(), by, fact, source, heard_in)
        before, ticket = ticket, apply(ticket, event)
        event = replace(event, due=self._due(before, event, ticket))
        ticket = timed(ticket, event.due)
        rooted = tx.cards.rooted(ticket.number) if routing.asks_for_rooms(event, ticket) else ()
        drafts = routing.drafts(event, ticket, self.settings, rooted)
        stops = tx.stops.at(ticket.origin, event.at) if isinstance(fact, Resolved) else {}
        if stops:
            drafts = [draft for draft in drafts if draft.kind is not Kind.REQUESTER]
        drafts += settling.drafts(tx, before, ticket)
        held = storm.rooms(tx, self.settings, event, ticket) if ticket.version == 1 else []
        if held:
            drafts = storm.without(drafts, held)
        elif ticket.version > 1 and any(draft.kind is Kind.ROOT for draft in drafts):
            drafts = storm.opened(drafts, tx.held.release(ticket.number))
        # cards tell how an answer fares
        is_told = isinstance(fact, TakenBack | Retried | Reported) or any(draft.wait for draft in drafts)
        event = tx.tickets.append(event, ticket, drafts, redraw=is_told or not looks_alike(before, ticket))
        if self.heard:
            self.heard(tx, before, event, ticket)
        for place in set(before.cc) - {ticket.origin, *ticket.cc}:
            tx.posts.forsake(ticket.number, place)
        if held:
            tx.held.add(ticket.number, held, event.id, event.at)
        if figures.is_changed(before, event, ticket):
            self._count(tx, event, ticket.queue)
        if ticket.links and ticket.status in ENDED and before.status not in ENDED:
            self._free(tx, ticket)
        return self.write(tx, ticket, DESK, Unacknowledged(silence(stops))) if stops else ticket

    def _due(self, before: Ticket, event: Event, ticket: Ticket) -> Due:
        """Most mails are acknowledged when they open a ticket: that moves no clock, and is not counted once more."""
        is_told = isinstance(event.fact, Acknowledged | Unacknowledged)
        if is_told and not (before.ring_at and before.ring_at <= event.at):
            return Due(before.first_by, before.next_by, before.resolve_by, before.ring_at)
        return self.timing.due(ticket)

    def _count(self, tx: Transaction, newest: Event, queue: str) -> None:
        """Its figures, out of its whole history: what opened it is that alone."""
        number, is_new = newest.ticket, isinstance(newest.fact, Opened)
        history = [newest] if is_new else tx.tickets.history(number)
        counted = figures.figures(number, history, self.timing.calendar(queue).between)
        tx.figures.keep(number, counted, is_new)

    def _free(self, tx: Transaction, ended: Ticket) -> None:
        """Tell those who waited for `ended` alone."""
        for ticket in blockers.freed(tx, ended):
            self.write(tx, ticket, DESK, Freed(ended.number, (ticket.owner,) if ticket.owner else ()))


def _heard_in(tx: Transaction, ticket: Ticket, source: str | None) -> str | None:
    """The place in whose thread of this very ticket it was said: what was said in a merged one's is news here."""
    place = tx.cards.place_of(source) if source else None
    is_here = source and place and tx.cards.threads(ticket.number).get(place) == source.rpartition("/")[0]
    return place if is_here else None
