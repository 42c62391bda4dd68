"""What a ticket would be, had some of its events never been."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from bot import events as e
from bot.apply import apply
from bot.book import Book
from bot.people import Person
from bot.ports import Transaction
from bot.standing import REVERTED, standing
from bot.ticket import Ticket

# the clocks say these anew; the rungs that were rung stay so
ANEW = ("number", "version", "updated_at", "first_by", "next_by", "resolve_by", "due_by", "ring_at", "rungs")
KEPT = tuple(one.name for one in fields(Ticket) if one.name not in ANEW)


def revert(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, events: list[e.Event], source: str | None = None,
    number: int | None = None, is_told: bool = False,
) -> Ticket:  # fmt: skip
    """Take the `events` back, a deed and what came with it: the ticket is as if they had never been."""
    gone = tuple(event.id for event in events)
    was = without(ticket, tx.tickets.history(ticket.number), gone)
    fact = e.Undone(type(events[0].fact).__name__, gone, was, number, is_told)
    return book.record(tx, ticket, by, fact, source)


def folded(number: int, events: list[e.Event]) -> Ticket:
    """The ticket of the standing `events`."""
    return reduce(apply, (one for one in events if not isinstance(one.fact, REVERTED)), Ticket(number))


def without(ticket: Ticket, history: list[e.Event], gone: Collection[int]) -> e.Was:
    """What of `ticket` is other than it would be without the events `gone`: what it goes back to."""
    return difference(folded(ticket.number, standing(history, gone)), ticket)


def changed(one: Ticket, other: Ticket) -> list[str]:
    """The names of the fields in which they differ."""
    return [name for name in KEPT if getattr(one, name) != getattr(other, name)]


def difference(then: Ticket, now: Ticket) -> e.Was:
    """What `now` must go back to, to be as `then`."""
    sorts: dict[str, dict[str, Any]] = {}
    for name in changed(then, now):
        value, other = getattr(then, name), getattr(now, name)
        sorts.setdefault(_sort(value if value not in (None, ()) else other), {})[name] = value
    return e.Was(**sorts)


def _sort(value: Any) -> str:
    """Which of the sorts of `Was` holds such a value."""
    if isinstance(value, tuple):
        first = next(iter(value), "")
        is_span = isinstance(first, tuple) and isinstance(first[0], datetime)
        return (
            "lists"
            if isinstance(first, str)
            else "people"
            if isinstance(first, e.Watcher)
            else "checks"
            if isinstance(first, e.Check)
            else "spans"
            if is_span
            else "pairs"
        )
    kinds: dict[type, str] = {bool: "flags", int: "numbers", datetime: "times", timedelta: "lengths", str: "texts"}
    return next(sort for kind, sort in kinds.items() if isinstance(value, kind))
