"""Trigger ids: what an interaction lends the app for three seconds, to open a form with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.numbers import Numbers
from sandbox.slack.refusal import Refused

LIFE = timedelta(seconds=3)


@dataclass
class Trigger:
    user: str
    at: datetime
    is_used: bool = False


class Triggers:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._known: dict[str, Trigger] = {}
        self.numbers = Numbers()

    def issue(self, user: str) -> str:
        number = next(self.numbers)
        trigger = f"{int(self._now().timestamp())}.{number:06d}.{number * 2654435761 % 2**32:08x}"
        self._known[trigger] = Trigger(user, self._now())
        return trigger

    def spend(self, trigger: str) -> str:
        """The user whose interaction it was. Refuses what is unknown, used, or older than three seconds."""
        known = self._known.get(trigger)
        if known is None:
            raise Refused("invalid_trigger_id")
        if known.is_used:
            raise Refused("exchanged_trigger_id")
        if self._now() - known.at > LIFE:
            raise Refused("expired_trigger_id")
        known.is_used = True
        return known.user
