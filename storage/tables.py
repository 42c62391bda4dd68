"""The tables. Columns mirror `bot.ticket.Ticket` and `bot.events.Event` by name; Core statements use the rest as is.

Rows are never loaded as objects: the classes declare, the `Table`s at the end are what the other rooms speak to.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, MetaData, String, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.ports import Kind, Mark
from bot.ticket import Priority, Status

FATES = ("ticketed", "appended", "done", "refused", "ignored", "quarantined")
ARRIVAL_STATES = ("pending", "leased", "settled")
POST_STATES = ("pending", "leased", "sent", "unknown", "dead")
UNSETTLED = ("pending", "leased", "unknown")

# What is done outnumbers what is not by thousands: these indexes hold only the rest. A query uses one when it says
# the very same words.
POST_IS_OPEN = "post.state <> 'sent'"
ARRIVAL_IS_OPEN = "arrival.state <> 'settled'"
CARD_IS_STALE = "card.wanted > card.drawn"

# References are compared by byte on both databases: their order and their prefixes must not depend on a locale.
Ref = String().with_variant(String(collation="C"), "postgresql")


def _ref(**options: Any) -> Any:
    return Field(sa_type=Ref, **options)


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    said = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({said})", name=column)


def _partly(name: str, words: str, *columns: str) -> Index:
    where = text(re.sub(r"\b\w+\.", "", words))
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class Row(SQLModel):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class TicketRow(Row, table=True):
    """The state that folding a history gives, kept so that it need not be folded."""

    __tablename__ = "ticket"
    __table_args__ = (
        _one_of("status", tuple(Status)),
        _one_of("priority", tuple(Priority)),
        {"sqlite_autoincrement": True},  # a number is never given out twice
    )
    number: int = Field(default=None, primary_key=True)
    version: int = 0
    requester: str = _ref(default="", index=True)
    requester_name: str = ""
    origin: str = _ref(default="", index=True)
    subject: str = ""
    queue: str = ""
    status: str = Field(default="new", index=True)
    priority: str = "normal"
    owner: str | None = _ref(default=None, index=True)
    owner_name: str = ""
    tags: list[str] = Field(default=(), sa_type=JSON)
    last_words: str = ""
    badge: str = ""
    trouble: str = ""
    follows: int | None = None
    resolution: str = ""
    opened_at: datetime | None = None
    updated_at: datetime | None = None
    first_replied_at: datetime | None = None
    waiting_since_at: datetime | None = None
    started_at: datetime | None = None
    paused_at: datetime | None = None
    paused_for: timedelta = timedelta()
    wake_at: datetime | None = Field(default=None, index=True)
    close_at: datetime | None = Field(default=None, index=True)
    first_by: datetime | None = None
    next_by: datetime | None = None
    resolve_by: datetime | None = None
    ring_at: datetime | None = Field(default=None, index=True)
    rungs: list[dict[str, Any]] = Field(default=(), sa_type=JSON)


class EventRow(Row, table=True):
    """Append-only: rows are never updated or deleted. `kind` is the name of the fact's class, `fact` its fields."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "kind", "at"),)
    id: int = Field(default=None, primary_key=True)
    ticket: int = Field(foreign_key="ticket.number", index=True)
    at: datetime
    by_name: str
    by_place: str = _ref()
    kind: str
    fact: dict[str, Any] = Field(sa_type=JSON)
    source: str | None = _ref(default=None, unique=True)
    heard_in: str | None = _ref(default=None)
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
        _one_of("kind", tuple(Kind)),
        _one_of("mark", tuple(Mark)),
        _one_of("state", POST_STATES),
        _partly("ix_post_open", POST_IS_OPEN, "channel", "id", "state"),
        Index(None, "ticket", "place", "state"),
    )
    id: int = Field(default=None, primary_key=True)
    uuid: str
    ticket: int = Field(foreign_key="ticket.number")
    event: int = Field(foreign_key="event.id", index=True)
    place: str = _ref()
    channel: str
    kind: str
    mark: str | None = None
    state: str = "pending"
    attempts: int = 0
    due_at: datetime
    owner: str | None = None
    fence: int = 0
    until_at: datetime | None = None
    receipt: str | None = _ref(default=None, index=True)
    error: str = Field(default="", sa_type=Text)
    payload: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime


class CardRow(Row, table=True):
    """The root of a ticket's thread in a place. It is stale while `wanted` is ahead of `drawn`."""

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("ticket", "place"),
        _partly("ix_card_stale", CARD_IS_STALE, "channel", "due_at"),
    )
    id: int = Field(default=None, primary_key=True)
    ticket: int = Field(foreign_key="ticket.number")
    place: str = _ref()
    channel: str
    root: str = _ref(index=True)
    thread: str = _ref(index=True)
    wanted: int = 0
    drawn: int = 0
    due_at: datetime
    owner: str | None = None
    until_at: datetime | None = None


class ArrivalRow(Row, table=True):
    """The inbox: what came in, durable before it is acknowledged, ending in exactly one fate."""

    __tablename__ = "arrival"
    __table_args__ = (
        _one_of("state", ARRIVAL_STATES),
        _one_of("fate", FATES),
        _partly("ix_arrival_open", ARRIVAL_IS_OPEN, "kind", "id"),
        _partly("ix_arrival_lane", ARRIVAL_IS_OPEN, "kind", "lane"),
    )
    id: int = Field(default=None, primary_key=True)
    source: str = _ref(unique=True)
    kind: str
    lane: str = ""
    body: bytes = Field(sa_type=LargeBinary)
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


class PersonRow(Row, table=True):
    """Somebody, whatever wires they use."""

    __tablename__ = "person"
    id: int = Field(default=None, primary_key=True)
    name: str


class IdentityRow(Row, table=True):
    """One place where a person is reached."""

    __tablename__ = "identity"
    place: str = _ref(primary_key=True)
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
PERSON, IDENTITY, LEASE = METADATA.tables["person"], METADATA.tables["identity"], METADATA.tables["lease"]
