"""The grammar of `/desk list` and `/desk search`: `status:open owner:none -tag:spam older:2d "printer jam"`.

A key may come twice, or with several values: `priority:high,urgent` is either. A minus before a term turns it round.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from bot import periods, terms
from bot.config import Settings
from bot.durations import duration
from bot.errors import Misunderstood
from bot.filters import STATS, UNENDED, Filter, Span
from bot.people import Person, channel_of
from bot.phrasebook import PHRASES
from bot.printable import printable
from bot.speech import say
from bot.ticket import Priority, Status

KEYS = (
    "status", "owner", "queue", "tag", "category", "priority", "requester", "older", "newer", "created", "updated",
    "due", "has", "stat", "period", "agent", "from", "to", "subject", "language",
)  # fmt: skip
OWN = "field."  # before the name of a custom field: a field may be called as a key of ours is
SPANS = {"created": "opened", "updated": "updated", "due": "due"}
TERM = re.compile(
    r'(?P<sign>-?)(?:(?P<key>(?i:field\.)?[^\W\d][\w-]+):(?!/))?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]\S*))|(?P<torn>")'
)
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))  # what phones make of them
MENTION = re.compile(r"<@!?(\w+)>")
LONGEST = 300  # characters: it stands on the buttons that turn the page


def wanted(line: str, by: Person, now: datetime, settings: Settings, statuses: tuple[Status, ...] = UNENDED) -> Filter:
    """The filter that `line` describes, of tickets in these `statuses` where it names none. `owner:me` is the asker.

    Raises Misunderstood, naming what is wrong and the nearest that is right.
    """
    found = read(line, by, now, settings)
    if found.recipients or any(one.recipients for one in found.without):
        raise Misunderstood(say("to: is for rules alone: where a mail was sent to is kept in no list."))
    if not found.stats and (found.during or found.agents):
        raise Misunderstood(say("period: and agent: say when and for whom something counted: add stat:resolved."))
    if not found.stats:
        return replace(found, statuses=found.statuses or statuses)
    everywhere = replace(found, statuses=found.statuses or tuple(Status), queues=None)
    during, until = found.during or Span(), now + periods.MOMENT
    so_far = Span(during.from_at, min(during.to_at or until, until))  # no clock has run out that will
    return replace(everywhere, during=so_far, counted_in=found.queues or ())  # it may have moved since


def condition(
    line: str, by: Person, now: datetime, settings: Settings, statuses: tuple[Status, ...]
) -> Filter:  # fmt: skip
    """The filter of the rule that `by` is. Raises Misunderstood."""
    found = read(line, by, now, settings)
    each = (found, *found.without)
    if any(one.stats or one.during or one.agents for one in each):
        raise Misunderstood(say("stat:, period: and agent: are about the numbers: no rule can ask for them."))
    if any(by.place in (*one.owners, *one.requesters) for one in each):
        raise Misunderstood(say("A rule is nobody: it cannot ask for what is “me”."))
    return replace(found, statuses=found.statuses or statuses)


def read(line: str, by: Person, now: datetime, settings: Settings) -> Filter:
    """The terms of `line` alone."""
    if len(line) > LONGEST:
        raise Misunderstood(say("That is too long to look for. Use at most {n} characters.", n=LONGEST))
    reader, found, without = _Reader(by, now, settings), Filter(()), []
    for term in TERM.finditer(printable(line).translate(QUOTES)):
        if term["torn"]:
            raise Misunderstood(say("A quotation mark is missing in the filter."))
        part = reader.read(term)
        if term["sign"] and part:
            without.append(_with(Filter(()), part))
        else:
            found = _with(found, part)
    return replace(found, without=tuple(without))


def _with(found: Filter, part: dict[str, Any]) -> Filter:
    """`found`, and what one term adds to it."""
    more: dict[str, Any] = {}
    for name, value in part.items():
        old = getattr(found, name)
        is_list = isinstance(value, tuple)
        more[name] = (*(old or ()), *value) if is_list else _both(old, value) if isinstance(value, Span) else value
    return replace(found, **more)


def _both(one: Span | None, other: Span) -> Span:
    return Span(other.from_at or one.from_at, other.to_at or one.to_at) if one else other


class _Reader:
    def __init__(self, by: Person, now: datetime, settings: Settings) -> None:
        self._by, self._now, self._settings = by, now, settings
        named = {field.name.lower(): field.name for field in settings.fields}
        self._fields = {f"{OWN}{name}": field for name, field in named.items()} | named

    def read(self, term: re.Match[str]) -> dict[str, Any]:
        """What a term says, by the names of a filter's fields; nothing where it holds nothing to look for."""
        key, value = (term["key"] or "").lower(), term["quoted"] if term["bare"] is None else term["bare"]
        if key in KEYS or key in self._fields:
            return self._named(key, value)
        if not key and value.endswith(":") and value[:-1].lower() in (*KEYS, *self._fields):
            raise Misunderstood(say("{key} needs a value, with no blank after the colon.", key=value))
        if key and value and term["bare"]:
            raise Misunderstood(_unknown(key, [*KEYS, *self._fields]))
        said = terms.wanted(f"{key} {value}".strip(), is_exact=term["bare"] is None)
        return {"words": (said,)} if said else {}

    def _named(self, key: str, value: str) -> dict[str, Any]:
        values = tuple(filter(None, (one.strip() for one in value.split(","))))
        if not values:
            raise Misunderstood(say("{key}: needs a value.", key=key))
        match key:
            case "status":
                return {"statuses": tuple(status for one in values for status in _statuses(one))}
            case "queue":
                return {"queues": _all(key, values, [queue.name for queue in self._settings.queues])}
            case "priority":
                return {"priorities": _all(key, values, list(Priority))}
            case "category":
                known = {one for queue in self._settings.queues for one in queue.categories}
                return {"categories": _all(key, values, sorted(known))}
            case "owner":
                return {"owners": tuple(map(self._person, values))}
            case "requester":
                return {"requesters": tuple(map(self._person, values))}
            case "from":
                return {"senders": tuple(map(str.lower, values))}
            case "to":
                return {"recipients": tuple(map(str.lower, values))}
            case "subject":
                return {"subjects": (value.strip(),)}
            case "language":
                return {"languages": _all(key, values, sorted(PHRASES))}
            case "tag":
                return {"tags": tuple(one.lower().lstrip("#") for one in values)}
            case "has":
                _all(key, values, ["attachment"])
                return {"has_files": True}
            case "stat":
                return {"stats": _all(key, values, STATS)}
            case "period":
                return {"during": periods.period(value, self._now, self._settings.timezone).span}
            case "agent":
                return {"agents": tuple(map(self._person, values))}
            case "older" | "newer":
                return {"opened": self._span(f"{key}:{value}", key, value)}
            case "created" | "updated" | "due":
                return {SPANS[key]: self._aged(key, value)}
            case _:
                return {"fields": tuple((self._fields[key], one) for one in values)}

    def _person(self, name: str) -> str:
        if name.lower() in ("me", "mine"):
            return self._by.place
        if mentioned := MENTION.fullmatch(name):
            return f"{channel_of(self._by.place)}:@{mentioned[1]}"
        return name.lower() if name.lower() in ("none", "any") else name.removeprefix("@")

    def _aged(self, key: str, value: str) -> Span:
        way, _, rest = value.partition(":")
        if way in ("older", "newer"):
            return self._span(f"{key}:{value}", way, rest)
        if key == "due" and (value == "now" or duration(value)):
            return Span(to_at=self._ahead(duration(value) or timedelta()))
        if key == "due":
            raise Misunderstood(
                say("due:{value} says no time: try due:older:2d, due:newer:2d, due:now or due:2h.", value=value)
            )
        raise Misunderstood(
            say("{key}:{value} says no time: try {key}:older:2d, {key}:newer:2d.", key=key, value=value)
        )

    def _ahead(self, length: timedelta) -> datetime:
        """So far from now; what is later than any calendar goes is everything."""
        try:
            return self._now + length
        except OverflowError:
            return datetime.max.replace(tzinfo=UTC)

    def _span(self, said: str, way: str, value: str) -> Span:
        at = self._moment(value)
        if at is None:
            start = said.removesuffix(value)
            wrong = say(
                "{typed} is no length of time: try {start}2d, {start}4h or {start}2026-05-31.", typed=said, start=start
            )
            raise Misunderstood(wrong)
        return Span(to_at=at) if way == "older" else Span(from_at=at)

    def _moment(self, value: str) -> datetime | None:
        """So long ago, or where a day begins."""
        try:
            if length := duration(value):
                return self._now - length
            day = date.fromisoformat(value)
            return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self._settings.timezone)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None


def _statuses(value: str) -> tuple[Status, ...]:
    if value.lower() in ("any", "unended"):
        return tuple(Status) if value.lower() == "any" else UNENDED
    return tuple(Status(one) for one in _all("status", (value,), [*Status, "any", "unended"]))


def _all(key: str, values: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """`values` as they are known. Raises Misunderstood for one that is not."""
    names = {name.lower(): name for name in known}
    for value in values:
        if value.lower() not in names:
            near = get_close_matches(value.lower(), names, 1)
            typed, there = f"{key}:{value}", ", ".join(known) or say("any there are")
            said = say("{typed} is none of {known}.", typed=typed, known=there)
            hint = say("Did you mean {meant}?", meant=f"{key}:{names[near[0]]}") if near else ""
            raise Misunderstood(f"{said} {hint}".rstrip())
    return tuple(names[value.lower()] for value in values)


def _unknown(key: str, known: Collection[str]) -> str:
    near = get_close_matches(key, known, 1)
    hint = say("There are: {known}.", known=", ".join(f"{one}:" for one in known))
    if near:
        hint = say("Did you mean {meant}?", meant=f"{near[0]}:")
    return say(
        "I do not know the filter {key}:. {hint} What you look for as it stands goes in quotes.", key=key, hint=hint
    )
