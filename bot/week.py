"""Working hours as people write them: `Mon-Fri 09:00-12:00, 13:00-17:00; Sat 10:00-14:00`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY = 24 * 60  # minutes
HOUR = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
NAMED = re.compile(r"([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))?")

Span = tuple[int, int]  # minutes of the wall clock since midnight; past 1440: until the next day


@dataclass(frozen=True)
class Hours:
    """When somebody works, as set. `days_off` and `extra` overrule the week and the holidays; no week is 24x7.

    `holidays` is a country, or one of its regions: `DE`, `DE-BY`. A span belongs to the day on which it begins.
    """

    name: str
    timezone: str = "UTC"
    week: tuple[tuple[Span, ...], ...] = ()  # Monday first
    holidays: str = ""
    days_off: tuple[str, ...] = ()  # 2026-12-24, or 12-24: of every year
    extra: tuple[tuple[date, tuple[Span, ...]], ...] = ()

    def is_off(self, day: date) -> bool:
        """Is it one of the own days off?"""
        return day.isoformat() in self.days_off or f"{day:%m-%d}" in self.days_off

    def spans(self, day: date, holidays: Mapping[date, str]) -> tuple[Span, ...]:
        """What is worked on a day of the wall calendar."""
        for one, spans in self.extra:
            if one == day:
                return spans
        return () if self.is_off(day) or day in holidays else self.week[day.weekday()]


ALWAYS = Hours("24x7")


def week(text: str) -> tuple[tuple[Span, ...], ...]:
    """The spans of each day, Monday first. Raises ValueError with what is wrong, in a sentence's end."""
    found: list[tuple[Span, ...]] = [()] * 7
    for part in filter(None, (one.strip() for one in text.split(";"))):
        days, _, hours = part.partition(" ")
        for day in _days(days):
            if found[day]:
                raise ValueError(
                    f"names {DAYS[day]} twice; put its hours behind one another: {DAYS[day]} 9:00-12:00, …"
                )
            found[day] = spans(hours)
    if not any(found):
        raise ValueError("has no open hour in a year")
    return tuple(found)


def spans(text: str) -> tuple[Span, ...]:
    """`09:00-12:00, 13:00-17:00`; `22:00-06:00` goes over midnight. Raises ValueError."""
    found = sorted(_span(one.strip()) for one in text.split(","))
    for (_, until), (begin, _) in pairwise(found):
        if begin < until:
            raise ValueError(f"has hours that overlap: “{text.strip()}”")
    return tuple(found)


def _span(text: str) -> Span:
    found = HOUR.fullmatch(text)
    if not found:
        raise ValueError(f"has “{text}”; accepted are hours like 09:00-17:00")
    hour, minute, until, past = map(int, found.groups())
    begin, end = hour * 60 + minute, until * 60 + past
    if minute > 59 or past > 59 or begin >= DAY or end > DAY or begin == end:
        raise ValueError(f"has “{text}”; accepted are hours like 09:00-17:00, from 00:00 to 24:00")
    return (begin, end) if begin < end else (begin, end + DAY)


def _days(text: str) -> list[int]:
    found = NAMED.fullmatch(text)
    first, last = (found[1], found[2] or found[1]) if found else ("", "")
    if first not in DAYS or last not in DAYS:
        raise ValueError(f"names “{text}”; accepted are days like Mon, or Mon-Fri, and then their hours")
    begin, end = DAYS.index(first), DAYS.index(last)
    return [day % 7 for day in range(begin, (end if end >= begin else end + 7) + 1)]
