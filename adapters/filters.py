"""The grammar of `/desk list`: `status:open owner:none queue:support tag:billing priority:high older:2d "text"`."""

import shlex
from dataclasses import replace
from datetime import datetime

from bot.durations import duration
from bot.errors import Misunderstood
from bot.filters import UNENDED, Filter
from bot.people import Person
from bot.ticket import Priority, Status

KEYS = ("status", "owner", "queue", "tag", "priority", "older")


def wanted(line: str, by: Person, now: datetime) -> Filter:
    """The filter that `line` describes. `owner:me` is the asker. Raises Misunderstood, naming what is wrong."""
    try:
        words = shlex.split(line)
    except ValueError:
        raise Misunderstood("A quotation mark is missing in the filter.") from None
    found, text = Filter(), []
    for word in words:
        key, colon, value = word.partition(":")
        if colon and key.lower() in KEYS:
            found = _narrowed(found, key.lower(), value, by, now)
        elif colon and key.isalpha() and value and "/" not in value:
            raise Misunderstood(f"I do not know the filter {key}:x. There are: {', '.join(f'{k}:' for k in KEYS)}")
        else:
            text.append(word)
    return replace(found, text=" ".join(text))


def _narrowed(found: Filter, key: str, value: str, by: Person, now: datetime) -> Filter:
    match key:
        case "status":
            return replace(found, statuses=_statuses(value))
        case "owner":
            return replace(found, owner=by.place if value in ("me", "mine") else value)
        case "queue":
            return replace(found, queues=(value,))
        case "tag":
            return replace(found, tag=value)
        case "priority":
            if value not in list(Priority):
                raise Misunderstood(f"priority:{value} is none of {', '.join(Priority)}.")
            return replace(found, priority=value)
        case _:
            length = duration(value)
            if not length:
                raise Misunderstood(f"older:{value} is no length of time: try older:2d or older:4h.")
            return replace(found, before_at=now - length)


def _statuses(value: str) -> tuple[Status, ...]:
    if value == "any":
        return tuple(Status)
    if value == "unended":
        return UNENDED
    if value not in list(Status):
        raise Misunderstood(f"status:{value} is none of {', '.join(Status)}, any.")
    return (Status(value),)
