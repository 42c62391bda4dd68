"""Does a ticket fit a filter? The same answer as the store's search gives, term by term, and why not. Pure."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot import events as e
from bot.filters import ANYBODY, NOBODY, Filter, Span
from bot.people import channel_of
from bot.sought import sought, told
from bot.speech import say
from bot.terms import Phrase, Wanted
from bot.ticket import Ticket

MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Seen:
    """What a condition looks at: the ticket, and what just happened to it, if anything did.

    Words, files and addresses are those of the message that just came, else of all; then `history` is asked, once.
    """

    ticket: Ticket
    event: e.Event | None = None
    history: Callable[[], Sequence[e.Event]] = field(default=lambda: (), compare=False)

    def facts(self) -> list[e.Fact]:
        if self.event and (told(self.event.fact) or isinstance(self.event.fact, e.Opened | e.Wrote)):
            return [self.event.fact]
        return [event.fact for event in self.history()]


@dataclass(frozen=True)
class Term:
    """One term of a filter, as it is typed, whether it holds, and how it is instead."""

    said: str
    is_met: bool
    instead: str = ""


Test = Callable[[Filter, Seen], tuple[bool, str]]


def terms(wanted: Filter, seen: Seen) -> list[Term]:
    """Each term of `wanted`: the cheap ones first; what needs the history only where all before it hold."""
    found: list[Term] = []
    for name, said, test in _tests(wanted):
        if name in COSTLY and not all(one.is_met for one in found):
            continue
        is_met, instead = test(wanted, seen)
        found.append(Term(said, is_met, "" if is_met else instead))
    for one in wanted.without:
        inner = terms(one, seen)
        said = " ".join(f"-{term.said}" for term in inner)
        is_met = not all(term.is_met for term in inner)
        found.append(Term(said, is_met, "" if is_met else say("it is so")))
    return found


def fits(wanted: Filter, seen: Seen) -> bool:
    return all(one.is_met for one in terms(wanted, seen))


def looked_at(wanted: Filter, ticket: Ticket, event: e.Event) -> dict[str, Any]:
    """What of a ticket after `event` the filter depends on: where this is the same, so is its answer but for time."""
    seen: dict[str, Any] = {}
    for name, _, _ in _tests(wanted):
        for of in LOOKS.get(name, ()):
            seen[of] = getattr(ticket, of)
        if name in COSTLY and (told(event.fact) or isinstance(event.fact, e.Opened | e.Wrote)):
            seen[name] = event.id
    for one in wanted.without:
        seen |= looked_at(one, ticket, event)
    return seen


def moments(wanted: Filter, ticket: Ticket, now: datetime) -> list[datetime]:
    """When, after `now`, the answer may become another though nothing happens; soonest first."""
    bases = {"opened": (ticket.opened_at,), "updated": (ticket.updated_at,), "due": _due(ticket)}
    found = set[datetime]()
    for one in (wanted, *wanted.without):
        for name, times in bases.items():
            span: Span | None = getattr(one, name)
            for edge in (span.from_at, span.to_at) if span else ():
                found |= {at + (now - edge) + MOMENT for at in times if at and edge and _is_dated(at, now - edge)}
    return sorted(at for at in found if at > now)


def is_timed(wanted: Filter) -> bool:
    """Does its answer depend on the time?"""
    return any(one.opened or one.updated or one.due for one in (wanted, *wanted.without))


def _is_dated(at: datetime, length: timedelta) -> bool:
    """Is the sum a date that there is?"""
    return abs(length) < timedelta(days=365_000) and at.year + length.days / 365 < 9_998


def _tests(wanted: Filter) -> Iterator[tuple[str, str, Test]]:
    """What a filter asks: the name of its field, as it is typed, and what tells whether it holds."""
    for name, key, test in TESTS:
        value = getattr(wanted, name)
        if value is None or value in ((), False):
            continue
        if name in ALL:  # every one of them must fit
            yield from ((name, _typed(key, (one,)), _alone(name, one, test)) for one in value)
        else:
            yield name, _typed(key, value), test


def _alone(name: str, value: object, test: Test) -> Test:
    alone: dict[str, Any] = {name: (value,)}
    return lambda wanted, seen: test(replace(wanted, **alone), seen)


def _typed(key: str, value: Any) -> str:
    if isinstance(value, Span):
        edges = ((">=", value.from_at), ("<", value.to_at))
        return " ".join(f"{key} {sign} {at:%Y-%m-%d %H:%M} UTC" for sign, at in edges if at)
    if value is True:
        return "has:attachment"
    said = [_quoted(one) for one in value]
    return f"{key}:{','.join(said)}" if key else " ".join(said)


def _quoted(one: Any) -> str:
    if isinstance(one, Wanted):
        phrase = one.spellings[0]
        return " ".join(phrase.terms) if phrase.is_open and len(phrase.terms) == 1 else f'"{" ".join(phrase.terms)}"'
    if isinstance(one, tuple):
        return f"{one[0]}={one[1]}"
    return f'"{one}"' if " " in str(one) else str(one)


def _status(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    return seen.ticket.status in wanted.statuses, _is(seen.ticket.status.value)


def _queue(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    return seen.ticket.queue in (wanted.queues or ()), _is(seen.ticket.queue)


def _priority(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    return seen.ticket.priority in wanted.priorities, _is(seen.ticket.priority.value)


def _category(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    return seen.ticket.category in wanted.categories, _is(seen.ticket.category)


def _language(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    return seen.ticket.language in wanted.languages, _is(seen.ticket.language)


def _owner(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    ticket = seen.ticket
    return any(_owned(one, ticket) for one in wanted.owners), _is(ticket.owner_name or NOBODY)


def _owned(owner: str, ticket: Ticket) -> bool:
    if owner in (NOBODY, ANYBODY):
        return (ticket.owner is None) is (owner == NOBODY)
    if ":" in owner:
        return ticket.owner == owner
    return ticket.owner is not None and owner.lower() in ticket.owner_name.lower()


def _requester(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    ticket = seen.ticket
    return any(_asked(one, ticket) for one in wanted.requesters), _is(ticket.requester_name)


def _asked(requester: str, ticket: Ticket) -> bool:
    if ":" in requester:
        return ticket.requester == requester
    return requester.lower() in ticket.requester_name.lower() or requester.lower() in ticket.requester.lower()


def _from(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    return any(_globs(one, seen.ticket.requester) for one in wanted.senders), _is(_address(seen.ticket.requester))


def _to(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    there = [one for fact in seen.facts() for one in getattr(fact, "beside", ())]
    return any(_globs(one, f"mail:{to}") for one in wanted.recipients for to in there), _is(", ".join(there))


def _globs(pattern: str, place: str) -> bool:
    """Is the mail's address like `*@example.org`?"""
    like = ".*".join(map(re.escape, pattern.lower().split("*")))
    return channel_of(place) == "mail" and re.fullmatch(like, _address(place).lower()) is not None


def _address(place: str) -> str:
    return place.partition(":")[2]


def _subject(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    return any(one.lower() in seen.ticket.subject.lower() for one in wanted.subjects), _is(seen.ticket.subject)


def _tag(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    return all(one in seen.ticket.tags for one in wanted.tags), _is(", ".join(seen.ticket.tags))


def _field(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    """As the store holds them, a value as it stands in its column: capitals make no difference."""
    held = {_said(name, value) for name, value in seen.ticket.fields}
    now = ", ".join(f"{name}={value}" for name, value in seen.ticket.fields)
    return all(_said(name, value) in held for name, value in wanted.fields), _is(now)


def _said(name: str, value: str) -> str:
    return json.dumps({name: value}, ensure_ascii=False).lower()


def _opened(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    return _within(seen.ticket.opened_at, wanted.opened), _at(seen.ticket.opened_at)


def _updated(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    return _within(seen.ticket.updated_at, wanted.updated), _at(seen.ticket.updated_at)


def _within(at: datetime | None, span: Span | None) -> bool:
    if span is None or at is None:
        return span is None
    return (span.from_at is None or at >= span.from_at) and (span.to_at is None or at < span.to_at)


def _next_due(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    due, span = [at for at in _due(seen.ticket) if at], wanted.due or Span()
    is_met = span.to_at is None or any(at < span.to_at for at in due)
    if span.from_at:
        is_met = is_met and bool(due) and all(at >= span.from_at for at in due)
    return is_met, _at(min(due, default=None))


def _due(ticket: Ticket) -> tuple[datetime | None, ...]:
    return ticket.first_by, ticket.next_by, ticket.resolve_by


def _files(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    return any(getattr(fact, "files", ()) for fact in seen.facts()), say("there is none")


def _words(wanted: Filter, seen: Seen) -> tuple[bool, str]:
    spoken = [term for fact in seen.facts() for term in sought(fact)]
    return all(any(_holds(spoken, one) for one in each.spellings) for each in wanted.words), say("nobody said so")


def _holds(spoken: Sequence[str], phrase: Phrase) -> bool:
    row, last = list(phrase.terms[:-1]), phrase.terms[-1]
    for at in range(len(spoken) - len(row)):
        end = spoken[at + len(row)]
        if spoken[at : at + len(row)] == row and (end == last or (phrase.is_open and end.startswith(last))):
            return True
    return False


def _is(value: str) -> str:
    return say("it is {value}", value=value) if value else say("it is empty")


def _at(at: datetime | None) -> str:
    return _is(f"{at:%Y-%m-%d %H:%M} UTC" if at else "")


TESTS: Sequence[tuple[str, str, Test]] = (  # by the names of a filter's fields
    ("statuses", "status", _status), ("queues", "queue", _queue), ("priorities", "priority", _priority),
    ("categories", "category", _category), ("languages", "language", _language), ("owners", "owner", _owner),
    ("requesters", "requester", _requester), ("senders", "from", _from), ("subjects", "subject", _subject),
    ("tags", "tag", _tag), ("fields", "field", _field), ("opened", "created", _opened),
    ("updated", "updated", _updated), ("due", "due", _next_due), ("recipients", "to", _to),
    ("has_files", "has", _files), ("words", "", _words),
)  # fmt: skip
ALL = frozenset({"tags", "fields", "words"})
COSTLY = frozenset({"recipients", "has_files", "words"})
LOOKS: dict[str, Iterable[str]] = {  # which fields of a ticket each looks at
    "statuses": ("status",), "queues": ("queue",), "priorities": ("priority",), "categories": ("category",),
    "languages": ("language",), "owners": ("owner", "owner_name"), "requesters": ("requester", "requester_name"),
    "senders": ("requester",), "subjects": ("subject",), "tags": ("tags",), "fields": ("fields",),
    "opened": ("opened_at",), "updated": ("updated_at",), "due": ("first_by", "next_by", "resolve_by"),
}  # fmt: skip
