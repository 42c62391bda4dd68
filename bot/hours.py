"""Business time, exact: when somebody works, and how much of a stretch of time is worked.

All sums are in UTC. What is open is what the clock on the wall says: a span of a night in which an hour is skipped is
shorter, one in which an hour comes twice is longer. A day is cut where its zone's offset changes, and in each piece the
wall clock runs evenly.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.week import Hours

DAY = timedelta(days=1)
HORIZON = 3660  # days that are looked at ahead; settings are refused that need more
SECOND = timedelta(seconds=1)

Holidays = Callable[[str, int], Mapping[date, str]]  # a region's of a year, by day; `DE-BY`, 2026
Stretch = tuple[datetime, datetime]


class Calendar(Protocol):
    """Which time counts. All moments are aware UTC."""

    def after(self, start: datetime, length: timedelta) -> datetime:
        """The first moment at which `length` of working time has passed since `start`."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between them; none where `end` comes first."""

    def opening(self, at: datetime) -> datetime:
        """The first moment from `at` on that is working time."""


class AroundTheClock:
    """Every minute counts: a calendar without nights and holidays."""

    def after(self, start: datetime, length: timedelta) -> datetime:
        return start + length

    def between(self, start: datetime, end: datetime) -> timedelta:
        return max(end - start, timedelta())

    def opening(self, at: datetime) -> datetime:
        return at


def no_holidays(region: str, year: int) -> Mapping[date, str]:
    """Of a desk that keeps none."""
    return {}


class Office:
    """A calendar of weekly hours, holidays and own days."""

    def __init__(self, hours: Hours, holidays: Holidays) -> None:
        self.hours, self.zone, self._ask = hours, ZoneInfo(hours.timezone), holidays
        self._years: dict[int, Mapping[date, str]] = {}
        self._days: dict[date, tuple[Stretch, ...]] = {}

    def after(self, start: datetime, length: timedelta) -> datetime:
        if length <= timedelta():
            return start
        for begin, end in self._open_from(start):
            if end - begin >= length:
                return begin + length
            length -= end - begin
        return start + HORIZON * DAY

    def between(self, start: datetime, end: datetime) -> timedelta:
        total = timedelta()
        for begin, until in self._open_from(start):
            if begin >= end:
                break
            total += min(until, end) - begin
        return total

    def opening(self, at: datetime) -> datetime:
        return next((begin for begin, _ in self._open_from(at)), at + HORIZON * DAY)

    def closing(self, at: datetime) -> datetime:
        """The first moment from `at` on that is no working time."""
        for begin, end in self._open_from(at):
            if begin > at:
                break
            at = end
        return at

    def skipped(self, start: datetime, end: datetime) -> list[tuple[date, str]]:
        """The days between them that have hours in other weeks: holidays with their names, own days off with none."""
        first, last = (at.astimezone(self.zone).date() for at in (start, end))
        days = (first + n * DAY for n in range((last - first).days + 1))
        return [(day, name) for day in days if self.hours.week[day.weekday()] and (name := self.free(day)) is not None]

    def free(self, day: date) -> str | None:
        """The name of a holiday, "" of a day off; None of a day that has its hours."""
        if any(one == day for one, _ in self.hours.extra):
            return None
        return "" if self.hours.is_off(day) else self._holidays(day.year).get(day)

    def _open_from(self, start: datetime) -> Iterator[Stretch]:
        """The open stretches from `start` on, in order."""
        first = start.date()
        for n in range(HORIZON):
            for begin, end in self._opened(first + n * DAY):
                if end > start:
                    yield (begin if begin > start else start), end

    def _opened(self, day: date) -> tuple[Stretch, ...]:
        """The open stretches of a day of UTC."""
        if day not in self._days:
            midnight = datetime.combine(day, time(), UTC)
            cut = pieces(self.zone, midnight, midnight + DAY)
            self._days[day] = tuple(open for piece in cut for open in self._within(*piece))
        return self._days[day]

    def _within(self, start: datetime, end: datetime, offset: timedelta) -> Iterator[Stretch]:
        """What is open of a piece in which the wall clock is ahead of UTC by `offset`."""
        first, last = ((at + offset).date() for at in (start, end))
        done = start
        for n in range(-1, (last - first).days + 1):  # what began the evening before may go on
            day = first + n * DAY
            midnight = datetime.combine(day, time(), UTC) - offset
            for opens, closes in self.hours.spans(day, self._holidays(day.year)):
                begin, until = (midnight + timedelta(minutes=minute) for minute in (opens, closes))
                begin, until = max(begin, done), min(until, end)
                if begin < until:
                    yield begin, until
                    done = until

    def _holidays(self, year: int) -> Mapping[date, str]:
        if not self.hours.holidays:
            return {}
        if year not in self._years:
            self._years[year] = self._ask(self.hours.holidays, year)
        return self._years[year]


def pieces(zone: ZoneInfo, start: datetime, end: datetime) -> list[tuple[datetime, datetime, timedelta]]:
    """The stretch cut where the zone's offset changes, to the second, each with its offset."""
    last = end - SECOND
    if offset(zone, start) == offset(zone, last):
        return [(start, end, offset(zone, start))]
    before, after = start, last
    while after - before > SECOND:
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        before, after = (middle, after) if offset(zone, middle) == offset(zone, start) else (before, middle)
    return [(begin, until, offset(zone, begin)) for begin, until in pairwise((start, after, end))]


def offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
