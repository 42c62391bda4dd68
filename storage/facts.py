"""Rows to the values of the core and back."""

from datetime import datetime
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.events import Check, Due, Event, Fact, Rung, Watcher
from bot.people import Person
from bot.ticket import Priority, Status, Ticket
from storage.columns import Record

FACTS: dict[str, TypeAdapter[Fact]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Fact)}
DUE = TypeAdapter(Due)
PAUSES = TypeAdapter(tuple[tuple[datetime, datetime], ...])
RUNGS = TypeAdapter(tuple[Rung, ...])
WATCHERS = TypeAdapter(tuple[Watcher, ...])
CHECKS = TypeAdapter(tuple[Check, ...])


def event_values(event: Event) -> dict[str, Any]:
    """The columns of an event; facts and due times become JSON on their way into the database."""
    return {
        "ticket": event.ticket, "at": event.at, "by_name": event.by.name, "by_place": event.by.place,
        "kind": type(event.fact).__name__, "fact": event.fact, "source": event.source, "heard_in": event.heard_in,
        "due": {name: at for name, at in vars(event.due).items() if at},
    }  # fmt: skip


def event_of(row: Record) -> Event:
    """The event of a row of the event table."""
    return Event(
        row["ticket"], row["at"], Person(row["by_name"], row["by_place"]),
        FACTS[row["kind"]].validate_python(row["fact"]), row["source"], row["heard_in"],
        DUE.validate_python(row["due"]), row["id"],
    )  # fmt: skip


def ticket_values(ticket: Ticket) -> dict[str, Any]:
    """The columns of a ticket, without its number: the database gives that, and it never changes."""
    values = vars(ticket) | {"status": ticket.status.value, "priority": ticket.priority.value}
    values["fields"] = dict(ticket.fields)
    del values["number"]
    return values


def ticket_of(row: Record) -> Ticket:
    """The ticket of a row of the ticket table."""
    rungs = RUNGS.validate_python(row["rungs"]) if row["rungs"] else ()
    told = {"status": Status(row["status"]), "priority": Priority(row["priority"]), "tags": tuple(row["tags"])}
    told |= {name: tuple(row[name]) for name in ("watching", "links", "steps", "cc", "former")}
    told["pauses"] = PAUSES.validate_python(row["pauses"]) if row["pauses"] else ()
    told["watchers"] = WATCHERS.validate_python(row["watchers"]) if row["watchers"] else ()
    told["checks"] = CHECKS.validate_python(row["checks"]) if row["checks"] else ()
    told["fields"] = tuple(sorted(row["fields"].items()))
    return Ticket(**{**row, **told, "rungs": rungs})
