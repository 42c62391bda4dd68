"""Facts of the requester's judgement: whether it is solved, and how well they were helped."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Warned:
    """The requester was told that silence closes it at `closes_at`. No change of status."""

    closes_at: datetime


@dataclass(frozen=True)
class Unasked:
    """A warning or a survey was held back, and why. No change; kept so that silence can be explained."""

    reason: str


@dataclass(frozen=True)
class Objected:
    """The requester says that it is not solved: resolved or closed -> open. `pinged` are those who should know.

    `missing` is what they miss, where they said so; where not, they are asked.
    """

    missing: str = ""
    pinged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Surveyed:
    """The requester was asked how well they were helped. No change of status."""


@dataclass(frozen=True)
class Rated:
    """The requester's `score`, 1 to 5, and what they add. For agents only. `pinged` are told of a low one."""

    score: int
    comment: str = ""
    pinged: tuple[str, ...] = ()


Judged = Warned | Unasked | Objected | Surveyed | Rated
