"""What is asked of the store about figures: what counts, and how often. See `bot.ports`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.figure import Figure, Kind
from bot.filters import Span


class By(StrEnum):
    """What numbers are told apart by."""

    ALL = ""
    QUEUE = "queue"
    AGENT = "agent"
    CATEGORY = "category"


@dataclass(frozen=True)
class Scope:
    """Which figures: of a time, of queues, of the agents' (places, or parts of names) and categories where named."""

    span: Span
    queues: tuple[str, ...]
    agents: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sum:
    """All figures of one kind and one `key`, the queue, agent or category that they are of; `name` is an agent's."""

    key: str
    name: str
    kind: Kind
    count: int = 0
    late: int = 0
    first_contact: int = 0
    first_level: int = 0
    came_back: int = 0
    minutes: int = 0
    booked: int = 0
    rated: int = 0
    satisfied: int = 0
    score: int = 0


@dataclass(frozen=True)
class Standing:
    """How queues stand now: tickets that have not ended, and the `oldest` of them."""

    open: int
    new: int
    unowned: int
    overdue: int
    oldest: int | None = None
    oldest_at: datetime | None = None


Spread = Sequence[tuple[int, int]]  # minutes, and how often, the shortest first


class Figures(Protocol):
    """The figures of all tickets."""

    def keep(self, number: int, figures: Sequence[Figure], is_new: bool) -> None: ...  # in place of those it had
    def sums(self, scope: Scope, by: By) -> list[Sum]: ...
    def spreads(self, scope: Scope, by: By, kind: Kind, is_working: bool) -> Mapping[str, Spread]: ...  # by key
    def counts(self, scope: Scope, kind: Kind, spans: Sequence[Span]) -> list[int]: ...  # in each of the times
    def backlog(self, scope: Scope, by: By) -> Mapping[str, int]: ...  # tickets that have not ended, now
    def standing(self, queues: Sequence[str], now: datetime) -> Standing: ...
    def running_out(self, scope: Scope, by: By, now: datetime) -> Mapping[str, int]: ...  # clocks, in that time, by now
