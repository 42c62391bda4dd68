"""The sandbox's time: runs like real time, plus what a person moved it forward by."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Call it for the aware UTC time. `forward` moves it; it never stands still, so live wires keep working."""

    def __init__(self) -> None:
        self._moved = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._moved

    def forward(self, by: timedelta) -> datetime:
        """Move time by `by` (may be negative) and return the new time."""
        self._moved += by
        return self()
