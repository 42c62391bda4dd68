"""The help desk: one method for each thing a person or a clock can ask of it.

Every method reads the same way: load the ticket, refuse what is not allowed, record a fact. Recording changes the
ticket, appends to its history and queues the posts that tell people, in one transaction; nothing here touches a
network. Times are aware UTC. `by` is who asks, with what the platform grants them now; `source` is the message or
click it came from, and the same source twice changes nothing. Mistakes of the asker raise `Refused`; asking for what
is already so changes nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from bot import access, receiving, ticking
from bot import errors as no
from bot import events as e
from bot.book import Book
from bot.clocks import AroundTheClock, Calendar
from bot.config import Settings
from bot.filters import Filter
from bot.incoming import Incoming
from bot.people import DESK, Person
from bot.ports import Card, Post, Store, Transaction
from bot.routing import is_public, publicly
from bot.ticket import Priority, Status, Ticket
from bot.tokens import Tokens

PAGE = 20  # tickets a list shows
TICKS = 50  # tickets a tick takes at once


class Desk:
    def __init__(
        self, store: Store, settings: Settings, now: Callable[[], datetime], calendar: Calendar | None = None
    ) -> None:
        self._store, self._settings, self._now = store, settings, now
        self._book = Book(settings, now, calendar or AroundTheClock())
        self._tokens = Tokens(settings.reply_secrets)

    # The requester's side

    def receive(self, message: Incoming) -> tuple[Ticket, bool]:
        """Take a message from the requester's side. Returns its ticket, and whether that is new."""
        with self._store.transaction() as tx:
            tx.people.meet(message.by, self._now())
            return receiving.receive(self._book, self._tokens, tx, message)

    def open(
        self, by: Person, subject: str, text: str, queue: str, origin: str = "", requester: Person | None = None,
        files: tuple[e.File, ...] = (), source: str | None = None,
    ) -> Ticket:  # fmt: skip
        """Open a ticket for oneself, or (agents) on behalf of `requester`. Answers go to `origin`, "" for nowhere.

        Raises EmptyText without subject and text, AgentsOnly on behalf of another without being one.
        """
        if not (subject.strip() or text.strip()):
            raise no.EmptyText
        asker = requester or by
        if asker.place != by.place and not access.is_agent(by, self._settings.queue(queue)):
            raise no.AgentsOnly
        with self._store.transaction() as tx:
            if source and (known := tx.tickets.of(source)) is not None:
                return tx.tickets.get(known)
            tx.people.meet(asker, self._now())
            fact = e.Opened(subject.strip(), text.strip(), queue, asker.place, asker.name, origin, files)
            ticket = self._book.record(tx, tx.tickets.new(), by, fact, source)
            return receiving.acknowledge(self._book, tx, ticket, "")

    # Reading

    def show(self, number: int, by: Person) -> Card:
        """The ticket as its card shows it."""
        with self._change(number, by, "show") as (tx, ticket):
            return Card(0, "", "", "", ticket, tx.tickets.earlier(ticket), tx.posts.delivery(number))

    def history(self, number: int, by: Person) -> list[e.Event]:
        """Every event, oldest first; of one's own ticket, for a requester, the public part."""
        with self._change(number, by, "history") as (tx, ticket):
            events = tx.tickets.history(number)
            if access.is_agent(by, self._settings.queue(ticket.queue)):
                return events
            theirs = (one for one in events if is_public(one.fact) or one.by.place == by.place)
            return [one if one.by.place == by.place else publicly(one) for one in theirs]

    def mine(self, by: Person) -> list[Ticket]:
        """The tickets that `by` owns or asked for, not closed."""
        with self._store.transaction() as tx:
            theirs = tuple(queue.name for queue in self._settings.queues if access.is_agent(by, queue))
            owned = tx.tickets.search(Filter(owner=by.place, queues=theirs), PAGE) if theirs else []
            asked = tx.tickets.search(Filter((*Filter().statuses, Status.RESOLVED), requester=by.place), PAGE)
            return list({ticket.number: ticket for ticket in (*owned, *asked)}.values())

    def list(self, by: Person, wanted: Filter) -> list[Ticket]:
        """The tickets that match, of the queues where `by` is an agent. Raises AgentsOnly where that is none."""
        theirs = tuple(queue.name for queue in self._settings.queues if access.is_agent(by, queue))
        if not theirs:
            raise no.AgentsOnly
        with self._store.transaction() as tx:
            queues = tuple(set(theirs) & set(wanted.queues)) if wanted.queues is not None else theirs
            return tx.tickets.search(replace(wanted, queues=queues), PAGE)

    def find(self, ref: str) -> int | None:
        """The ticket that a message or thread belongs to, by its reference. For adapters: shows nothing of it."""
        with self._store.transaction() as tx:
            return tx.tickets.of(ref)

    # The agents' verbs

    def claim(self, number: int, by: Person, steal: bool = False, source: str | None = None) -> Ticket:
        """Take an unowned ticket; with `steal` another's. Of two at once exactly one wins, the other is told who."""
        with self._change(number, by, "claim") as (tx, ticket):
            if ticket.owner == by.place:
                return ticket
            if ticket.owner and not steal:
                raise no.AlreadyOwned(
                    f"{ticket.owner_name} has #{number}. To take it over: claim --steal, or the card's menu."
                )
            return self._book.record(tx, ticket, by, e.Assigned(by.place, by.name, ticket.owner_name), source)

    def release(self, number: int, by: Person, source: str | None = None) -> Ticket:
        """Give one's ticket back; a supervisor gives anybody's back."""
        with self._change(number, by, "release") as (tx, ticket):
            if not ticket.owner:
                return ticket
            if ticket.owner != by.place and not access.is_supervisor(by, self._settings.queue(ticket.queue)):
                raise no.NotYours(f"{ticket.owner_name} has #{number}; only they or a supervisor can give it back.")
            return self._book.record(tx, ticket, by, e.Released(), source)

    def assign(self, number: int, by: Person, agent: Person, source: str | None = None) -> Ticket:
        """Hand it over to `agent`, who must be one of the ticket's queue."""
        with self._change(number, by, "assign") as (tx, ticket):
            if ticket.owner == agent.place:
                return ticket
            if not access.is_agent(agent, self._settings.queue(ticket.queue)):
                raise no.Unknown(f"{agent.name} is not an agent of the queue {ticket.queue}.")
            return self._book.record(tx, ticket, by, e.Assigned(agent.place, agent.name, ticket.owner_name), source)

    def reply(
        self, number: int, by: Person, text: str, files: tuple[e.File, ...] = (), source: str | None = None
    ) -> Ticket:
        """Answer the requester, where they asked."""
        with self._change(number, by, "reply") as (tx, ticket):
            self._want_text(text, files)
            if ticket.status is Status.CLOSED:
                raise no.TicketClosed
            if not ticket.origin:
                raise no.Refused(f"#{number} was written down without an address: there is nowhere to answer to.")
            return self._book.record(tx, ticket, by, e.Replied(text.strip(), files), source)

    def note(
        self, number: int, by: Person, text: str, files: tuple[e.File, ...] = (), source: str | None = None
    ) -> Ticket:
        """Say something only agents see."""
        with self._change(number, by, "note") as (tx, ticket):
            self._want_text(text, files)
            return self._book.record(tx, ticket, by, e.Noted(text.strip(), files), source)

    def priority(self, number: int, by: Person, priority: Priority, source: str | None = None) -> Ticket:
        """Set the priority; the clocks follow its durations."""
        with self._change(number, by, "priority") as (tx, ticket):
            if ticket.priority is priority:
                return ticket
            return self._book.record(tx, ticket, by, e.Prioritised(priority.value), source)

    def queue(self, number: int, by: Person, queue: str, source: str | None = None) -> Ticket:
        """Move the ticket and its thread to another queue."""
        names = [known.name for known in self._settings.queues]
        with self._change(number, by, "queue") as (tx, ticket):
            if queue not in names:
                raise no.Unknown(f"There is no queue {queue}. There are: {', '.join(names)}.")
            if ticket.queue == queue:
                return ticket
            return self._book.record(tx, ticket, by, e.Moved(queue), source)

    def tag(
        self, number: int, by: Person, add: tuple[str, ...], remove: tuple[str, ...] = (), source: str | None = None
    ) -> Ticket:
        """Add and remove tags."""
        with self._change(number, by, "tag") as (tx, ticket):
            added = tuple(tag for tag in add if tag not in ticket.tags)
            removed = tuple(tag for tag in remove if tag in ticket.tags)
            if not added and not removed:
                return ticket
            return self._book.record(tx, ticket, by, e.Tagged(added, removed), source)

    def subject(self, number: int, by: Person, subject: str, source: str | None = None) -> Ticket:
        """Give the ticket another subject."""
        with self._change(number, by, "subject") as (tx, ticket):
            self._want_text(subject)
            if ticket.subject == subject.strip():
                return ticket
            return self._book.record(tx, ticket, by, e.Retitled(subject.strip()), source)

    def pend(self, number: int, by: Person, until: datetime | None = None, source: str | None = None) -> Ticket:
        """Wait for the requester, or until a time; the clocks stand still meanwhile."""
        with self._change(number, by, "pend") as (tx, ticket):
            if ticket.status is Status.CLOSED:
                raise no.TicketClosed
            if until and until <= self._now():
                raise no.Misunderstood(f"{until:%Y-%m-%d %H:%M} UTC is in the past.")
            if ticket.status is Status.PENDING and ticket.wake_at == until:
                return ticket
            return self._book.record(tx, ticket, by, e.Pended(until), source)

    def escalate(self, number: int, by: Person, reason: str, source: str | None = None) -> Ticket:
        """Ring the supervisors now."""
        with self._change(number, by, "escalate") as (tx, ticket):
            self._want_text(reason)
            supervisors = self._settings.queue(ticket.queue).supervisors
            return self._book.record(tx, ticket, by, e.Escalated(reason.strip(), supervisors), source)

    # The end of a ticket: the requester may do these to their own

    def resolve(
        self, number: int, by: Person, code: str = "fixed", note: str = "", source: str | None = None
    ) -> Ticket:
        """Mark as answered: the requester is told, and silence closes it after the queue's `close_after`."""
        with self._change(number, by, "resolve") as (tx, ticket):
            if ticket.status in (Status.RESOLVED, Status.CLOSED):
                return ticket
            closes_at = self._now() + self._settings.queue(ticket.queue).close_after
            return self._book.record(tx, ticket, by, e.Resolved(code, note.strip(), closes_at), source)

    def close(self, number: int, by: Person, code: str = "", note: str = "", source: str | None = None) -> Ticket:
        """End the ticket for good."""
        with self._change(number, by, "close") as (tx, ticket):
            if ticket.status is Status.CLOSED:
                return ticket
            return self._book.record(tx, ticket, by, e.Closed(code, note.strip()), source)

    def reopen(self, number: int, by: Person, source: str | None = None) -> Ticket:
        """Take a resolved or closed ticket up again."""
        with self._change(number, by, "reopen") as (tx, ticket):
            if ticket.status not in (Status.RESOLVED, Status.CLOSED):
                return ticket
            return self._book.record(tx, ticket, by, e.Reopened(), source)

    # What happens by itself

    def tick(self) -> int:
        """Do what time asks: wake, close, ring. Returns how many tickets it took; call again until none is left."""
        with self._store.transaction() as tx:
            due = tx.tickets.timed(self._now(), TICKS)
            for ticket in due:
                ticking.run(self._book, tx, ticket, self._now())
            return len(due)

    def undelivered(self, post: Post, reason: str) -> Ticket:
        """Something for the requester died in the outbox: the agents must know."""
        with self._store.transaction() as tx:
            ticket = tx.tickets.get(post.ticket.number)
            source = f"desk:undelivered/{post.uuid}"
            return self._book.record(tx, ticket, DESK, e.Undelivered(post.place, reason), source)

    @contextmanager
    def _change(self, number: int, by: Person, verb: str) -> Iterator[tuple[Transaction, Ticket]]:
        with self._store.transaction() as tx:
            ticket = tx.tickets.get(number)
            access.check(by, verb, self._settings.queue(ticket.queue), ticket)
            yield tx, ticket

    @staticmethod
    def _want_text(text: str, files: tuple[e.File, ...] = ()) -> None:
        if not text.strip() and not files:
            raise no.EmptyText
