"""What the core asks of the outside: a wire for each channel, and a store. Nothing else."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ParamSpec, Protocol, TypeVar

from bot.delivery import Delivery
from bot.duty import Duties
from bot.events import Event
from bot.filters import Filter
from bot.overview import Overview
from bot.pages import Hit, Page
from bot.paper import Paper
from bot.ports_articles import Articles
from bot.ports_drafting import Drafting as Drafting
from bot.ports_drafting import Macros as Macros
from bot.ports_figures import Figures as Figures
from bot.ports_heaps import Heaps
from bot.ports_keeping import Held as Held
from bot.ports_keeping import Leases as Leases
from bot.ports_labels import Labels as Labels
from bot.ports_notices import Notice as Notice
from bot.ports_notices import Notices as Notices
from bot.ports_people import Files as Files
from bot.ports_people import People as People
from bot.ports_people import Stops as Stops
from bot.ports_roster import Roster as Roster
from bot.ports_rules import Alarms
from bot.ports_shares import Shares as Shares
from bot.proofs import Proofs
from bot.saved_views import SavedViews
from bot.ticket import LastSaid, Ticket
from bot.words import Button, ForRequester, ForRoom
from bot.writing import Writing

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
    SETTLED = "settled"  # a question to the requester that is answered, or overtaken: its event asked it


class Mark(StrEnum):
    QUEUED = "queued"
    DELIVERED = "delivered"
    FAILED = "failed"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True)
class Draft:
    """A post before it is written down: what, and where to."""

    place: str
    kind: Kind
    mark: Mark | None = None
    event: int = 0  # 0: the event being recorded
    wait: timedelta = timedelta()  # how long it is held before it may go


@dataclass(frozen=True)
class Post:
    """One event on its way to one place: the outbox row under a lease.

    `thread` is where the ticket's thread in `place` is (a place by itself), None where there is none yet.
    `refs` are the sources and receipts of this ticket on the same channel, oldest first (mail's References).
    `target` is the message that a mark goes on, or that asked; `line` the one that told of the answer. `payload` are
    the composed bytes, where a channel composes.
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
    line: str | None = None
    answered: Event | None = None  # by a mail: the newest words of the requester's side; of a question: what came of it


@dataclass(frozen=True)
class Standing:
    """A post as it stands in the outbox, to look at: how often it was tried, why in vain, when it is tried again.

    `state` is `pending`, `leased`, `sent`, `unknown`, `dead` or `withdrawn`.
    """

    id: int
    place: str
    kind: Kind
    event: Event
    ticket: Ticket
    mark: Mark | None
    state: str
    attempts: int
    error: str
    due_at: datetime
    created_at: datetime


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
    deliveries: tuple[Delivery, ...] = ()  # of the newest answer, at each place
    writing: tuple[Writing, ...] = ()  # who is writing one now
    others: tuple[Hit, ...] = ()  # of the earlier ones those to look at first, open ones before the others
    home: str = ""  # where the thread of the ticket that it went into is, in the same place


@dataclass(frozen=True)
class Parked:
    """An arrival that failed for the last time, and what it was: `raw` is its body, `error` what broke."""

    id: int
    source: str
    kind: str
    lane: str
    raw: bytes
    error: str
    received_at: datetime


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

    async def announce(self, notice: Notice) -> str:
        """Put the notice up, or make its message show its words. Returns its reference. Raises as `send` does."""


@dataclass(frozen=True)
class Arrival:
    """Something that came in, durable before it is acknowledged. `source` is its unique reference.

    `kind` tells the adapter what `body` holds; `attempts` counts tries to understand it, this one included.
    `is_whole` is false where the body is not any more what was written down.
    """

    source: str
    kind: str  # "mail", "slack", "discord"
    body: bytes
    received_at: datetime
    lane: str = ""  # arrivals of one lane are taken in order: the mailbox, the conversation
    id: int = 0
    attempts: int = 0
    fence: int = 0
    is_whole: bool = True


@dataclass(frozen=True)
class Fate:
    """How an arrival ended: `ticketed`, `appended`, `done`, `refused`, `ignored`, `quarantined`; and why.

    The `paper`, the `buttons`, the `page` and the `overview` go to who asked, with the reason, and are not kept.
    """

    name: str
    reason: str = ""
    ticket: int | None = None
    paper: Paper | None = None
    buttons: tuple[Button, ...] = ()
    page: Page | None = None
    is_news: bool = False  # told even where success is silent
    overview: Overview | None = None


class Tickets(Protocol):
    """Tickets and their histories."""

    def new(self) -> Ticket: ...
    def get(self, number: int) -> Ticket: ...  # locked until the end; raises NoSuchTicket
    def look(self, number: int) -> Ticket | None: ...  # not locked
    def written(self, number: int) -> Ticket: ...  # as this transaction wrote it last
    def of(self, ref: str) -> int | None: ...  # by source, receipt, root or thread
    def said(self, ref: str) -> tuple[int, int] | None: ...  # the ticket and the event that a message tells of
    def append(self, event: Event, ticket: Ticket, drafts: Sequence[Draft], redraw: bool = True) -> Event: ...
    def before(
        self, number: int, most: int, queue: str, since: datetime
    ) -> list[tuple[int, str, str, str]]: ...  # number, requester, subject, last words
    def history(self, number: int) -> list[Event]: ...
    def recent(self, number: int, limit: int) -> list[Event]: ...  # newest first
    def search(self, wanted: Filter, limit: int, offset: int = 0) -> list[Ticket]: ...  # newest first
    def earlier(self, ticket: Ticket) -> int: ...
    def known(self, refs: Sequence[str]) -> dict[str, set[int]]: ...  # by source or receipt, else by who refers to it
    def refer(self, number: int, refs: Sequence[str], own: str = "") -> None: ...  # `own`: another name of a source
    def talking_at(self, origin: str) -> Ticket | None: ...  # the newest that is not closed, or merged
    def last_said(self, origin: str) -> LastSaid | None: ...  # of the same
    def latest(self, limit: int) -> list[tuple[Event, Ticket]]: ...  # over all tickets, oldest first; not locked
    def next_timed(self) -> Ticket | None: ...  # for which something is due before all others; not locked
    def timed(self, now: datetime, limit: int) -> list[Ticket]: ...  # ring_at, wake_at, close_at or tells_at; locked
    def resting(self, beyond: datetime, limit: int) -> list[Ticket]: ...  # open, the ladder until after that; locked
    def ahead(self, beyond: datetime, limit: int) -> list[Ticket]: ...  # open, with a clock begun after that; locked
    def running(self, after: int, limit: int) -> list[Ticket]: ...  # with clocks, numbers above `after`; locked
    def disturbed(self, since: datetime) -> int: ...  # threads that were deleted or shut by hand
    def surveyed(self, requester: str, since: datetime) -> bool: ...  # were they asked for a rating?
    def acknowledged(
        self, since: datetime, domain: str = "", local: str = ""
    ) -> int: ...  # by mail; a +tag or a dot makes no other


class Posts(Protocol):
    """The outbox."""

    def lease(self, channel: str, worker: str, now: datetime, limit: int) -> list[Post]: ...
    def composed(self, post: Post, payload: bytes) -> Post: ...
    def sent(self, post: Post, receipt: Receipt, now: datetime) -> bool: ...  # False: the lease was lost
    def again(self, post: Post, error: str, at: datetime, unknown: bool) -> bool: ...
    def dead(self, post: Post, error: str) -> bool: ...
    def answer(self, refs: Sequence[str]) -> int | None: ...  # the event of the reply that left under one of these
    def requeue(self, post_id: int, now: datetime) -> bool: ...  # False: it is not dead (any more)
    def held(self, number: int) -> set[int]: ...  # the events of answers that did not leave yet
    def withdraw(self, event: int) -> bool: ...  # the answer shall not leave; False: it may have left
    def asking(self, number: int, kinds: Sequence[str]) -> list[tuple[int, str]]: ...  # see `bot.settling`
    def forsake(self, number: int, place: str) -> None: ...  # what is for the requester's side there shall not leave
    def queue(self, number: int, draft: Draft, now: datetime) -> None: ...
    def delivery(self, number: int) -> Mark | None: ...  # of the newest answer to the requester
    def deliveries(self, number: int, reply: int = 0) -> tuple[Delivery, ...]: ...  # of that, or the newest answer
    def latest(self, limit: int) -> list[Standing]: ...  # oldest first
    def unsettled(self, now: datetime) -> dict[str, int]: ...  # counts by state
    def books(self) -> dict[str, int]: ...  # all there ever were, by state
    def dead_ones(self, limit: int) -> list[Standing]: ...  # newest first
    def roots_waiting(self, place: str, most: int) -> int: ...  # that are not sent yet, counted up to `most`


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
    def leave(self, number: int, place: str) -> None: ...  # nothing of the ticket is shown there any more


class Arrivals(Protocol):
    """The inbox."""

    def add(self, arrivals: Sequence[Arrival]) -> int: ...  # how many were new
    def lease(self, kind: str, worker: str, now: datetime, limit: int) -> list[Arrival]: ...  # attempts + 1
    def settle(self, arrival: Arrival, fate: Fate, now: datetime) -> bool: ...  # False: the lease was lost
    def again(self, arrival: Arrival, error: str, at: datetime, is_counted: bool = True) -> None: ...
    def give_back(self, arrivals: Sequence[Arrival]) -> None: ...  # as if they had not been taken
    def last(self, prefix: str) -> str | None: ...  # the greatest source that begins so, for catching up
    def ledger(self) -> dict[tuple[str, str], int]: ...  # (kind, fate or "pending") -> count
    def known(self, sources: Sequence[str]) -> set[str]: ...  # those that were written down
    def books(self, kind: str) -> dict[tuple[str, str, str], int]: ...  # (lane, fate, why it was ignored) -> count
    def oldest(self, kind: str, lane: str = "") -> datetime | None: ...  # when the oldest without a fate came
    def astray(self, limit: int) -> list[str]: ...  # sources of what is in no state that leads anywhere
    def parked(self, limit: int) -> list[Parked]: ...  # newest first, without their bodies
    def ignored(self, kind: str, lanes: Sequence[str], limit: int) -> list[Parked]: ...  # newest first, with the reason
    def look(self, arrival_id: int) -> Parked | None: ...  # one that is parked
    def retry(self, arrival_id: int, attempts: int) -> bool: ...  # False: it is not parked any more


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
    def notices(self) -> Notices: ...
    @property
    def held(self) -> Held: ...
    @property
    def people(self) -> People: ...
    @property
    def stops(self) -> Stops: ...
    @property
    def proofs(self) -> Proofs: ...
    @property
    def drafting(self) -> Drafting: ...
    @property
    def macros(self) -> Macros: ...
    @property
    def articles(self) -> Articles: ...
    @property
    def views(self) -> SavedViews: ...
    @property
    def labels(self) -> Labels: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def heaps(self) -> Heaps: ...
    @property
    def shares(self) -> Shares: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def duty(self) -> Duties: ...

    @property
    def alarms(self) -> Alarms: ...

    def at_end(self, name: str, work: Callable[[], None]) -> None: ...  # right before the commit, once of a name
    def attempt(self) -> AbstractContextManager[object]: ...  # what is done in it is undone where it raises


class Store(Protocol):
    def transaction(self) -> AbstractContextManager[Transaction]:
        """A transaction; asked for inside another on the same thread, the very same one."""
