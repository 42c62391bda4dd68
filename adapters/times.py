"""Moments as people write them: `2h`, `tomorrow 9am`, `2026-12-24 14:00`. Always echoed back by the caller."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import dateparser

from bot.durations import duration
from bot.errors import Misunderstood

FORMS = "Try 2h, 3d, tomorrow 9am or 2026-12-24 14:00."


def moment(text: str, now: datetime, timezone: str, language: str = "en") -> datetime:
    """The future moment that `text` names, in aware UTC; read in `timezone`. Raises Misunderstood."""
    try:
        at = _read(text, now, timezone, language)
        said = spell(at, timezone) if at else ""
    except OverflowError:
        raise Misunderstood(f"“{text[:40]}” is later than any calendar goes. {FORMS}") from None
    if at is None:
        raise Misunderstood(f"I do not understand “{text}” as a time. {FORMS}")
    if at <= now:
        raise Misunderstood(f"“{text}” is {said}, which has passed. {FORMS}")
    return at


def _read(text: str, now: datetime, timezone: str, language: str) -> datetime | None:
    if length := duration(text):
        return now + length
    local = now.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
    found = dateparser.parse(
        text,
        languages=list(dict.fromkeys([language, "en"])),
        settings={"RELATIVE_BASE": local, "PREFER_DATES_FROM": "future", "RETURN_AS_TIMEZONE_AWARE": False},
    )
    return found.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC) if found else None


def spell(at: datetime, timezone: str) -> str:
    """A moment in the desk's own zone: `Tue 24 Nov 2026, 09:00 (Europe/Berlin)`."""
    return f"{at.astimezone(ZoneInfo(timezone)):%a %d %b %Y, %H:%M} ({timezone})"


def hour(at: datetime, timezone: str) -> str:
    """A moment of today: `09:00`."""
    return f"{at.astimezone(ZoneInfo(timezone)):%H:%M}"
