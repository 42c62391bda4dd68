"""A `bot.filters.Filter` as conditions, and how the tickets are found that meet them."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    String,
    and_,
    cast,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    text,
    true,
)

from bot.filters import ANYBODY, NOBODY, Filter, Span
from storage.figures import counted
from storage.sought import SOUGHT, apart, says
from storage.tables import EVENT, FILE, TICKET

FEW = 2_000  # tickets that hold the words: so many at most are looked at one by one
BY_WORDS = ("enable_seqscan", "enable_indexscan", "enable_indexonlyscan")  # without these, the index of words is left
BY_NUMBER = ("enable_bitmapscan",)


def found(connection: Connection, wanted: Filter, limit: int, offset: int = 0) -> Sequence[RowMapping]:
    """The rows of the tickets that match, newest first."""
    dialect = connection.dialect.name
    query = select(TICKET).where(*matches(wanted, dialect)).limit(limit).offset(offset)
    if not wanted.words:
        return connection.execute(query.order_by(TICKET.c.number.desc())).mappings().all()
    indexed = query.where(TICKET.c.number == SOUGHT.c.rowid, says(wanted.words, dialect))
    if dialect == "sqlite":
        return connection.execute(indexed.order_by(SOUGHT.c.rowid.desc())).mappings().all()
    few = _few(connection, wanted)
    query = indexed.where(TICKET.c.number.in_(few)) if len(few) < FEW else indexed
    with _without(connection, *BY_NUMBER):
        return connection.execute(query.order_by(TICKET.c.number.desc())).mappings().all()


def matches(wanted: Filter, dialect: str) -> Iterator[ColumnElement[bool]]:
    """The conditions that a row of the ticket table meets when it is wanted, but for the words."""
    yield from _one_of(TICKET.c.status, [status.value for status in wanted.statuses])
    if wanted.queues is not None:
        yield TICKET.c.queue.in_(wanted.queues)
    yield from _one_of(TICKET.c.priority, wanted.priorities)
    yield from _one_of(TICKET.c.category, wanted.categories)
    if wanted.owners:
        yield or_(*map(_owned_by, wanted.owners))
    if wanted.requesters:
        yield or_(*map(_asked_by, wanted.requesters))
    yield from _one_of(TICKET.c.language, wanted.languages)
    if wanted.senders:
        yield or_(*map(_sent_by, wanted.senders))
    if wanted.subjects:
        yield or_(*(TICKET.c.subject.icontains(one, autoescape=True) for one in wanted.subjects))
    for tag in wanted.tags:
        yield _holds(TICKET.c.tags, json.dumps(tag, ensure_ascii=False))  # as it stands in the column
    for name, value in wanted.fields:
        said = json.dumps({name: value}, ensure_ascii=False, separators=(",", ":"))
        yield _holds(TICKET.c.fields, said[1:-1])
    yield from _timed(wanted)
    if wanted.stats:
        yield counted(wanted)
    if wanted.has_files:
        yield exists().where(FILE.c.event == EVENT.c.id, EVENT.c.ticket == TICKET.c.number)
    for one in wanted.without:
        yield not_(func.coalesce(and_(true(), *matches(one, dialect), *_worded(one, dialect)), false()))


def _few(connection: Connection, wanted: Filter) -> Sequence[int]:
    """The numbers of `FEW` tickets that hold the words.

    PostgreSQL cannot know how rare a word is, and would look for the rarest through all tickets, from the newest on. So
    it is asked first: few are taken by their numbers, and where there are more a page is soon full.
    """
    query = select(SOUGHT.c.rowid).where(says(apart(wanted.words), "postgresql")).limit(FEW)
    with _without(connection, *BY_WORDS):
        return connection.execute(query).scalars().all()


@contextmanager
def _without(connection: Connection, *ways: str) -> Iterator[None]:
    """PostgreSQL goes other ways than these."""
    connection.execute(text("; ".join(f"SET LOCAL {way} = off" for way in ways)))
    yield
    connection.execute(text("; ".join(f"SET LOCAL {way} TO DEFAULT" for way in ways)))


def _one_of(column: Column[str], values: Sequence[str]) -> Iterator[ColumnElement[bool]]:
    if values:
        yield column.in_(values)


def _owned_by(owner: str) -> ColumnElement[bool]:
    if owner in (NOBODY, ANYBODY):
        return TICKET.c.owner.is_(None) if owner == NOBODY else TICKET.c.owner.is_not(None)
    if ":" in owner:
        return TICKET.c.owner == owner
    return and_(TICKET.c.owner.is_not(None), TICKET.c.owner_name.icontains(owner, autoescape=True))


def _asked_by(requester: str) -> ColumnElement[bool]:
    if ":" in requester:
        return TICKET.c.requester == requester
    named = TICKET.c.requester_name.icontains(requester, autoescape=True)
    return or_(named, TICKET.c.requester.icontains(requester, autoescape=True))


def _sent_by(pattern: str) -> ColumnElement[bool]:
    like = "%".join(re.sub("[%_/]", r"/\g<0>", part) for part in pattern.split("*"))
    return TICKET.c.requester.ilike(f"mail:{like}", escape="/")


def _holds(column: Column[object], said: str) -> ColumnElement[bool]:
    return cast(column, String).icontains(said, autoescape=True)


def _timed(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    due = (TICKET.c.first_by, TICKET.c.next_by, TICKET.c.resolve_by)
    if wanted.due and wanted.due.to_at:
        yield or_(*(at < wanted.due.to_at for at in due))
    if wanted.due and wanted.due.from_at:
        yield or_(*(at.is_not(None) for at in due))
        yield and_(*(or_(at.is_(None), at >= wanted.due.from_at) for at in due))
    yield from _within(TICKET.c.opened_at, wanted.opened)
    yield from _within(TICKET.c.updated_at, wanted.updated)


def _within(column: Column[object], span: Span | None) -> Iterator[ColumnElement[bool]]:
    if span and span.from_at:
        yield column >= span.from_at
    if span and span.to_at:
        yield column < span.to_at


def _worded(wanted: Filter, dialect: str) -> Iterator[ColumnElement[bool]]:
    if wanted.words:
        yield TICKET.c.number.in_(select(SOUGHT.c.rowid).where(says(wanted.words, dialect)))
