"""The tables. Columns mirror `bot.ticket.Ticket` and `bot.events.Event` by name; Core statements use the rest as is.

Rows are never loaded as objects: the classes declare, the `Table`s at the end are what the other rooms speak to.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from bot.ports import Kind, Mark
from bot.stops import Halt
from bot.ticket import Priority, Status
from storage.columns import Ref, Row, one_of, partly, ref

FATES = ("ticketed", "appended", "done", "refused", "ignored", "quarantined")
ARRIVAL_STATES = ("pending", "leased", "settled")
POST_STATES = ("pending", "leased", "sent", "unknown", "dead", "withdrawn")
UNSETTLED = ("pending", "leased", "unknown")

# What is done outnumbers what is not by thousands: these indexes hold only the rest. A query uses one when it says
# the very same words.
POST_IS_OPEN = "post.state NOT IN ('sent', 'withdrawn')"
ARRIVAL_IS_OPEN = "arrival.state <> 'settled'"
CARD_IS_STALE = "card.wanted > card.drawn"
ROOT_IS_OPEN = "post.kind = 'root' AND post.state IN ('pending', 'leased', 'unknown')"
ARRIVAL_IS_ASTRAY = (  # no way of ours leads there: the audit names it
    "(arrival.state = 'settled' AND arrival.fate IS NULL) "
    "OR (arrival.fate IN ('ticketed', 'appended') AND arrival.ticket IS NULL)"
)
ARRIVAL_IS_IGNORED = "arrival.fate = 'ignored'"
NOTICE_IS_STALE = "notice.wanted > notice.drawn"
OURS = "ticket.status IN ('new', 'open')"
SELDOM = ("owner", "wake_at", "close_at", "warn_at", "tells_at", "climbs_at")  # that few tickets have
TICKET_IS_UNOWNED = f"{OURS} AND ticket.owner IS NULL"
TICKET_IS_OWNED = f"{OURS} AND ticket.owner IS NOT NULL"
TICKET_WAITS, TICKET_IS_RESOLVED = "ticket.status = 'pending'", "ticket.status = 'resolved'"


class TicketRow(Row, table=True):
    """The state that folding a history gives, kept so that it need not be folded."""

    __tablename__ = "ticket"
    __table_args__ = (
        one_of("status", tuple(Status)),
        one_of("priority", tuple(Priority)),
        partly("ix_ticket_unowned", TICKET_IS_UNOWNED, "queue", "due_by", "number"),
        partly("ix_ticket_owned", TICKET_IS_OWNED, "queue", "due_by", "number", "owner"),
        partly("ix_ticket_theirs", TICKET_IS_OWNED, "owner", "due_by", "number", "queue"),
        partly("ix_ticket_waits", TICKET_WAITS, "queue", "updated_at", "number"),
        partly("ix_ticket_theirs_waits", TICKET_WAITS, "owner", "updated_at", "number", "queue"),
        partly("ix_ticket_resolved", TICKET_IS_RESOLVED, "queue", "updated_at", "number"),
        *(partly(f"ix_ticket_{name}", f"ticket.{name} IS NOT NULL", name) for name in SELDOM),
        partly("ix_ticket_theirs_resolved", TICKET_IS_RESOLVED, "owner", "updated_at", "number", "queue"),
        {"sqlite_autoincrement": True},  # a number is never given out twice
    )
    number: int = Field(default=None, primary_key=True)
    version: int = 0
    requester: str = ref(default="", index=True)
    requester_name: str = ""
    origin: str = ref(default="", index=True)
    subject: str = ""
    queue: str = ""
    status: str = Field(default="new", index=True)
    priority: str = "normal"
    owner: str | None = ref(default=None)
    owner_name: str = ""
    tags: list[str] = Field(default=(), sa_type=JSON)
    category: str = ""
    language: str = ""
    fields: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    steps: list[str] = Field(default=(), sa_type=JSON)
    minutes: int = 0
    is_rated: bool = False
    last_words: str = ""
    badge: str = ""
    trouble: str = ""
    follows: int | None = None
    rule: str = ""
    doubtful: str = ref(default="")
    candidate: int | None = None
    joined: int | None = None
    links: list[str] = Field(default=(), sa_type=JSON)
    watching: list[str] = Field(default=(), sa_type=JSON)
    watchers: list[dict[str, Any]] = Field(default=(), sa_type=JSON)
    cc: list[str] = Field(default=(), sa_type=JSON)
    former: list[str] = Field(default=(), sa_type=JSON)
    resolution: str = ""
    closing_note: str = ""
    opened_at: datetime | None = None
    updated_at: datetime | None = None
    first_replied_at: datetime | None = None
    waiting_since_at: datetime | None = None
    started_at: datetime | None = None
    paused_at: datetime | None = None
    pauses: list[tuple[datetime, datetime]] = Field(default=(), sa_type=JSON)
    wake_at: datetime | None = None
    close_at: datetime | None = None
    warn_at: datetime | None = None
    surveyed_at: datetime | None = None
    rating: int | None = None
    checks: list[dict[str, Any]] = Field(default=(), sa_type=JSON)
    tells_at: datetime | None = None
    first_by: datetime | None = None
    next_by: datetime | None = None
    resolve_by: datetime | None = None
    due_by: datetime | None = None
    ring_at: datetime | None = Field(default=None, index=True)
    rungs: list[dict[str, Any]] = Field(default=(), sa_type=JSON)
    climbs_at: datetime | None = None


class EventRow(Row, table=True):
    """Append-only: rows are never updated or deleted. `kind` is the name of the fact's class, `fact` its fields."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "kind", "at"),)
    id: int = Field(default=None, primary_key=True)
    ticket: int = Field(foreign_key="ticket.number", index=True)
    at: datetime
    by_name: str
    by_place: str = ref()
    kind: str
    fact: dict[str, Any] = Field(sa_type=JSON)
    source: str | None = ref(default=None, unique=True)
    heard_in: str | None = ref(default=None)
    due: dict[str, Any] = Field(sa_type=JSON)


class FileRow(Row, table=True):
    """Which event came with which attachment; its bytes lie in the file store under `sha256`."""

    __tablename__ = "file"
    id: int = Field(default=None, primary_key=True)
    event: int = Field(foreign_key="event.id", index=True)
    sha256: str = Field(sa_type=Ref, index=True)
    name: str
    size: int
    content_type: str


class PostRow(Row, table=True):
    """The outbox. `due_at` is when it may be tried, `until_at` when the lease of `owner` ends."""

    __tablename__ = "post"
    __table_args__ = (
        one_of("kind", tuple(Kind)),
        one_of("mark", tuple(Mark)),
        one_of("state", POST_STATES),
        partly("ix_post_open", POST_IS_OPEN, "channel", "id", "state"),
        partly("ix_post_root", ROOT_IS_OPEN, "place"),
        Index(None, "ticket", "place", "state"),
    )
    id: int = Field(default=None, primary_key=True)
    uuid: str
    ticket: int = Field(foreign_key="ticket.number")
    event: int = Field(foreign_key="event.id", index=True)
    place: str = ref()
    channel: str
    kind: str
    mark: str | None = None
    state: str = "pending"
    attempts: int = 0
    due_at: datetime
    owner: str | None = None
    fence: int = 0
    until_at: datetime | None = None
    receipt: str | None = ref(default=None, index=True)
    error: str = Field(default="", sa_type=Text)
    payload: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime


class CardRow(Row, table=True):
    """The root of a ticket's thread in a place. It is stale while `wanted` is ahead of `drawn`."""

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("ticket", "place"),
        partly("ix_card_stale", CARD_IS_STALE, "channel", "due_at"),
    )
    id: int = Field(default=None, primary_key=True)
    ticket: int = Field(foreign_key="ticket.number")
    place: str = ref()
    channel: str
    root: str = ref(index=True)
    thread: str = ref(index=True)
    wanted: int = 0
    drawn: int = 0
    due_at: datetime
    owner: str | None = None
    until_at: datetime | None = None


class ArrivalRow(Row, table=True):
    """The inbox: what came in, durable before it is acknowledged, ending in exactly one fate."""

    __tablename__ = "arrival"
    __table_args__ = (
        one_of("state", ARRIVAL_STATES),
        one_of("fate", FATES),
        partly("ix_arrival_open", ARRIVAL_IS_OPEN, "kind", "id"),
        partly("ix_arrival_lane", ARRIVAL_IS_OPEN, "kind", "lane", "state", "until_at"),
        Index("ix_arrival_fate", "kind", "fate", "lane"),
        partly("ix_arrival_astray", ARRIVAL_IS_ASTRAY, "id"),
        partly("ix_arrival_ignored", ARRIVAL_IS_IGNORED, "kind", "lane", "reason"),
    )
    id: int = Field(default=None, primary_key=True)
    source: str = ref(unique=True)
    kind: str
    lane: str = ""
    received_at: datetime
    state: str = "pending"
    attempts: int = 0
    due_at: datetime
    owner: str | None = None
    fence: int = 0
    until_at: datetime | None = None
    error: str = Field(default="", sa_type=Text)
    fate: str | None = None
    reason: str = Field(default="", sa_type=Text)
    ticket: int | None = Field(default=None, index=True)
    settled_at: datetime | None = None


class BodyRow(Row, table=True):
    """What an arrival said, apart from its row: that changes three times, and a database writes whole rows anew."""

    __tablename__ = "body"
    arrival: int = Field(primary_key=True, foreign_key="arrival.id", sa_column_kwargs={"autoincrement": False})
    body: bytes = Field(sa_type=LargeBinary)
    size: int
    sha256: str  # of what came: a body that is something else is nobody's word


class NoticeRow(Row, table=True):
    """Something about the desk itself that stands in a room. It is stale while `wanted` is ahead of `drawn`."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("key", "place"),
        partly("ix_notice_stale", NOTICE_IS_STALE, "channel", "due_at"),
    )
    id: int = Field(default=None, primary_key=True)
    uuid: str
    key: str = ref()
    place: str = ref()
    channel: str
    queue: str
    words: dict[str, Any] = Field(sa_type=JSON)
    is_open: bool = False
    ref: str = ref(default="")
    wanted: int = 1
    drawn: int = 0
    attempts: int = 0
    due_at: datetime
    until_at: datetime | None = None
    said_at: datetime


class HeldRow(Row, table=True):
    """A root that waits for the end of a storm: `event` opened the ticket."""

    __tablename__ = "held"
    __table_args__ = (UniqueConstraint("ticket", "place"), Index(None, "place", "id"))
    id: int = Field(default=None, primary_key=True)
    ticket: int = Field(foreign_key="ticket.number")
    place: str = ref()
    event: int = Field(foreign_key="event.id")
    at: datetime


class ReferenceRow(Row, table=True):
    """A message that a ticket's messages refer to; `is_own` where it is one of its own, kept under another name."""

    __tablename__ = "reference"
    ref: str = ref(primary_key=True)
    ticket: int = Field(primary_key=True, foreign_key="ticket.number", sa_column_kwargs={"autoincrement": False})
    is_own: bool = False


class StopRow(Row, table=True):
    """What ends at an address, and until when. `ticket` holds what came of it meanwhile."""

    __tablename__ = "stop"
    __table_args__ = (one_of("kind", tuple(Halt)),)
    place: str = ref(primary_key=True)
    kind: str = Field(primary_key=True)
    until_at: datetime | None = None
    reason: str = ""
    by_name: str = ""
    at: datetime
    ticket: int | None = None


class PersonRow(Row, table=True):
    """Somebody, whatever wires they use."""

    __tablename__ = "person"
    id: int = Field(default=None, primary_key=True)
    name: str
    language: str  # that they chose; "" for none


class IdentityRow(Row, table=True):
    """One place where a person is reached."""

    __tablename__ = "identity"
    place: str = ref(primary_key=True)
    person: int = Field(foreign_key="person.id", index=True)
    channel: str
    name: str = Field(index=True)
    met_at: datetime


class LeaseRow(Row, table=True):
    """A named thing that one process holds until `until_at`."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    owner: str | None = None
    fence: int = 0
    until_at: datetime | None = None
    value: str = Field(default="", sa_type=Text)


METADATA = Row.metadata
TICKET, EVENT, FILE = METADATA.tables["ticket"], METADATA.tables["event"], METADATA.tables["file"]
POST, CARD, ARRIVAL = METADATA.tables["post"], METADATA.tables["card"], METADATA.tables["arrival"]
BODY = METADATA.tables["body"]
NOTICE, HELD = METADATA.tables["notice"], METADATA.tables["held"]
REFERENCE, STOP = METADATA.tables["reference"], METADATA.tables["stop"]
PERSON, IDENTITY, LEASE = METADATA.tables["person"], METADATA.tables["identity"], METADATA.tables["lease"]
