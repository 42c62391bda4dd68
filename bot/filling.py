"""Filling in what a ticket should tell: its category and its queue's own fields."""

from collections.abc import Mapping
from typing import Any

from bot import completeness
from bot import events as e
from bot.book import Book
from bot.config import Settings
from bot.errors import Misunderstood
from bot.fields import CATEGORY, Field, find
from bot.people import Person
from bot.ports import Transaction
from bot.ticket import Ticket


def fill(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, values: Mapping[str, str], source: str | None
) -> Ticket:
    """Each of `values`, by the field's name or label; "" empties one. All of them, or none.

    Raises Unknown for a field that there is not, Misunderstood for what it does not take, or where none is named.
    """
    fields = book.settings.settable(ticket.queue)
    if not values:
        there = ", ".join(field.name for field in fields) or "none in this queue; desk.toml names them"
        raise Misunderstood(f"Which field? There are: {there}. Say set FIELD and its value; no value empties it.")
    wanted = [(field := find(fields, name), field.kept(text)) for name, text in values.items()]
    if source and tx.tickets.of(source) is not None:
        return ticket
    for field, value in wanted:
        if completeness.value(ticket, field) != value:
            ticket = book.record(tx, ticket, by, _fact(field, value), source)
            source = f"{source}+" if source else None  # a source is one event's: the next one follows from it
    return ticket


def opening(settings: Settings, queue: str, values: Mapping[str, str]) -> dict[str, Any]:
    """What the form of a new ticket said, as Opened holds it: of fields that are asked for then. Raises as `fill`."""
    asked = [field for field in settings.fields_of(queue) if field.in_form]
    said = {(field := find(asked, name)).name: field.kept(text) for name, text in values.items()}
    category = said.pop(CATEGORY, "")
    return {"category": category, "fields": tuple((name, value) for name, value in said.items() if value)}


def _fact(field: Field, value: str) -> e.Fact:
    return e.Categorised(value) if field.name == CATEGORY else e.FieldSet(field.name, value, field.label)
