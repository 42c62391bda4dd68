"""Lengths of time as people write them in settings and commands: `90m`, `4h`, `1h30m`, `2d`, `1w`."""

import re
from datetime import timedelta

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
    parts = [f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else ""]
    return " ".join(filter(None, parts))


def spoken(length: timedelta) -> str:
    """A length in at most two units, rounded down: `1 d 4 h`, `12 min`, `less than a minute`."""
    seconds = int(abs(length).total_seconds())
    parts = [(seconds // 86400, "d"), (seconds % 86400 // 3600, "h"), (seconds % 3600 // 60, "min")]
    said = [f"{count} {unit}" for count, unit in parts if count][:2]
    return " ".join(said) or "less than a minute"
