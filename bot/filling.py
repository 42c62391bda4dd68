"""Filling in what a ticket should tell: its category and its queue's own fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from bot import completeness
from bot import events as e
from bot.apply import apply
from bot.book import Book
from bot.config import Settings
from bot.errors import Misunderstood
from bot.fields import CATEGORY, Field, find
from bot.people import Person
from bot.ports import Transaction
from bot.speech import say
from bot.ticket import Ticket


def fill(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, values: Mapping[str, str], source: str | None
) -> Ticket:
    """Each of `values`, by the field's name or label; "" empties one. All of them, or none.

    Raises Unknown for a field that there is not, Misunderstood for what it does not take, or where none is named.
    """
    fields = book.settings.settable(ticket.queue)
    if not values:
        if not fields:
            raise Misunderstood(say("This queue has no fields to fill in; desk.toml names them."))
        there = ", ".join(field.name for field in fields)
        raise Misunderstood(
            say("Which field? There are: {fields}. Say set FIELD and its value; no value empties it.", fields=there)
        )
    wanted = [(field := find(fields, name), field.kept(text)) for name, text in values.items()]
    if source and tx.tickets.of(source) is not None:
        return ticket
    for field, value in wanted:
        if completeness.value(ticket, field) != value:
            ticket = book.record(tx, ticket, by, _fact(field, value), source)
            source = f"{source}+" if source else None  # a source is one event's: the next one follows from it
    return ticket


@dataclass(frozen=True)
class Clash:
    """A field that both the author of a form and a colleague changed: what it says `now`, and what was `typed`."""

    field: Field
    now: str
    typed: str


def changed(
    book: Book, tx: Transaction, ticket: Ticket, values: Mapping[str, str], seen: int
) -> tuple[dict[str, str], list[Clash]]:  # fmt: skip
    """Those of `values` that the author of a form changed, which came up with the ticket's version `seen`, by name;
    and those that somebody else changed since. Raises as `fill`.
    """
    was = reduce(apply, tx.tickets.history(ticket.number)[:seen], Ticket(ticket.number))
    fields = book.settings.settable(ticket.queue)
    theirs: dict[str, str] = {}
    clashes: list[Clash] = []
    for name, text in values.items():
        field = find(fields, name)
        typed, before, now = field.kept(text), completeness.value(was, field), completeness.value(ticket, field)
        if typed != before and now not in (before, typed):
            clashes.append(Clash(field, now, typed))
        elif typed != before:
            theirs[field.name] = typed
    return theirs, clashes


def opening(settings: Settings, queue: str, values: Mapping[str, str]) -> dict[str, Any]:
    """What the form of a new ticket said, as Opened holds it: of fields that are asked for then. Raises as `fill`."""
    asked = [field for field in settings.fields_of(queue) if field.in_form]
    said = {(field := find(asked, name)).name: field.kept(text) for name, text in values.items()}
    category = said.pop(CATEGORY, "")
    return {"category": category, "fields": tuple((name, value) for name, value in said.items() if value)}


def _fact(field: Field, value: str) -> e.Fact:
    return e.Categorised(value) if field.name == CATEGORY else e.FieldSet(field.name, value, field.label)
