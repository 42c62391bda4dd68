"""Lengths of time as people write them in settings and commands: `90m`, `4h`, `1h30m`, `2d`, `1w`."""

import re
from datetime import timedelta

from bot.speech import say

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
SHAPE = re.compile(r"\s*(?:\d{1,6}\s*[smhdw]\s*)+", re.IGNORECASE)
PART = re.compile(r"(\d+)\s*([smhdw])", re.IGNORECASE)


def duration(text: str) -> timedelta | None:
    """The length that `text` names, or None if it names none."""
    if not SHAPE.fullmatch(text):
        return None
    return timedelta(seconds=sum(int(n) * UNITS[unit.lower()] for n, unit in PART.findall(text)))


def worked(minutes: int) -> str:
    """Working time, exact: `1 h 20 min`. Days are not named: theirs have no fixed length."""
    hours, rest = divmod(minutes, 60)
    parts = [say("{n} h", n=hours) if hours else "", say("{n} min", n=rest) if rest or not hours else ""]
    return " ".join(filter(None, parts))


def spoken(length: timedelta) -> str:
    """A length in at most two units, rounded down: `1 d 4 h`, `12 min`, `less than a minute`."""
    seconds = int(abs(length).total_seconds())
    days, hours, minutes = seconds // 86400, seconds % 86400 // 3600, seconds % 3600 // 60
    said = [
        say("{n} d", n=days) if days else "",
        say("{n} h", n=hours) if hours else "",
        say("{n} min", n=minutes) if minutes else "",
    ]
    return " ".join([one for one in said if one][:2]) or say("less than a minute")
