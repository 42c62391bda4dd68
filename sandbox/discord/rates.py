"""How fast the bot may ask: buckets per route and place, 50 a second in all, and the ban after too many refusals."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.discord.limits import Limits

SECOND, TEN_MINUTES = timedelta(seconds=1), timedelta(minutes=10)
BUCKETS = {
    "POST /channels/{channel_id}/messages": (5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
    "POST /channels/{channel_id}/threads": (10, 10.0),
    "POST /channels/{channel_id}/messages/{message_id}/threads": (10, 10.0),
    "PATCH /channels/{channel_id}": (10, 10.0),
    "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": (4, 1.0),
    "DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": (4, 1.0),
    "GET /channels/{channel_id}/messages": (10, 2.0),
    "POST /webhooks/{webhook_id}/{webhook_token}": (5, 2.0),
}
OTHERS = (40, 1.0)


@dataclass(frozen=True)
class Limited:
    """Come back after so many seconds; `scope` is user, global or shared."""

    retry_after: float
    scope: str


@dataclass
class _Bucket:
    until: datetime
    used: int = 0


@dataclass
class Rates:
    """With `strict` off nothing is limited but what a fault asks for."""

    now: Callable[[], datetime]
    limits: Limits
    strict: bool = True
    _buckets: dict[tuple[str, str], _Bucket] = field(default_factory=dict)
    _recent: list[datetime] = field(default_factory=list)
    _renames: dict[str, list[datetime]] = field(default_factory=dict)
    _invalid: list[datetime] = field(default_factory=list)

    def take(self, route: str, place: str, *, counts: bool = True) -> tuple[dict[str, str], Limited | None]:
        """Count one request; the headers to answer with, and the refusal if it is one too many."""
        most, seconds = BUCKETS.get(route, OTHERS)
        bucket = self._buckets.get((route, place))
        if bucket is None or bucket.until <= self.now():
            bucket = self._buckets[route, place] = _Bucket(self.now() + timedelta(seconds=seconds))
        left = (bucket.until - self.now()).total_seconds()
        if self.strict and counts and self._is_over_all():
            return self._headers(route, most, 0, left), Limited(1.0, "global")
        bucket.used += self.strict
        over = Limited(left, "user") if bucket.used > most else None
        return self._headers(route, most, max(most - bucket.used, 0), left), over

    def _is_over_all(self) -> bool:
        self._recent = [at for at in self._recent if self.now() - at < SECOND]
        self._recent.append(self.now())
        return len(self._recent) > self.limits.global_rate

    def _headers(self, route: str, most: int, remaining: int, left: float) -> dict[str, str]:
        return {
            "Via": "1.1 google",
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": f"{self.now().timestamp() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
        }

    def take_rename(self, place: str) -> Limited | None:
        """Two renames (or new topics) in ten minutes, for each channel and thread."""
        spent = [at for at in self._renames.get(place, []) if self.now() - at < TEN_MINUTES]
        if self.strict and len(spent) >= self.limits.renames:
            return Limited((spent[0] + TEN_MINUTES - self.now()).total_seconds(), "shared")
        self._renames[place] = [*spent, self.now()]
        return None

    def note(self, status: int, scope: str = "") -> None:
        """Remember a 401, 403 or 429; those of a shared limit do not count."""
        if status in (401, 403, 429) and scope != "shared":
            self._invalid = [at for at in self._invalid if self.now() - at < TEN_MINUTES] + [self.now()]

    @property
    def is_banned(self) -> bool:
        self._invalid = [at for at in self._invalid if self.now() - at < TEN_MINUTES]
        return len(self._invalid) >= self.limits.invalid_requests
