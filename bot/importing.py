"""Old talks taken in as history: the facts at their own times, nobody told, and no clock running for what is over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import events as e
from bot import routing
from bot.apply import apply
from bot.book import Book
from bot.incoming import Incoming
from bot.people import DESK, Person
from bot.ports import Kind, Transaction
from bot.printable import printable
from bot.ticket import Status, Ticket
from bot.tokens import redacted
from bot.told.rang import IMPORTED

TAG = "imported"


@dataclass(frozen=True)
class Old:
    """A message of an old talk and when it was sent. `is_ours`: an answer of ours, to `to`, where that is known."""

    message: Incoming
    at: datetime
    is_ours: bool = False
    to: Person | None = None

    @property
    def asker(self) -> Person | None:
        """The one of the two who is not us."""
        return self.to if self.is_ours else self.message.by


class Filing:
    """One talk on its way into a ticket: `add` its messages, oldest first, then `end`.

    It goes on the ticket `number`, or on one that has it already, if that is closed; where that is not, it gets a
    ticket of its own that follows it. Rooms are told only where it `is_posted`, requesters never.
    """

    def __init__(
        self, book: Book, tx: Transaction, talk: Sequence[Old], number: int | None, is_open: bool, is_posted: bool
    ) -> None:  # fmt: skip
        self._book, self._tx, self._is_open, self._is_posted = book, tx, is_open, is_posted
        self._ticket: Ticket | None = None
        number = number or _home(tx, talk)
        known = tx.tickets.get(number) if number else None
        self._before = known if known and known.status is Status.CLOSED else None
        self._follows = known.number if known and not self._before else None
        self._last: datetime | None = None

    @property
    def number(self) -> int | None:
        """The ticket it went to, None before anything was added."""
        return self._ticket.number if self._ticket else None

    def add(self, old: Old) -> bool:
        """Write one message down. Returns whether it opened a ticket."""
        message, self._last = old.message, old.at
        ticket = self._ticket or self._before
        if is_new := ticket is None:
            self._tx.people.meet(old.asker or message.by, self._book.now())
            ticket = self._write(self._tx.tickets.new(), message.by, self._opening(old), old.at, message.source)
            self._ticket = self._write(ticket, DESK, e.Tagged((TAG,)), old.at)
        else:
            self._ticket = self._write(ticket, message.by, _said(old, ticket), old.at, message.source)
        if message.refers or message.other_name:
            self._tx.tickets.refer(self._ticket.number, message.refers, message.other_name)
        return is_new

    def end(self) -> None:
        """Close the ticket with its last message; one whose talk is open waits for us from now on instead."""
        ticket, at = self._ticket, self._last
        if ticket is None or at is None:
            return
        before = self._before or Ticket(0)
        if ticket.owner and ticket.owner != before.owner:  # who answered then is no agent of this desk
            ticket = self._write(ticket, DESK, e.Released(), at)
        if not self._is_open:
            self._write(ticket, DESK, e.Closed(before.resolution), max(at, before.updated_at or at))
        elif ticket.status is not Status.PENDING:
            self._wake(self._write(ticket, DESK, e.Pended(), at))

    def _wake(self, ticket: Ticket) -> None:
        """It is our turn from now on. What was to be rung before now, is not."""
        now = self._book.now()
        ticket = self._write(ticket, DESK, e.Woke(), now)
        if rungs := tuple(ring.rung for ring in self._book.timing.passed(ticket, now)):
            self._write(ticket, DESK, e.Escalated(IMPORTED, (), rungs), now)

    def _write(self, ticket: Ticket, by: Person, fact: e.Fact, at: datetime, source: str | None = None) -> Ticket:
        """One fact at its own time. Clocks begin to run only with a fact of now."""
        event = e.Event(ticket.number, at, replace(by, name=printable(by.name)), printable(fact), source)
        if isinstance(fact, e.Woke | e.Escalated):
            event = replace(event, due=self._book.timing.due(apply(ticket, event)))
        ticket = apply(ticket, event)
        drafts = []
        if self._is_posted:
            told = routing.drafts(event, ticket, self._book.settings, self._tx.cards.rooted(ticket.number))
            drafts = [draft for draft in told if draft.kind is not Kind.REQUESTER]
        self._tx.tickets.append(event, ticket, drafts, redraw=self._is_posted)
        return ticket

    def _opening(self, old: Old) -> e.Opened:
        message, asker = old.message, old.asker or Person("unknown", "mail:unknown")
        origin = message.origin if not old.is_ours else asker.place if old.to else ""
        return e.Opened(
            redacted(message.subject), redacted(message.text), message.queue, asker.place, asker.name, origin,
            message.files, self._follows, message.badge, message.automatic, shown=redacted(message.reply),
            encrypted=message.encrypted,
        )  # fmt: skip


def _said(old: Old, ticket: Ticket) -> e.Fact:
    message = old.message
    if old.is_ours:
        return e.Replied(redacted(message.text), message.files)
    is_theirs = message.by.place == ticket.requester
    return e.Wrote(
        redacted(message.text), message.files, message.badge, message.automatic, third_party=not is_theirs,
        shown=redacted(message.reply), encrypted=message.encrypted,
    )  # fmt: skip


def _home(tx: Transaction, talk: Sequence[Old]) -> int | None:
    """The ticket that has this talk already: of one of its people, and with one of its messages."""
    people = {old.asker.place for old in talk if old.asker}
    for ref in dict.fromkeys(ref for old in talk for ref in (old.message.source, *old.message.answers)):
        number = tx.tickets.of(ref)
        if number is not None and (seen := tx.tickets.look(number)) and seen.requester in people:
            return number
    return None
