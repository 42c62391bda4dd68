"""How a filter can go on while somebody types it: by a key, or after a key and its colon by a value. Pure.

Queues, categories and fields are those of the queues where the asker works, and so must the tags and owners be that
are given: nobody learns more by typing than they would find.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from adapters.filters import KEYS, OWN, QUOTES
from bot import periods, reading
from bot.config import Queue, Settings
from bot.fields import Field, Kind
from bot.filters import ANYBODY, NOBODY, STATS
from bot.people import Person
from bot.phrasebook import PHRASES
from bot.ticket import Priority, Status

Known = Callable[[], Iterable[str]]  # asked only where the key wants them
TERM = re.compile(r'(?:[^\s"]|"[^"]*(?:"|$))+')  # its quote may still be open
UNSAYABLE = frozenset('",')  # within a value: they end it
AGES = ("4h", "2d", "7d", "30d")
SPANS = tuple(f"{way}:{age}" for way in ("older", "newer") for age in AGES)
FIXED: Mapping[str, Sequence[str]] = {
    "status": (*Status, "unended", "any"), "priority": tuple(Priority), "has": ("attachment",), "stat": STATS,
    "older": AGES, "newer": AGES, "created": SPANS, "updated": SPANS, "due": ("now", "2h", *SPANS),
    "period": periods.WORDS, "language": tuple(PHRASES),
}  # fmt: skip


def completed(line: str, by: Person, settings: Settings, tags: Known, owners: Known) -> list[str]:
    """`line` with its last term completed, in each way there is, and all before it kept. Nothing for no agent."""
    queues = settings.named(reading.working_in(settings, by))
    if not queues:
        return []
    names = {queue.name for queue in queues}
    fields = {one.name.lower(): one for one in settings.fields if not one.queues or names & set(one.queues)}
    line = line.translate(QUOTES)
    last = next((term[0] for term in TERM.finditer(line) if term.end() == len(line)), "")
    before = line.removesuffix(last) + "-" * last.startswith("-")
    key, colon, typed = last.removeprefix("-").partition(":")
    if not colon:
        return [f"{before}{one}:" for one in (*KEYS, *(f"{OWN}{name}" for name in fields)) if _begins(one, key)]
    first, comma, begun = typed.strip('"').rpartition(",")
    wanted = begun.lstrip("#@").casefold()
    values = [one for one in _values(key.lower(), queues, fields, tags, owners) if one.casefold().startswith(wanted)]
    return [f"{before}{key}:{_quoted(f'{first}{comma}{one}')}" for one in values if not UNSAYABLE & set(one)]


def _begins(key: str, typed: str) -> bool:
    """A field's key is offered to who types its name, too."""
    return any(one.startswith(typed.lower()) for one in (key, key.removeprefix(OWN)))


def _values(
    key: str, queues: Sequence[Queue], fields: Mapping[str, Field], tags: Known, owners: Known
) -> Iterable[str]:  # fmt: skip
    match key:
        case "queue":
            return [queue.name for queue in queues]
        case "category":
            return dict.fromkeys(one for queue in queues for one in queue.categories)
        case "tag":
            return tags()
        case "owner":
            return ("me", NOBODY, ANYBODY, *owners())
        case "agent":
            return ("me", *owners())
        case _ if key in KEYS:
            return FIXED.get(key, ())
        case _:
            field = fields.get(key.removeprefix(OWN))
            return () if field is None else ("yes",) if field.kind is Kind.CHECKBOX else field.choices


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
