"""Moments within a text for agents, which each chat shows in the reader's own zone.

They are written between two characters that no text has (Unicode keeps them for a program's own use).
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime

MARK = "\ufdd0"
MOMENT = re.compile(f"{MARK}(\\d{{1,11}}){MARK}")


def moment(at: datetime) -> str:
    """The moment, as a piece of a text."""
    return f"{MARK}{int(at.timestamp())}{MARK}"


def shown(text: str, how: Callable[[datetime], str]) -> str:
    """`text` with each of its moments as `how` says it."""
    return MOMENT.sub(lambda found: how(read(found[1])), text)


def plain(text: str) -> str:
    """For where nothing can be shown in anybody's own zone."""
    return shown(text, lambda at: f"{at:%Y-%m-%d %H:%M} UTC")


def read(digits: str) -> datetime:
    return datetime.fromtimestamp(int(digits), UTC)
