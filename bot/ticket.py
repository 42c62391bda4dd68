"""A ticket: what its history amounts to. `bot.apply` is the one way to make another of it."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from bot import events as e
from bot.copies import replace


class Status(StrEnum):
    NEW = "new"  # nobody has looked at it
    OPEN = "open"  # our turn
    PENDING = "pending"  # their turn, or snoozed until a time
    RESOLVED = "resolved"  # answered, waits for objection
    CLOSED = "closed"  # final


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


Pause = tuple[datetime, datetime]
ENDED = (Status.RESOLVED, Status.CLOSED)


@dataclass(frozen=True)
class Ticket:
    """The state that folding a history gives. Times are aware UTC; `requester`, `origin`, `owner` are places."""

    number: int
    version: int = 0  # events so far
    requester: str = ""
    requester_name: str = ""
    origin: str = ""  # where answers go
    subject: str = ""
    queue: str = ""
    status: Status = Status.NEW
    priority: Priority = Priority.NORMAL
    owner: str | None = None
    owner_name: str = ""
    tags: tuple[str, ...] = ()
    category: str = ""
    language: str = ""  # in which its requester is spoken to; "": its queue's
    fields: tuple[tuple[str, str], ...] = ()  # custom ones that are filled in: name and value, by name
    steps: tuple[str, ...] = ()  # of troubleshooting, that a note was taken of
    minutes: int = 0  # of work, booked by all
    is_rated: bool = False  # has somebody said how urgent it is?
    last_words: str = ""  # the requester's, cut
    badge: str = ""  # what is doubtful about the sender
    trouble: str = ""  # why the last answer did not arrive
    follows: int | None = None
    rule: str = ""  # why the newest message came here
    doubtful: str = ""  # the source of the newest message that an agent should decide about
    candidate: int | None = None  # the ticket that this one may belong to
    joined: int | None = None  # the ticket that it went into
    links: tuple[str, ...] = ()  # how it stands to others: see `bot.relations`
    watching: tuple[str, ...] = ()  # other queues that follow it
    watchers: tuple[e.Watcher, ...] = ()  # agents who follow it
    cc: tuple[str, ...] = ()  # the places that answers go to too
    former: tuple[str, ...] = ()  # the places that were of the requester's side once, and are not now
    resolution: str = ""
    closing_note: str = ""  # cut
    opened_at: datetime | None = None
    updated_at: datetime | None = None
    first_replied_at: datetime | None = None
    waiting_since_at: datetime | None = None  # oldest requester message without an answer
    started_at: datetime | None = None  # opened or reopened: the resolution clock counts from here
    paused_at: datetime | None = None  # pending since
    pauses: tuple[Pause, ...] = ()  # since it was opened or reopened, the oldest first
    wake_at: datetime | None = None
    close_at: datetime | None = None
    tells_at: datetime | None = None  # its requester is told the number, if nobody has decided where it belongs
    first_by: datetime | None = None
    next_by: datetime | None = None
    resolve_by: datetime | None = None
    due_by: datetime | None = None  # the first of these
    ring_at: datetime | None = None  # the ladder's next step
    rungs: tuple[e.Rung, ...] = ()  # the newest, of which none rings again
    climbs_at: datetime | None = None  # the ladder rests until then: somebody looks after it
    warn_at: datetime | None = None  # its requester is told that silence closes it
    surveyed_at: datetime | None = None  # its requester was asked for a rating, and has not given it yet
    rating: int | None = None  # 1 to 5, the newest
    checks: tuple[e.Check, ...] = ()  # what machines said of each key, the newest last

    @property
    def timer(self) -> tuple[datetime, str] | None:
        """What the clock does next if nobody does anything, and when: `rings`, `wakes`, `closes`, `warns` …"""
        timers = (
            (self.ring_at, "rings"), (self.wake_at, "wakes"), (self.close_at, "closes"),
            (self.tells_at, "acknowledges"), (self.warn_at, "warns"),
        )  # fmt: skip
        return min(((at, what) for at, what in timers if at), default=None)

    @property
    def has_reader(self) -> bool:
        """Does anybody read an answer? Machines do not."""
        return bool(self.origin or not self.checks)

    @property
    def is_overdue(self) -> bool:
        """Had a clock run out at the last event? The ladder makes one when it does."""
        due = (self.first_by, self.next_by, self.resolve_by)
        return any(by and self.updated_at and by <= self.updated_at for by in due)


class LastSaid(NamedTuple):
    """Of a ticket what its requester said, for who needs no more of it."""

    number: int
    joined: int | None
    opened_at: datetime | None
    subject: str
    last_words: str


def offered(ticket: Ticket) -> list[Priority]:
    """The priorities to choose from: its own, too, as long as nobody has said that it is right."""
    return [level for level in Priority if level is not ticket.priority or not ticket.is_rated]


# what only the machine counts
COUNTED = ("version", "updated_at", "waiting_since_at", "ring_at", "rungs", "climbs_at", "tells_at", "doubtful",
           "former", "warn_at", "surveyed_at")  # fmt: skip
SHOWN = attrgetter(*(one.name for one in fields(Ticket) if one.name not in COUNTED))


def timed(ticket: Ticket, due: e.Due) -> Ticket:
    """The same ticket with these due times."""
    return replace(ticket, **times(due))


def times(due: e.Due) -> dict[str, Any]:
    """The fields of a ticket that hold due times."""
    clocks = {"first_by": due.first_by, "next_by": due.next_by, "resolve_by": due.resolve_by}
    return {**clocks, "due_by": min(filter(None, clocks.values()), default=None), "ring_at": due.ring_at}


def looks_alike(one: Ticket, other: Ticket) -> bool:
    """Would a card show the two in the same way?"""
    return bool(SHOWN(one) == SHOWN(other)) and one.is_overdue == other.is_overdue
