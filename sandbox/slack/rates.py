"""How often the app may call: the platform's tiers, one bucket per method, and one per room for posts."""

import math
from collections.abc import Callable
from datetime import datetime

from sandbox.slack.refusal import RateLimited

TIERS = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}
POSTS_AT_ONCE = 5
POSTS_PER_SECOND = 1.0
COMMERCIAL = ("conversations.history", "conversations.replies")


class Rates:
    """Switch `is_strict` off to be let through. `is_commercial` gives history and replies one call a minute."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.is_strict = True
        self.is_commercial = False
        self._now = now
        self._buckets: dict[str, tuple[float, datetime]] = {}

    def spend(self, method: str, tier: int) -> None:
        """Take one call of `method` from its minute; refuses with the seconds to wait."""
        most = TIERS[1 if self.is_commercial and method in COMMERCIAL else tier]
        self._take(method, most, most / 60)

    def spend_post(self, channel: str) -> None:
        """Take one post of a room: about one a second after a short burst."""
        self._take(f"post:{channel}", POSTS_AT_ONCE, POSTS_PER_SECOND)

    def _take(self, name: str, most: int, per_second: float) -> None:
        if not self.is_strict:
            return
        now = self._now()
        level, since = self._buckets.get(name, (float(most), now))
        level = min(most, level + max(0.0, (now - since).total_seconds()) * per_second)
        if level < 1:
            self._buckets[name] = (level, now)
            raise RateLimited(max(1, math.ceil((1 - level) / per_second)))
        self._buckets[name] = (level - 1, now)
