"""The rota of those on call, as pure functions: whose turn it is, and when that changes, by the clock on the wall."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.hours import SECOND, Calendar, offset, pieces

DAY = timedelta(days=1)
ALWAYS, OPEN, CLOSED = "always", "open", "closed"


@dataclass(frozen=True)
class Rota:
    """People on call for `queues`, one turn each in order: a turn is `days` long and changes at the hour `at`.

    Each of `people` is the places of one person. `begins` is the day of the first turn. `during` says when the rota
    counts: always, or only while the queues' hours are open, or closed.
    """

    queues: tuple[str, ...]
    people: tuple[tuple[str, ...], ...]
    begins: date
    days: int = 7
    at: time = time(9)
    during: str = ALWAYS


@dataclass(frozen=True)
class Turn:
    """A stretch of the rota. `who` is the place of its person in the order."""

    begins: datetime
    ends: datetime
    who: int


def turn(rota: Rota, zone: ZoneInfo, at: datetime) -> Turn | None:
    """The turn of the moment `at`; None before the rota begins."""
    count = (at.astimezone(zone).date() - rota.begins).days // rota.days
    while _change(rota, zone, count) > at:
        count -= 1
    while _change(rota, zone, count + 1) <= at:  # on the day of a change, and where a day was left out
        count += 1
    return _turn(rota, zone, count) if count >= 0 else None


def turns(rota: Rota, zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Turn]:
    """The turns that lie in the stretch, the first and the last cut to it."""
    at = max(begin, _change(rota, zone, 0))
    while at < end and (found := turn(rota, zone, at)):
        yield Turn(at, min(found.ends, end), found.who)
        at = found.ends


def counts(rota: Rota, calendar: Calendar, at: datetime) -> bool:
    """Does the rota count at the moment, by the hours of its queue?"""
    return rota.during == ALWAYS or (calendar.opening(at) == at) == (rota.during == OPEN)


def order(rota: Rota, turn: Turn) -> list[tuple[str, ...]]:
    """Who is rung in a turn: the one whose turn it is, then those whose turns are next."""
    return [*rota.people[turn.who :], *rota.people[: turn.who]]


def wall(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The first moment at which the clock on the wall there shows the hour, or is past it where it is left out."""
    first, second = (datetime.combine(day, hour, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= second:
        return first
    return next(begin for begin, _, ahead in pieces(zone, second, first + SECOND) if ahead != offset(zone, second))


def _change(rota: Rota, zone: ZoneInfo, count: int) -> datetime:
    return wall(rota.begins + count * rota.days * DAY, rota.at, zone)


def _turn(rota: Rota, zone: ZoneInfo, count: int) -> Turn:
    return Turn(_change(rota, zone, count), _change(rota, zone, count + 1), count % len(rota.people))
