"""The sandbox's time: runs like real time, plus what a person moved it forward by."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

FARTHEST = timedelta(days=36_500)  # ahead of real time: far beyond, neither ids nor dates can tell it


class Clock:
    """Call it for the aware UTC time. `forward` moves it; it never stands still, so live wires keep working.

    `listeners` are called after each move.
    """

    def __init__(self) -> None:
        self._moved = timedelta()
        self.listeners: list[Callable[[], None]] = []

    @property
    def moved(self) -> timedelta:
        """How far it is ahead of real time."""
        return self._moved

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._moved

    def forward(self, by: timedelta) -> datetime:
        """Move time by `by` (may be negative) and return the new time. Raises ValueError where that is too far."""
        if not -FARTHEST <= self._moved + by <= FARTHEST:
            raise ValueError("That is too far.")
        self._moved += by
        for listener in self.listeners:
            listener()
        return self()
