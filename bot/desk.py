"""The help desk: one method for each thing a person or a clock can ask of it.

Every method reads the same way: load the ticket, refuse what is not allowed, record a fact. Recording changes the
ticket, appends to its history and queues the posts that tell people, in one transaction; nothing here touches a
network. Times are aware UTC. `by` is who asks, with what the platform grants them now; `source` is the message or
click it came from, and the same source twice changes nothing. Mistakes of the asker raise `Refused`; asking for what
is already so changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from bot import (
    access,
    blocking,
    classifying,
    doubts,
    ending,
    filling,
    folding,
    incidents,
    knowing,
    locking,
    merging,
    owning,
    proposing,
    reading,
    receiving,
    standby,
    ticking,
    timesheet,
    tongues,
    undoing,
)
from bot import errors as no
from bot import events as e
from bot.assignment import Assignment
from bot.attendance import Attendance
from bot.bell import Bell
from bot.boards import Boards
from bot.book import Book
from bot.cabinet import Cabinet
from bot.circle import Circle
from bot.config import Settings
from bot.digests import Digests
from bot.doubts import UNTOLD, Care
from bot.drafting import Drafts
from bot.filters import Filter
from bot.finding import Finding
from bot.handover import HandOver
from bot.hours import Holidays, no_holidays
from bot.incoming import Incoming
from bot.labels import Labels
from bot.ledger import Ledger
from bot.lending import Lent
from bot.people import DESK, Person
from bot.placing import why
from bot.ports import Card, Post, Store, Transaction
from bot.rules import Rules
from bot.shelf import Shelf
from bot.stand_ins import StandIns
from bot.statistics import Statistics
from bot.stops import Halt, Stop
from bot.suggesting import suggest
from bot.threads import Threads
from bot.ticket import Priority, Ticket
from bot.ties import Ties
from bot.tokens import Tokens
from bot.transcript import Reach, Transcript, transcript
from bot.turns import Turns
from bot.verdicts import Verdicts
from bot.welcoming import welcome

PAGE = 20  # tickets a list shows
TICKS = 50  # tickets a tick takes at once

Lines = list[str]  # what is said, a sentence each; `Desk.list` hides the name


class Desk:
    def __init__(
        self, store: Store, settings: Settings, now: Callable[[], datetime], holidays: Holidays = no_holidays,
        keys: locking.Keyring | None = None,
    ) -> None:  # fmt: skip
        self._keys = keys or locking.NoKeys()
        self._store, self._settings, self._now = store, settings, now
        self._book = Book(settings, now, holidays)
        self._tokens = Tokens(settings.reply_secrets)
        self.ledger = Ledger(store, settings, now, self._book)
        self.finding = Finding(store, settings)
        self.bell = Bell(store, self._book, self._change)
        self.boards = Boards(store, settings, now, self._book)
        self.labels = Labels(store, settings, self._book)
        self.threads = Threads(store, now, self._book)
        self.verdicts = Verdicts(store, settings, now, self._book)
        self.circle = Circle(store, self._book, self._change)
        self.ties = Ties(store, self._book, self._change)
        self.drafts = Drafts(store, now, self._book, self._change)
        self.cabinet = Cabinet(store, settings, now, self._change)
        self.lent = Lent(store, settings, now)
        self.shelf = Shelf(store, settings, now, self._change)
        self.statistics = Statistics(store, settings, now)
        self.turns = Turns(store, self._book)
        self.stand_ins = StandIns(store, self._book)
        self.digests = Digests(store, settings, now, self._book)
        self.rules = Rules(store, settings, now, self._book, self._change)
        self.attendance = Attendance(store, self._book)
        self.assignment = Assignment(store, self._book)
        self.handover = HandOver(store, self._book, self._change)

    # The requester's side

    def receive(self, message: Incoming) -> tuple[Ticket, bool]:
        """Take a message from the requester's side. Returns its ticket, and whether that is new."""
        with self._store.transaction() as tx:
            tx.people.meet(message.by, self._now())
            return receiving.receive(self._book, self._tokens, tx, message)

    def open(
        self, by: Person, subject: str, text: str, queue: str, origin: str = "", requester: Person | None = None,
        files: tuple[e.File, ...] = (), source: str | None = None, values: Mapping[str, str] | None = None,
    ) -> Ticket:  # fmt: skip
        """Open a ticket for oneself, or (agents) on behalf of `requester`. Answers go to `origin`, "" for nowhere.

        `values` are what its form asked for besides, by name.
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
            said = filling.opening(self._settings, queue, values or {}) | {"language": tongues.asks(tx, asker)}
            fact = e.Opened(subject.strip(), text.strip(), queue, asker.place, asker.name, origin, files, **said)
            ticket = self._book.record(tx, tx.tickets.new(), by, fact, source)
            return suggest(self._book, tx, receiving.acknowledge(self._book, tx, ticket, ""), text)

    # Reading

    def show(self, number: int, by: Person) -> Card:
        """The ticket as its card shows it."""
        with self._change(number, by, "show") as (tx, ticket):
            told = tx.posts.delivery(ticket.number), 0, tx.posts.deliveries(ticket.number)
            writing = tx.drafting.writing(ticket.number, self._now())
            return Card(0, "", "", "", ticket, tx.tickets.earlier(ticket), *told, writing)

    def history(self, number: int, by: Person) -> list[e.Event]:
        """Every event, oldest first; of one's own ticket, for a requester, the public part."""
        with self._change(number, by, "history") as (tx, ticket):
            return reading.history(tx, self._settings, ticket, by)

    def transcript(self, number: int, by: Person, reach: Reach = Reach.PUBLIC) -> Transcript:
        """The ticket told from its beginning, as its requester may read it; all of it for supervisors only."""
        with self._change(number, by, "transcript") as (tx, ticket):
            return transcript(tx, self._settings, ticket, by, reach, self._now())

    def mine(self, by: Person) -> list[Ticket]:
        """The tickets that `by` owns or asked for, not closed."""
        with self._store.transaction() as tx:
            return reading.mine(tx, self._settings, by)

    def list(self, by: Person, wanted: Filter) -> list[Ticket]:
        """The tickets that match, of the queues where `by` is an agent. Raises AgentsOnly where that is none."""
        with self._store.transaction() as tx:
            return reading.filtered(tx, self._settings, by, wanted)

    def find(self, ref: str) -> int | None:
        """The ticket that a message or thread belongs to, by its reference. For adapters: shows nothing of it."""
        with self._store.transaction() as tx:
            return tx.tickets.of(ref)

    # The agents' verbs

    def claim(self, number: int, by: Person, steal: bool = False, source: str | None = None) -> Ticket:
        """Take an unowned ticket; with `steal` another's. Of two at once exactly one wins, the other is told who."""
        with self._change(number, by, "claim") as (tx, ticket):
            return owning.claim(self._book, tx, ticket, by, steal, source)

    def release(self, number: int, by: Person, source: str | None = None) -> Ticket:
        """Give one's ticket back; a supervisor gives anybody's back."""
        with self._change(number, by, "release") as (tx, ticket):
            return owning.release(self._book, tx, ticket, by, source)

    def assign(self, number: int, by: Person, agent: Person, source: str | None = None) -> Ticket:
        """Hand it over to `agent`, who must be one of the ticket's queue."""
        with self._change(number, by, "assign") as (tx, ticket):
            return owning.assign(self._book, tx, ticket, by, agent, source)

    def reply(
        self, number: int, by: Person, text: str, files: tuple[e.File, ...] = (), source: str | None = None,
        unencrypted: bool = False, care: Care = UNTOLD,
    ) -> Ticket:  # fmt: skip
        """Answer the requester, where they asked. Encrypted mail in the clear only if that is said: `unencrypted`.

        Raises Doubted where its author should look again, unless they were told: see `care`.
        """
        with self._change(number, by, "reply") as (tx, ticket):
            doubts.want_none(self._book, tx, ticket, by, text, doubts.here(care, number, ticket), source)
            said = (text, files)
            return incidents.reply(self._book, self._keys, tx, ticket, by, said, source, unencrypted)

    def undo(self, number: int, by: Person, reply: int | None = None, source: str | None = None) -> Ticket:
        """Take back what one did last on the ticket; or the answer of the event `reply`, if it did not leave yet.

        An answer its author may take back, and supervisors. Raises Refused.
        """
        with self._store.transaction() as tx:
            if moved := undoing.moved_away(tx, self._settings, number, by):
                return undoing.undo(self._book, tx, moved, by, None, source)
        with self._change(number, by, "undo") as (tx, ticket):
            return incidents.undo(self._book, tx, ticket, by, reply, source)

    def retry(self, number: int, by: Person, post: int | None = None, source: str | None = None) -> Ticket:
        """Send what could not be delivered once more: the newest, or the post `post`."""
        with self._change(number, by, "retry") as (tx, ticket):
            return undoing.try_again(self._book, tx, ticket, by, post, source)

    def note(
        self, number: int, by: Person, text: str, files: tuple[e.File, ...] = (), source: str | None = None,
        step: str = "",
    ) -> Ticket:  # fmt: skip
        """Say something only agents see, of a `step` of troubleshooting perhaps."""
        with self._change(number, by, "note") as (tx, ticket):
            self._want_text(text, files)
            return self._book.record(tx, ticket, by, e.Noted(text.strip(), files, step), source)

    def priority(self, number: int, by: Person, priority: Priority, source: str | None = None) -> Ticket:
        """Set the priority; the clocks follow its durations."""
        with self._change(number, by, "priority") as (tx, ticket):
            return classifying.priority(self._book, tx, ticket, by, priority, source)

    def queue(self, number: int, by: Person, queue: str, source: str | None = None) -> Ticket:
        """Move the ticket and its thread to another queue."""
        with self._change(number, by, "queue") as (tx, ticket):
            return classifying.queue(self._book, tx, ticket, by, queue, source)

    def tag(
        self, number: int, by: Person, add: tuple[str, ...], remove: tuple[str, ...] = (), source: str | None = None
    ) -> Ticket:
        """Add and remove tags."""
        with self._change(number, by, "tag") as (tx, ticket):
            return classifying.tag(self._book, tx, ticket, by, add, remove, source)

    def set(self, number: int, by: Person, values: Mapping[str, str], source: str | None = None) -> Ticket:
        """Fill in its category and its queue's own fields, by name; "" empties one. All of them, or none."""
        with self._change(number, by, "set") as (tx, ticket):
            return filling.fill(self._book, tx, ticket, by, values, source)

    def time(self, number: int, by: Person, minutes: int, what: str = "", source: str | None = None) -> Ticket:
        """Book working time; less than none takes some of one's own back."""
        with self._change(number, by, "time") as (tx, ticket):
            return timesheet.book_time(self._book, tx, ticket, by, minutes, what, source)

    def sheet(self, number: int, by: Person) -> tuple[Ticket, Lines]:
        """Who booked how much time on it, and for what."""
        with self._change(number, by, "time") as (tx, ticket):
            return ticket, timesheet.sheet(tx.tickets.history(number))

    def subject(self, number: int, by: Person, subject: str, source: str | None = None) -> Ticket:
        """Give the ticket another subject."""
        with self._change(number, by, "subject") as (tx, ticket):
            return classifying.subject(self._book, tx, ticket, by, subject, source)

    def pend(self, number: int, by: Person, until: datetime | None = None, source: str | None = None) -> Ticket:
        """Wait for the requester, or until a time; the clocks stand still meanwhile."""
        with self._change(number, by, "pend") as (tx, ticket):
            return ending.pend(self._book, tx, ticket, by, until, source)

    def escalate(self, number: int, by: Person, reason: str, source: str | None = None) -> Ticket:
        """Ring the supervisors and who is on call, now."""
        with self._change(number, by, "escalate") as (tx, ticket):
            self._want_text(reason)
            return self._book.record(tx, ticket, by, standby.alarm(self._book, tx, ticket, reason.strip()), source)

    # The end of a ticket: the requester may do these to their own

    def resolve(self, number: int, by: Person, code: str = "", note: str = "", source: str | None = None) -> Ticket:
        """Mark as answered: the requester is told, and silence closes it after the queue's `close_after`."""
        with self._change(number, by, "resolve") as (tx, ticket):
            return ending.resolve(self._book, tx, ticket, by, code, note, source)

    def close(self, number: int, by: Person, code: str = "", note: str = "", source: str | None = None) -> Ticket:
        """End the ticket for good."""
        with self._change(number, by, "close") as (tx, ticket):
            return ending.close(self._book, tx, ticket, by, code, note, source)

    def reopen(self, number: int, by: Person, source: str | None = None) -> Ticket:
        """Take a resolved or closed ticket up again, or one that waits."""
        with self._change(number, by, "reopen") as (tx, ticket):
            return ending.reopen(self._book, tx, ticket, by, source)

    # Where a message belongs

    def belongs(self, number: int, by: Person, source: str | None = None) -> Ticket:
        """Put a proposed ticket's message where it may belong, or accept a doubtful one. Returns its ticket."""
        with self._change(number, by, "belongs") as (tx, ticket):
            return proposing.belongs(self._book, tx, ticket, by, source)

    def separate(self, number: int, by: Person, source: str | None = None) -> Ticket:
        """Keep a proposed ticket, take it out again, or open one for a doubtful message. Returns its own ticket."""
        with self._change(number, by, "separate") as (tx, ticket):
            new = proposing.separate(self._book, tx, ticket, by, source)
            is_owed = new.version and not proposing.is_told(tx, new)
            return receiving.acknowledge(self._book, tx, new, "") if is_owed else new

    def why(self, number: int, by: Person) -> Lines:
        """Why each message of the ticket came there, a sentence each, oldest first."""
        with self._change(number, by, "why") as (tx, _):
            return [said for event in tx.tickets.history(number) if (said := why(event))]

    def whole(self, number: int, by: Person, event: int | None = None) -> str:
        """All of a message that is shown in part: of the event `event`, or the newest one. Raises Unknown."""
        with self._change(number, by, "whole") as (tx, _):
            return folding.whole(tx.tickets.history(number), event)

    def block(
        self, by: Person, place: str, length: timedelta | None = None, reason: str = "", number: int | None = None,
        source: str | None = None,
    ) -> Stop:  # fmt: skip
        """Block a sender for `length` (30 days), or who opened the ticket `number`, which is closed then."""
        if number is not None:
            with self._change(number, by, "block") as (tx, ticket):
                return blocking.block_sender(self._book, tx, ticket, by, source)
        with self._wide(by, "block") as tx:
            return blocking.block(self._book, tx, by, place, length, reason)

    def unblock(self, by: Person, place: str) -> tuple[Stop, ...]:
        """Hear a sender again, and send automatic mail there again. Returns what had stopped there."""
        with self._wide(by, "unblock") as tx:
            return tuple(tx.stops.lift(place, self._now()))

    def blocked(self, by: Person) -> tuple[Stop, ...]:
        """Who is blocked now, the newest first."""
        with self._wide(by, "blocked") as tx:
            return tuple(tx.stops.all(Halt.BLOCKED, self._now(), PAGE))

    # What happens by itself

    def welcome(self) -> None:
        """Tell each agents' room once how tickets are worked on there."""
        with self._store.transaction() as tx:
            welcome(tx, self._settings, self._now())

    def tick(self) -> int:
        """Do what time asks: wake, close, ring. Returns how many tickets it took; call again until none is left."""
        with self._store.transaction() as tx:
            now = self._now()
            return ticking.run(self._book, tx, tx.tickets.timed(now, TICKS), now)

    def undelivered(self, post: Post, reason: str) -> Ticket:
        """Something for the requester died in the outbox: the agents must know."""
        with self._store.transaction() as tx:
            ticket = merging.home(tx, post.ticket.number)
            source = f"desk:undelivered/{post.uuid}"
            return self._book.record(tx, ticket, DESK, e.Undelivered(post.place, reason, post.id), source)

    def delayed(self, post: Post, reason: str) -> Ticket:
        """Something for the requester waits for hours in the outbox: the agents are told, once."""
        with self._store.transaction() as tx:
            ticket = merging.home(tx, post.ticket.number)
            source = f"desk:delayed/{post.uuid}"
            return self._book.record(tx, ticket, DESK, e.Delayed(post.place, reason), source)

    @contextmanager
    def _change(self, number: int, by: Person, verb: str) -> Iterator[tuple[Transaction, Ticket]]:
        with self._store.transaction() as tx:
            ticket = merging.meant(self._settings, tx, tx.tickets.get(number), by, verb)
            knowing.check(tx, self._settings, by, verb, ticket)
            yield tx, ticket

    @contextmanager
    def _wide(self, by: Person, verb: str) -> Iterator[Transaction]:
        """For what concerns the whole desk: agents of any queue."""
        if not any(access.may(by, verb, queue) for queue in self._settings.queues):
            raise no.AgentsOnly
        with self._store.transaction() as tx:
            yield tx

    @staticmethod
    def _want_text(text: str, files: tuple[e.File, ...] = ()) -> None:
        if not text.strip() and not files:
            raise no.EmptyText
