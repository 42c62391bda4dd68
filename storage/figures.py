"""Figures and their sums. See `bot.ports_figures.Figures`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    union_all,
)

from bot.figure import Figure, Kind
from bot.filters import UNENDED, Filter, Span
from bot.ports_figures import By, Scope, Spread, Standing, Sum
from bot.ticket import Status
from storage.prepared import Prepared
from storage.tables import TICKET
from storage.tables_figures import FIGURE

SATISFIED, UNHAPPY = 4, 2  # of five: and above, and below
F, T = FIGURE.c, TICKET.c


def _often(name: str, flag: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((flag, 1), else_=0)).label(name)


CLOCKS = {"first": T.first_by, "next": T.next_by, "resolve": T.resolve_by}
LATE, RATED = F.is_late, F.score > 0
OF_KIND = {kind: F.kind == kind.value for kind in Kind}
STATS = {
    "created": OF_KIND[Kind.CREATED], "answered": OF_KIND[Kind.ANSWERED], "late": and_(OF_KIND[Kind.ANSWERED], LATE),
    "resolved": OF_KIND[Kind.RESOLVED], "overrun": and_(OF_KIND[Kind.RESOLVED], LATE),
    "breached": OF_KIND[Kind.BREACHED], "direct": and_(OF_KIND[Kind.RESOLVED], F.is_first_contact),
    "level": and_(OF_KIND[Kind.RESOLVED], F.is_first_level), "reopened": and_(OF_KIND[Kind.RESOLVED], F.came_back),
    "surveyed": OF_KIND[Kind.SURVEYED], "rated": and_(OF_KIND[Kind.SURVEYED], RATED),
    "unhappy": and_(OF_KIND[Kind.SURVEYED], RATED, F.score <= UNHAPPY), "booked": OF_KIND[Kind.BOOKED],
}  # fmt: skip
COUNT = func.count().label("count")
SUMS: dict[Kind, list[ColumnElement[int]]] = {  # what is summed up of a kind: counts alone are read off the index
    Kind.ANSWERED: [_often("late", LATE)],
    Kind.RESOLVED: [
        _often("late", LATE), _often("first_contact", F.is_first_contact), _often("first_level", F.is_first_level),
        _often("came_back", F.came_back), func.sum(F.booked).label("booked"),
    ],
    Kind.SURVEYED: [
        _often("rated", RATED), _often("satisfied", F.score >= SATISFIED), func.sum(F.score).label("score"),
    ],
    Kind.BOOKED: [func.sum(F.minutes).label("minutes")],
}  # fmt: skip
FORGET = Prepared(delete(FIGURE).where(F.ticket == bindparam("number")))
KEEP = Prepared(insert(FIGURE))


class SqlFigures:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def keep(self, number: int, figures: Sequence[Figure], is_new: bool) -> None:
        """These are the figures of the ticket, in place of those it had: a new one had none."""
        if not is_new:
            FORGET.change(self._sql, {"number": number})
        if figures:
            KEEP.each(self._sql, [{**vars(one), "ticket": number} for one in figures])

    def sums(self, scope: Scope, by: By) -> list[Sum]:
        """Of each kind that there is."""
        key, name = _key(by), func.max(F.agent_name) if by is By.AGENT else literal("")
        found: list[Sum] = []
        for kind in Kind:
            of = select(key, name.label("name"), COUNT, *SUMS.get(kind, ())).where(
                F.kind == kind.value, *_within(scope)
            )
            rows = self._sql.execute(of.group_by(key) if by else of).mappings()
            found += [Sum(kind=kind, **row) for row in rows if row["count"]]
        return found

    def spreads(self, scope: Scope, by: By, kind: Kind, is_working: bool) -> Mapping[str, Spread]:
        """How long it took, and how often so long."""
        length = F.working if is_working else F.minutes
        key = _key(by)
        of = select(key, length, func.count()).where(F.kind == kind.value, *_within(scope))
        found: dict[str, list[tuple[int, int]]] = {}
        for one, minutes, count in self._sql.execute(of.group_by(*([key] if by else []), length).order_by(length)):
            found.setdefault(one, []).append((minutes, count))
        return found

    def counts(self, scope: Scope, kind: Kind, spans: Sequence[Span]) -> list[int]:
        """How many there were in each of these times."""
        each = (select(func.count()).where(F.kind == kind.value, *_within(replace(scope, span=one))) for one in spans)
        return [self._sql.execute(one).scalar_one() for one in each]

    def backlog(self, scope: Scope, by: By) -> Mapping[str, int]:
        """How many tickets have not ended, now."""
        key = _ticket_key(by)
        of = select(key, func.count()).where(*_unended(scope))
        return {one: count for one, count in self._sql.execute(of.group_by(key) if by else of) if count}

    def standing(self, queues: Sequence[str], now: datetime) -> Standing:
        """How they stand now. An open ticket is overdue where one of its clocks has run out."""
        unended = [T.status.in_([status.value for status in UNENDED]), T.queue.in_(queues)]
        counts = (
            func.count().label("open"),
            *(func.coalesce(func.sum(case((one, 1), else_=0)), 0).label(name) for name, one in (
                ("new", T.status == Status.NEW.value), ("unowned", T.owner.is_(None)),
                ("overdue", or_(*(at < now for at in CLOCKS.values()))),
            )),
        )  # fmt: skip
        found = self._sql.execute(select(*counts).where(*unended)).mappings().one()
        oldest = select(T.number, T.opened_at).where(*unended).order_by(T.opened_at, T.number).limit(1)
        first = self._sql.execute(oldest).first()
        return Standing(**found, oldest=first and first.number, oldest_at=first and first.opened_at)

    def running_out(self, scope: Scope, by: By, now: datetime) -> Mapping[str, int]:
        """How many clocks ran out in that time, of which no event has told yet: there was none since."""
        key, span = _ticket_key(by), scope.span
        each = [
            select(key, T.number).where(
                *_unended(scope), at < now, *_during(at, span),
                not_(exists().where(F.ticket == T.number, F.kind == Kind.BREACHED.value, F.clock == clock, F.at == at)),
            ) for clock, at in CLOCKS.items()
        ]  # fmt: skip
        clocks = union_all(*each).subquery()
        of = select(clocks.c.key, func.count().label("runs")).group_by(clocks.c.key)
        return {row.key: row.runs for row in self._sql.execute(of)}


def counted(wanted: Filter) -> ColumnElement[bool]:
    """Does the ticket count for any of the numbers that are `wanted`, in the time, the queues, for the agents?"""
    span = wanted.during or Span()
    theirs = [F.ticket == T.number, F.is_counted, or_(*(STATS[stat] for stat in wanted.stats)), *_during(F.at, span)]
    if wanted.counted_in:
        theirs.append(F.queue.in_(wanted.counted_in))
    if wanted.agents:
        theirs.append(or_(*(named(F.agent, F.agent_name, one) for one in wanted.agents)))
    found = exists().where(*theirs)
    return or_(found, _runs_out(wanted, span)) if "breached" in wanted.stats and span.to_at else found


def _runs_out(wanted: Filter, span: Span) -> ColumnElement[bool]:
    """Did a clock of an open ticket run out in the time? Nothing may have happened there since."""
    conditions = [or_(*(and_(at.is_not(None), *_during(at, span)) for at in CLOCKS.values()))]
    if wanted.counted_in:
        conditions.append(T.queue.in_(wanted.counted_in))
    if wanted.agents:
        conditions.append(or_(*(named(T.owner, T.owner_name, one) for one in wanted.agents)))
    return and_(T.status.in_([status.value for status in UNENDED]), *conditions)


def _during(at: ColumnElement[datetime], span: Span) -> Iterator[ColumnElement[bool]]:
    if span.from_at:
        yield at >= span.from_at
    if span.to_at:
        yield at < span.to_at


def _key(by: By) -> ColumnElement[str]:
    return (FIGURE.c[by.value] if by else literal("")).label("key")


def _ticket_key(by: By) -> ColumnElement[str]:
    column = func.coalesce(T.owner, "") if by is By.AGENT else TICKET.c[by.value] if by else literal("")
    return column.label("key")


def _within(scope: Scope) -> Iterator[ColumnElement[bool]]:
    yield from _during(F.at, scope.span)
    yield F.queue.in_(scope.queues)
    yield F.is_counted
    if scope.agents:
        yield or_(*(named(F.agent, F.agent_name, one) for one in scope.agents))
    if scope.categories:
        yield F.category.in_(scope.categories)


def _unended(scope: Scope) -> Iterator[ColumnElement[bool]]:
    yield T.status.in_([status.value for status in UNENDED])
    yield T.queue.in_(scope.queues)
    yield exists().where(F.ticket == T.number, F.kind == Kind.CREATED.value, F.is_counted)
    if scope.agents:
        yield or_(*(named(T.owner, T.owner_name, one) for one in scope.agents))
    if scope.categories:
        yield T.category.in_(scope.categories)


def named(place: ColumnElement[str], name: ColumnElement[str], who: str) -> ColumnElement[bool]:
    """Is it the agent at the place `who`, or one whose name has that in it?"""
    if ":" in who:
        return place == who
    return and_(place.is_not(None), name.icontains(who, autoescape=True))
