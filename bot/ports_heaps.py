"""What is asked of the store for boards: which tickets lie on a heap. See `bot.overview`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.overview import Heap
from bot.ticket import Ticket


@dataclass(frozen=True)
class Lying:
    """A heap of these queues; only what `owners` have, or all but that: `but`."""

    heap: Heap
    queues: tuple[str, ...]
    owners: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


class Heaps(Protocol):
    """The tickets that are not closed, by what is to be done next. Nothing here reads more than is asked for."""

    def numbers(self, wanted: Lying, now: datetime, most: int) -> list[int]: ...  # the most pressing first
    def tickets(self, numbers: Sequence[int]) -> list[Ticket]: ...  # not locked, in this order
    def owners(self, queues: Sequence[str], most: int) -> dict[str, int]: ...  # by name; none where they have more
    def newest(self) -> tuple[int, int]: ...  # the last event and card: where they are the same, nothing has happened
