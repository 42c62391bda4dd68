"""Counts refused requests: at 10,000 within ten minutes the platform would block our address, so we stop at 200."""

from collections import deque

import discord

WINDOW, MOST = 600.0, 200  # seconds, refusals
COUNTED = (401, 403, 429)


class Breaker:
    """Times are the event loop's, in seconds."""

    def __init__(self) -> None:
        self._refused: deque[float] = deque()

    def note(self, error: Exception, now: float) -> None:
        """Remember a refusal that the platform counts too."""
        is_refusal = isinstance(error, discord.HTTPException) and error.status in COUNTED
        if is_refusal or isinstance(error, discord.LoginFailure):
            self._refused.append(now)

    def check(self, now: float) -> None:
        """Raises RateLimited, with the seconds to wait, while there were too many."""
        while self._refused and now - self._refused[0] >= WINDOW:
            self._refused.popleft()
        if len(self._refused) >= MOST:
            raise discord.RateLimited(WINDOW - (now - self._refused[0]))
