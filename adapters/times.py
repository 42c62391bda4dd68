"""Moments as people write them: `2h`, `tomorrow 9am`, `2026-12-24 14:00`. Always echoed back by the caller.

They are read in the desk's zone, and echoed in that of who reads it (`bot.moments`).
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import dateparser

from bot import moments
from bot.durations import duration
from bot.errors import Misunderstood
from bot.speech import say

DAY = timedelta(days=1)
NEXT = re.compile("next|nächst|kommend|prochain|próxim|que v(?:iene|em)|来週|次")  # the library does not read it


def moment(text: str, now: datetime, timezone: str, language: str = "en") -> datetime:
    """The future moment that `text` names, in aware UTC; read in `timezone`. Raises Misunderstood."""
    try:
        at = _read(text, now, timezone, language)
    except OverflowError:
        raise _unfit(say("“{typed}” is later than any calendar goes.", typed=text[:40])) from None
    if at is None:
        raise _unfit(say("I do not understand “{typed}” as a time.", typed=text))
    if at <= now:
        raise _unfit(say("“{typed}” is {at}, which has passed.", typed=text, at=moments.moment(at)))
    return at


def _unfit(why: str) -> Misunderstood:
    return Misunderstood(f"{why} {say('Try 2h, 3d, tomorrow 9am or 2026-12-24 14:00.')}")


def _read(text: str, now: datetime, timezone: str, language: str) -> datetime | None:
    if length := duration(text):
        return now + length
    local = now.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
    found = _parsed(text, local, language)
    # On a Monday “Monday 9am” is next week to the library; who says it at three in the morning means today.
    today = _parsed(text, local - DAY, language) if found and not NEXT.search(text.lower()) else None
    if found and today and found - today == 7 * DAY and today > local:
        found = today
    return found.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC) if found else None


def _parsed(text: str, base: datetime, language: str) -> datetime | None:
    return dateparser.parse(
        text,
        languages=list(dict.fromkeys([language, "en"])),
        settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future", "RETURN_AS_TIMEZONE_AWARE": False},
    )


def hour(at: datetime, timezone: str) -> str:
    """A moment of today: `09:00`."""
    return f"{at.astimezone(ZoneInfo(timezone)):%H:%M}"
