"""What taking back changes: the named fields go back to what they were."""

from dataclasses import fields
from typing import Any

from bot import events as e
from bot.copies import replace
from bot.ticket import Priority, Status, Ticket

NAMES = frozenset(one.name for one in fields(Ticket))


def undone(ticket: Ticket, fact: e.Undone) -> Ticket:
    return restored(ticket, fact.was)


def restored(ticket: Ticket, was: e.Was) -> Ticket:
    """The same ticket with the fields as they were."""
    values: dict[str, Any] = {}
    for some in vars(was).values():
        values |= some
    if "status" in values:
        values["status"] = Status(values["status"])
    if "priority" in values:
        values["priority"] = Priority(values["priority"])
    return replace(ticket, **{name: value for name, value in values.items() if name in NAMES})
