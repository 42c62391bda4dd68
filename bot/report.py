"""What is set about the numbers: what an hour costs, and who gets a digest of the desk when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from fractions import Fraction
from typing import Any

from bot.places import ROOM_FORM, is_person, is_room
from bot.problems import Problems

ROOMS, SUPERVISORS = "rooms", "supervisors"
KEYS = ("at", "queues", "to")


@dataclass(frozen=True)
class Rate:
    """What an hour of work costs: `60 EUR`."""

    amount: Fraction
    currency: str


@dataclass(frozen=True)
class Digest:
    """At the hour `at` of its first queue's zone, about `queues`, to places: `rooms` and `supervisors` are theirs."""

    at: time
    queues: tuple[str, ...]
    to: tuple[str, ...] = (ROOMS,)


def rate(wrong: Problems, found: Any) -> Rate | None:
    """None where no hour's cost is set."""
    if found is None:
        return None
    shape = re.fullmatch(r"(\d{1,6}(?:\.\d{1,2})?) ?(\S{1,8})", found) if isinstance(found, str) else None
    if shape is None:
        wrong.add(f"[desk] hourly_rate is {found!r}; accepted is an amount and its currency, like “60 EUR”.")
        return None
    return Rate(Fraction(shape[1]), shape[2])


def digests(wrong: Problems, found: Any, queues: Sequence[str]) -> tuple[Digest, ...]:
    return tuple(_digest(wrong, row, queues) for row in wrong.tables("[[digest]]", found))


def _digest(wrong: Problems, row: Mapping[str, Any], queues: Sequence[str]) -> Digest:
    row = wrong.table("[[digest]]", row, KEYS)
    about = wrong.among("[[digest]] queues", row.get("queues", list(queues)), queues)
    to = wrong.strings("[[digest]] to", row.get("to", [ROOMS]))
    for place in to:
        if place not in (ROOMS, SUPERVISORS) and not (is_room(place) or is_person(place)):
            wrong.add(
                f"[[digest]] to holds “{place}”; accepted is rooms, supervisors, {ROOM_FORM}, slack:@U0123456 or "
                "discord:@118…"
            )
    return Digest(_hour(wrong, row.get("at", "08:00")), about or tuple(queues), to)


def _hour(wrong: Problems, found: Any) -> time:
    if isinstance(found, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", found):
        return time.fromisoformat(found)
    wrong.add(f"[[digest]] at is {found!r}; accepted is an hour of the day, like “08:00”.")
    return time(8)
