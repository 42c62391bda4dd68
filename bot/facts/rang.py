"""Facts of the clocks and the ladder."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Rung:
    """One step of the ladder on one run of one clock. `step` counts from 1."""

    clock: str  # "first", "next" or "resolve"
    due_by: datetime
    step: int


@dataclass(frozen=True)
class Escalated:
    """Somebody was rung. No change of status.

    `rungs` are the steps this ring stands for (empty when a person rang); `pinged` are the places or groups meant.
    """

    reason: str
    pinged: tuple[str, ...]
    rungs: tuple[Rung, ...] = ()


@dataclass(frozen=True)
class Retimed:
    """The clocks were set anew, because the settings have changed. No change of status."""


Rang = Escalated | Retimed
