"""Times that numbers are asked for: `week`, `last-month`, `2026-10`, `30d`, `2026-10-01..2026-10-15`. Pure.

Days, weeks (from Monday on), months and years are those of the zone; a length ends now.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.durations import duration
from bot.errors import Misunderstood
from bot.filters import Span
from bot.speech import say

USUAL = "30d"
WORDS = ("today", "yesterday", "week", "last-week", "month", "last-month", "year", "last-year")
DAILY, WEEKLY, MONTHLY = 35, 200, 3_660  # days that are shown day by day, week by week, and month by month
LONGEST = timedelta(days=73_200)  # two centuries: each piece of a time is counted for itself
DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)  # what happens now is in it
NAMED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True)
class Period:
    """From `first` on, up to and without `end` (aware UTC); `said` is how it was asked for."""

    said: str
    first: datetime
    end: datetime
    zone: ZoneInfo

    @property
    def span(self) -> Span:
        return Span(self.first, self.end)

    @property
    def dates(self) -> str:
        """`2026-10-01 – 2026-10-31`, both included."""
        first, last = (at.astimezone(self.zone).date() for at in (self.first, self.end - MOMENT))
        return f"{first}" if first == last else f"{first} – {last}"

    def steps(self) -> list[tuple[date, Span]]:
        """The time in pieces: days, weeks, months or years, each with its first day."""
        first = self.first.astimezone(self.zone).date()
        length = (self.end - self.first).days
        days, day = list[date](), first
        while _midnight(day, self.zone) < self.end:
            days.append(day)
            day = _next(day, length)
        cuts = [self.first, *(_midnight(day, self.zone) for day in days[1:]), self.end]
        return [(day, Span(*cuts[at : at + 2])) for at, day in enumerate(days)]


def period(said: str, now: datetime, timezone: str) -> Period:
    """The time that `said` names. Raises Misunderstood."""
    zone, text = ZoneInfo(timezone), said.strip().lower() or USUAL
    try:
        length = duration(text)
        first, end = (now - length, now + MOMENT) if length else _dates(text, now.astimezone(zone).date(), zone)
    except (ValueError, OverflowError):
        first = end = now
    if not timedelta() < end - first <= LONGEST:
        raise Misunderstood(
            say(
                "“{text}” is no time to count in. Say 30d, {words}, 2026, 2026-10, or 2026-10-01..2026-10-15.",
                text=said[:40], words=", ".join(WORDS),
            )
        )  # fmt: skip
    return Period(text, first, end, zone)


def _next(day: date, length: int) -> date:
    """Where the next piece begins of a time of so many days."""
    if length <= WEEKLY:
        return day + (DAY if length <= DAILY else 7 * DAY)
    return _months(day.replace(day=1), 1) if length <= MONTHLY else date(day.year + 1, 1, 1)


def _dates(text: str, today: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Raises ValueError."""
    if text in WORDS:
        first, end = _worded(text, today)
    else:
        start, _, last = text.partition("..")
        first, end = _named(start)[0], _named(last or start)[1]
    return _midnight(first, zone), _midnight(end, zone)


def _worded(word: str, today: date) -> tuple[date, date]:
    monday, month, year = today - today.weekday() * DAY, today.replace(day=1), today.replace(month=1, day=1)
    return {
        "today": (today, today + DAY), "yesterday": (today - DAY, today),
        "week": (monday, monday + 7 * DAY), "last-week": (monday - 7 * DAY, monday),
        "month": (month, _months(month, 1)), "last-month": (_months(month, -1), month),
        "year": (year, _months(year, 12)), "last-year": (_months(year, -12), year),
    }[word]  # fmt: skip


def _named(text: str) -> tuple[date, date]:
    """A year, a month or a day: its first day, and the first one after it."""
    found = NAMED.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in found.groups())
    first = date(year or 0, month or 1, day or 1)
    return first, first + DAY if day else _months(first, 1 if month else 12)


def _months(first: date, count: int) -> date:
    years, month = divmod(first.month - 1 + count, 12)
    return date(first.year + years, month + 1, 1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
