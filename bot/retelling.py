"""Reasons that hold a value, in the language of who reads them.

A fact keeps its reason as an English sentence, as it was said where it was known: by a channel, or where a signature
was looked at. The shapes of such sentences stand here; what has none of them stays as it is.
"""

import re
from collections.abc import Iterator
from functools import cache

from bot.speech import later, shown

SHAPES = (  # the longer ones first: each takes what it can
    later("{reason} (until {date})"),
    later("{place} is blocked"),
    later("mail to {place} came back: there is no such address"),
    later("{place} reported our mail as unwanted"),
    later("{n} acknowledgements went to {scope} within 10 minutes"),
    later("{scope} was acknowledged once within a day"),
    later("{scope} was acknowledged {n} times within a day"),
    later("no key of {address} is known"),
    later("no {kind} key of {address} is known"),
    later("the key of {address} was revoked"),
    later("the key of {address} expired on {date}"),
    later("the key of {address} can only sign"),
    later("signed by {name}, {state}, but the mail says it is from {address}"),
    later("signed by {name}, {state}: {reason}"),
    later("signed by {name}, {state}"),
    later("signed, {state}: {reason}"),
    later("signed, {state}"),
    later("its key was revoked"),
    later("its key expired on {date}"),
    later("its signature cannot be read"),
    later("what was signed is not what came"),
    later("this mail has more parts than are shown"),
    later("its headers are longer than is read"),
    later("the mail names no sender"),
    later("its sender's address cannot be read"),
    later("it names more than one sender"),
    later("its sender's name pretends to be somebody else"),
)
STATES = (later("valid"), later("invalid"), later("unknown key"))  # of a signature
VALUES = {"state": "|".join(STATES), "n": r"\d+", "date": r"\d{4}-\d\d-\d\d", "kind": r"\S+", "address": r"\S+",
          "place": r"\S+", "scope": r"\S+"}  # fmt: skip
TOLD = ("reason", "state")  # these are sentences and words themselves
NAME = re.compile(r"\\\{(\w+)\\\}")


def retold(reason: str) -> str:
    """`reason` as it was kept, in English, in the reader's language."""
    for pattern, shape in _patterns():
        if found := pattern.fullmatch(reason):
            said = found.groupdict().items()
            return shown(shape, **{name: retold(value) if name in TOLD else value for name, value in said})
    return shown(reason)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[re.Pattern[str], str]]:
    for shape in SHAPES:
        yield re.compile(NAME.sub(lambda name: f"(?P<{name[1]}>{VALUES.get(name[1], '.+')})", re.escape(shape))), shape
