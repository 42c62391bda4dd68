"""Who is writing an answer now: said on the card, and to the second who opens a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.speech import say

WHILE = timedelta(minutes=10)  # after which a form that nobody sent in counts as forgotten


@dataclass(frozen=True)
class Writing:
    """`place` is who writes."""

    place: str
    name: str
    since_at: datetime


def others(writing: Sequence[Writing], place: str) -> tuple[Writing, ...]:
    """Those who are not at `place` themselves."""
    return tuple(one for one in writing if one.place != place)


def sentence(name: str, at: str) -> str:
    """`at` is the time, spelled for its reader."""
    return say("{name} has been writing an answer since {at}.", name=name, at=at)
