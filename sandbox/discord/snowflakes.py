"""Ids as the platform makes them: milliseconds since 2015 in the upper bits, unique and always rising."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


def at(snowflake: int) -> datetime:
    """The aware UTC time an id was made at."""
    return EPOCH + timedelta(milliseconds=snowflake >> 22)


class Snowflakes:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.last = 0

    def new(self) -> int:
        """The next id; later ids are larger even when the clock was moved back."""
        millis = (self.now() - EPOCH) // timedelta(milliseconds=1)
        self.last = max(millis << 22, self.last + 1)
        return self.last
