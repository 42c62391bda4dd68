"""What the core asks of the outside: a wire for each channel, and a store. Nothing else."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ParamSpec, Protocol, TypeVar

from bot.events import Event, File
from bot.filters import Filter
from bot.people import Person
from bot.ticket import Ticket
from bot.words import ForRequester, ForRoom

P = ParamSpec("P")
R = TypeVar("R")


class Ask(Protocol):
    """`await ask(desk.reply, 42, by, text)`: run one operation of the core, one at a time."""

    async def __call__(self, operation: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R: ...


class Kind(StrEnum):
    """What a post is: the root of a ticket's thread in a room, a line in it, a word to the requester, a mark."""

    ROOT = "root"
    LINE = "line"
    REQUESTER = "requester"
    MARK = "mark"  # the delivery mark on the message that holds a reply: `mark` says which


class Mark(StrEnum):
    QUEUED = "queued"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class Draft:
    """A post before it is written down: what, and where to."""

    place: str
    kind: Kind
    mark: Mark | None = None
    event: int = 0  # 0: the event being recorded


@dataclass(frozen=True)
class Post:
    """One event on its way to one place: the outbox row under a lease.

    `thread` is where the ticket's thread in `place` is (a place by itself), None where there is none yet.
    `refs` are the sources and receipts of this ticket on the same channel, oldest first (mail's References).
    `target` is the message that a mark goes on. `payload` are the composed bytes, where a channel composes.
    """

    id: int
    uuid: str
    place: str
    kind: Kind
    event: Event
    ticket: Ticket
    attempts: int  # tries before this one
    leased_at: datetime
    fence: int
    thread: str | None = None
    refs: tuple[str, ...] = ()
    target: str | None = None
    mark: Mark | None = None
    payload: bytes | None = None
    is_unknown: bool = False  # a send whose answer was lost: look it up before sending again


@dataclass(frozen=True)
class Receipt:
    """What the wire said: the message's reference, and the thread it opened, if it did."""

    ref: str
    thread: str | None = None


@dataclass(frozen=True)
class Card:
    """The drawn state of a ticket in a room. `root` is its message's reference, `thread` where its thread is."""

    id: int
    place: str
    root: str
    thread: str
    ticket: Ticket
    earlier: int  # the requester's other tickets
    delivery: Mark | None = None  # of the newest answer
    wanted: int = 0  # the state drawn; see `Cards.drawn`


class Undeliverable(Exception):
    """Trying again cannot help: gone, forbidden, too big. The post dies, in sight."""


class NotSent(Exception):
    """Nothing left us, or the wire refused for now: try again, after `wait` if it said so."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class RootGone(NotSent):
    """The thread that a line belongs in is gone, card and all: nothing was sent, and a new root must be made first."""


class Unsure(Exception):
    """It left us and the answer was lost: look it up before sending again, not before `wait` has passed."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Channel(Protocol):
    """The port to a wire. One loop per channel calls it; see `bot.outbox`."""

    name: str
    trouble: str  # why this wire is dead, "" while it works; shown by /readyz and doctor

    def compose(self, post: Post, words: ForRoom | ForRequester | None) -> bytes | None:
        """The final bytes of `post`, where a retry must send the same bytes; None where the wire needs none."""

    async def send(self, post: Post, words: ForRoom | ForRequester | None) -> Receipt:
        """Put `post` on the wire. Raises Undeliverable, NotSent or Unsure; anything else is taken as Unsure."""

    async def find(self, post: Post) -> Receipt | None:
        """Was this unknown post sent after all? Its receipt, or None: then it is safe to send it again."""

    async def draw(self, card: Card) -> None:
        """Make the card show its ticket. Raises as `send` does."""


@dataclass(frozen=True)
class Arrival:
    """Something that came in, durable before it is acknowledged. `source` is its unique reference.

    `kind` tells the adapter what `body` holds; `attempts` counts tries to understand it, this one included.
    """

    source: str
    kind: str  # "mail", "slack", "discord"
    body: bytes
    received_at: datetime
    lane: str = ""  # arrivals of one lane are taken in order: the mailbox, the conversation
    id: int = 0
    attempts: int = 0
    fence: int = 0


@dataclass(frozen=True)
class Fate:
    """How an arrival ended: `ticketed`, `appended`, `done`, `refused`, `ignored`, `quarantined`; and why."""

    name: str
    reason: str = ""
    ticket: int | None = None


class Tickets(Protocol):
    """Tickets and their histories."""

    def new(self) -> Ticket: ...
    def get(self, number: int) -> Ticket: ...  # locked until the end; raises NoSuchTicket
    def look(self, number: int) -> Ticket | None: ...  # not locked
    def of(self, ref: str) -> int | None: ...  # by source, receipt, root or thread
    def append(self, event: Event, ticket: Ticket, drafts: Sequence[Draft], redraw: bool = True) -> Event: ...
    def history(self, number: int) -> list[Event]: ...
    def search(self, wanted: Filter, limit: int) -> list[Ticket]: ...
    def earlier(self, ticket: Ticket) -> int: ...
    def talking_at(self, origin: str) -> Ticket | None: ...  # the newest not closed ticket with that origin
    def timed(self, now: datetime, limit: int) -> list[Ticket]: ...  # ring_at, wake_at or close_at has come; locked
    def acknowledged(
        self, since: datetime, domain: str = "", local: str = ""
    ) -> int: ...  # by mail; a +tag is no other


class Posts(Protocol):
    """The outbox."""

    def lease(self, channel: str, worker: str, now: datetime, limit: int) -> list[Post]: ...
    def composed(self, post: Post, payload: bytes) -> Post: ...
    def sent(self, post: Post, receipt: Receipt, now: datetime) -> bool: ...  # False: the lease was lost
    def again(self, post: Post, error: str, at: datetime, unknown: bool) -> bool: ...
    def dead(self, post: Post, error: str) -> bool: ...
    def requeue(self, post_id: int, now: datetime) -> None: ...
    def queue(self, number: int, draft: Draft, now: datetime) -> None: ...
    def delivery(self, number: int) -> Mark | None: ...  # of the newest answer to the requester
    def unsettled(self, now: datetime) -> dict[str, int]: ...  # counts by state


class Cards(Protocol):
    """Roots of tickets' threads, and what was drawn on them."""

    def place_of(self, source: str) -> str | None: ...  # the room or origin whose thread a message was said in
    def threads(self, number: int) -> dict[str, str]: ...  # place -> thread
    def rooted(
        self, number: int
    ) -> set[str]: ...  # places that have a thread of the ticket, or will: its root is queued
    def stale(self, channel: str, worker: str, now: datetime, limit: int) -> list[Card]: ...
    def drawn(self, card: Card, now: datetime) -> None: ...
    def again(self, card: Card, at: datetime) -> None: ...
    def lost(self, number: int, thread: str, now: datetime) -> None: ...  # it is gone: a new root is queued, once


class Arrivals(Protocol):
    """The inbox."""

    def add(self, arrivals: Sequence[Arrival]) -> int: ...  # how many were new
    def lease(self, kind: str, worker: str, now: datetime, limit: int) -> list[Arrival]: ...  # attempts + 1
    def settle(self, arrival: Arrival, fate: Fate, now: datetime) -> bool: ...  # False: the lease was lost
    def again(self, arrival: Arrival, error: str, at: datetime) -> None: ...
    def last(self, prefix: str) -> str | None: ...  # the greatest source that begins so, for catching up
    def ledger(self) -> dict[tuple[str, str], int]: ...  # (kind, fate or "pending") -> count


class Leases(Protocol):
    """Named things that only one process may hold, each with a fencing number and a value of its holder's."""

    def take(self, name: str, owner: str, now: datetime, until: datetime) -> int | None: ...  # the fence, or None
    def drop(self, name: str, owner: str) -> None: ...
    def value(self, name: str) -> str: ...
    def keep(self, name: str, value: str, fence: int | None = None) -> bool: ...  # False: a newer fence exists


class People(Protocol):
    def meet(self, person: Person, now: datetime) -> None: ...  # remember the identity and its name
    def named(self, name: str, channel: str) -> list[Person]: ...  # people met on a channel, by name or place


class Files(Protocol):
    """Attachments by content."""

    def put(self, name: str, content: bytes, content_type: str) -> File: ...
    def get(self, file: File) -> bytes: ...  # raises OSError


class Transaction(Protocol):
    """One unit of work: everything in it is committed together or not at all."""

    @property
    def tickets(self) -> Tickets: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def cards(self) -> Cards: ...
    @property
    def arrivals(self) -> Arrivals: ...
    @property
    def leases(self) -> Leases: ...
    @property
    def people(self) -> People: ...


class Store(Protocol):
    def transaction(self) -> AbstractContextManager[Transaction]:
        """A transaction; asked for inside another on the same thread, the very same one."""
