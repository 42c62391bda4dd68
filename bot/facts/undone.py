"""Facts of second thoughts: a deed that was taken back."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.facts.alert import Check
from bot.facts.attended import Watcher


@dataclass(frozen=True)
class Was:
    """What fields of a ticket go back to, by their names, sorted by what they hold; no other field changes."""

    texts: dict[str, str | None] = field(default_factory=dict)
    numbers: dict[str, int | None] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    times: dict[str, datetime | None] = field(default_factory=dict)
    lengths: dict[str, timedelta] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pairs: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    people: dict[str, tuple[Watcher, ...]] = field(default_factory=dict)
    spans: dict[str, tuple[tuple[datetime, datetime], ...]] = field(default_factory=dict)
    checks: dict[str, tuple[Check, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Undone:
    """The events `events` were taken back: as if they had never been. `was` is what they had changed.

    `deed` is the kind of the fact that was meant, `number` the other ticket that it concerned, if any. `is_told`: the
    requester was told of it already.
    """

    deed: str
    events: tuple[int, ...]
    was: Was
    number: int | None = None
    is_told: bool = False
