"""How often we logged in to the gateway lately: beyond 1,000 in a day the platform would reset the token."""

import json
import logging
from datetime import datetime

from bot.ports import Store

log = logging.getLogger(__name__)

NAME = "discord:identifies"
ALLOWED, ALARM = 200, 100  # in 24 hours
HOUR = 3600


class TooManyLogins(Exception):
    """The desk logged in to Discord's gateway 200 times within a day: something is wrong; it waits."""


def count(store: Store, now: datetime) -> int:
    """Count one more, for all processes together. Raises TooManyLogins instead of the 201st in a day."""
    with store.transaction() as tx:
        hour = int(now.timestamp()) // HOUR
        kept = {at: times for at, times in _read(tx.leases.value(NAME)).items() if hour - 24 < int(at) <= hour}
        total = sum(kept.values())
        if total >= ALLOWED:
            raise TooManyLogins
        kept[str(hour)] = kept.get(str(hour), 0) + 1
        tx.leases.keep(NAME, json.dumps(kept))
    if total + 1 >= ALARM:
        log.error("%s logins to Discord's gateway within a day; at %s the desk stops trying", total + 1, ALLOWED)
    return total + 1


def today(store: Store, now: datetime) -> int:
    """How many there were in the last 24 hours."""
    with store.transaction() as tx:
        hour = int(now.timestamp()) // HOUR
        return sum(times for at, times in _read(tx.leases.value(NAME)).items() if hour - 24 < int(at) <= hour)


def _read(value: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(value or "{}")
    return found
