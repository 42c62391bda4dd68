"""Who was rung answers: they look after it, or later; and what the hours are that the clocks count."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

from bot import access, foresight, knowing, opening, reasons, resting, retiming
from bot import errors as no
from bot.book import Book
from bot.calling import is_called
from bot.events import Heeded
from bot.people import Person
from bot.ports import Store, Transaction
from bot.speech import say
from bot.standby import OnCall
from bot.ticket import Ticket

Change = Callable[[int, Person, str], AbstractContextManager[tuple[Transaction, Ticket]]]


class Bell:
    def __init__(self, store: Store, book: Book, change: Change) -> None:
        self._store, self._book, self._change = store, book, change
        # each process looks at each ticket once: two with different settings would go on for ever
        self._is_timed, self._reached = False, 0

    def acknowledge(self, number: int, by: Person, source: str | None = None) -> Ticket:
        """Say that one looks after it: the ladder rests for a while. What rests already, stays so.

        Raises NotYours for who was not meant, Refused where nothing rings.
        """
        with self._change(number, by, "acknowledge") as (tx, ticket):
            self._want_called(tx, ticket, by)
            now = self._book.now()
            if ticket.climbs_at and ticket.climbs_at > now:
                return ticket
            until = resting.acknowledged(self._book, ticket.queue, now)
            return self._book.record(tx, ticket, by, Heeded(until), source)

    def later(self, number: int, by: Person, length: timedelta | None, source: str | None = None) -> Ticket:
        """Be rung again after `length`; without one, tomorrow when work begins. Raises as `acknowledge` does."""
        with self._change(number, by, "later") as (tx, ticket):
            self._want_called(tx, ticket, by)
            now = self._book.now()
            until = resting.whole(now + length) if length else resting.tomorrow(self._book, ticket.queue, now)
            if ticket.climbs_at and abs(ticket.climbs_at - until) <= resting.MINUTE:
                return ticket
            return self._book.record(tx, ticket, by, Heeded(until, True), source)

    def retime(self) -> int:
        """Time the next open tickets anew, if the settings are not those of the last start. Call again until 0."""
        if self._is_timed:
            return 0
        with self._store.transaction() as tx:
            looked = retiming.retime(self._book, tx, self._reached)
        self._is_timed, self._reached = not looked, looked[-1].number if looked else 0
        return len(looked)

    def hours(self, by: Person, name: str = "") -> list[str]:
        """When somebody works in a queue, in sentences; of the first of one's own where none is named."""
        queues = self._book.settings.queues
        own = [one for one in queues if access.is_agent(by, one)]
        if not own:
            raise no.AgentsOnly
        found = [one for one in queues if one.name.lower() == name.lower()] if name else own
        if not found:
            names = ", ".join(one.name for one in queues)
            raise no.Unknown(say("There is no queue “{name}”. There are: {names}.", name=name[:40], names=names))
        return opening.told(found[0].name, self._book.timing.office(found[0].name), self._book.now())

    def reasons(self, number: int, by: Person) -> list[str]:
        """What each clock of the ticket does, and why it is due then; the lines of each are one text."""
        with self._change(number, by, "why") as (_, ticket):
            timing = self._book.timing
            return reasons.told(ticket, timing.runs(ticket), timing.office(ticket.queue))

    def ahead(self, number: int, by: Person) -> list[str]:
        """Whom the ladder rings next for the ticket, and until when it rests, in sentences."""
        with self._change(number, by, "why") as (tx, ticket):
            return foresight.told(self._book, tx, ticket)

    def _want_called(self, tx: Transaction, ticket: Ticket, by: Person) -> None:
        if not is_called(
            replace(by, also=knowing.own(tx, by)), ticket, self._book.settings, OnCall(self._book, tx).places
        ):
            raise no.NotYours(say("Only who is rung for #{number} can do that: its owner, its watchers, who is "
                                  "on call and the supervisors. "
                                  "Take it over to be one of them.", number=ticket.number))  # fmt: skip
        if not self._book.timing.runs(ticket):
            raise no.Refused(say("Nothing rings for #{number} now: no clock of it runs.", number=ticket.number))
