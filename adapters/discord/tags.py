"""The tags of a forum that tell a ticket's state: status, priority and category. Pure.

A forum has at most 20 tags of at most 20 characters, a post at most 5; what people put on a post themselves stays.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord import refs
from adapters.discord.text import one_line
from bot.config import Settings
from bot.ticket import Priority, Status, Ticket

Json = dict[str, Any]
STATES = tuple(one.value for one in (*Status, Priority.LOW, Priority.HIGH, Priority.URGENT))
IN_ALL, ON_A_POST, LONGEST = 20, 5, 20
REQUIRES_TAG = 1 << 4


def wanted(forum: int, settings: Settings) -> tuple[str, ...]:
    """The names of our tags in a forum, the most telling first: the categories are those of its queues."""
    queues = [queue for queue in settings.queues if refs.place(forum) in queue.rooms]
    categories = (named(one) for queue in queues for one in queue.categories)
    return tuple(dict.fromkeys((*STATES, *filter(None, categories))))


def named(category: str) -> str:
    """How a category is called as a tag; "" for what would be taken for a status or a priority."""
    name = one_line(category).lower()[:LONGEST].strip()
    return "" if name in STATES else name


def of(ticket: Ticket) -> tuple[str, ...]:
    """The names of the tags that tell its state: at most 3 of the 5 a post may have."""
    loud = (ticket.priority.value,) if ticket.priority is not Priority.NORMAL else ()
    return tuple(filter(None, (ticket.status.value, *loud, named(ticket.category))))


def known(forum: Mapping[str, Any]) -> dict[str, str]:
    """The tags that a forum has: name in lower case -> id."""
    return {one["name"].lower(): str(one["id"]) for one in forum.get("available_tags") or []}


def completed(forum: Mapping[str, Any], names: Sequence[str]) -> list[Json]:
    """The tags of a forum with those of `names` that are missing, as far as there is room."""
    have = list(forum.get("available_tags") or [])
    missing = ({"name": one, "moderated": False} for one in names if one not in known(forum))
    return [*have, *missing][:IN_ALL]


def applied(forum: Mapping[str, Any], ours: Sequence[str], ticket: Ticket, before: Sequence[str] = ()) -> list[str]:
    """The ids that the ticket's post has from now on; `before` are those it had, `ours` the names we set."""
    ids = known(forum)
    found = [ids[name] for name in of(ticket) if name in ids]
    mine = {ids[name] for name in ours if name in ids}
    theirs = [one for one in before if one not in mine and one in ids.values()]
    both = [*found, *theirs][:ON_A_POST]
    needs_one = int(forum.get("flags") or 0) & REQUIRES_TAG
    return both or (list(ids.values())[:1] if needs_one else [])
