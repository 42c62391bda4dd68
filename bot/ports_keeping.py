"""What is asked of the store about what must wait, and what only one may hold. See `bot.ports`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ticket import Ticket


class Held(Protocol):
    """Roots that wait for the end of a storm."""

    def add(self, number: int, places: Sequence[str], event: int, now: datetime) -> None: ...
    def crowded(self, places: Sequence[str], most: int) -> set[str]: ...  # some are held, or as many roots wait
    def has(self, number: int) -> bool: ...  # is this ticket held anywhere?
    def release(self, number: int) -> dict[str, int]: ...  # place -> the event that opened it; they are not held now
    def next(self, place: str, limit: int) -> list[int]: ...  # the oldest tickets held there
    def places(self) -> dict[str, tuple[int, datetime]]: ...  # place -> how many, since when
    def newest(self, place: str, limit: int) -> list[Ticket]: ...


class Leases(Protocol):
    """Named things that only one process may hold, each with a fencing number and a value of its holder's."""

    def take(self, name: str, owner: str, now: datetime, until: datetime) -> int | None: ...  # the fence, or None
    def drop(self, name: str, owner: str) -> None: ...
    def value(self, name: str) -> str: ...
    def keep(self, name: str, value: str, fence: int | None = None) -> bool: ...  # False: a newer fence exists
