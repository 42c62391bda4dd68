"""Who is told. The privacy rule of the whole bot: no other code decides it."""

from collections.abc import Collection
from dataclasses import replace
from typing import assert_never

from bot import events as e
from bot.config import Settings
from bot.ports import Draft, Kind
from bot.ticket import Ticket

SILENT = e.Acknowledged | e.Unacknowledged | e.Retimed  # in the history, not in the thread


def is_public(fact: e.Fact) -> bool:
    """Is this fact for the requester's eyes? Everything not named here is internal."""
    match fact:
        case e.Replied() | e.Acknowledged() | e.Resolved():
            return True
        case (
            e.Opened() | e.Wrote() | e.Unacknowledged() | e.Noted() | e.Assigned() | e.Released() | e.Prioritised()
            | e.Moved() | e.Tagged() | e.Retitled() | e.Pended() | e.Woke() | e.Closed() | e.Reopened()
            | e.Escalated() | e.Retimed() | e.Undelivered()
        ):  # fmt: skip
            return False
        case _:
            assert_never(fact)


def asks_for_rooms(event: e.Event, ticket: Ticket) -> bool:
    """Does `drafts` need to know which rooms have the ticket? None has a new one, and none is told a silent fact."""
    return ticket.version > 1 and not isinstance(event.fact, SILENT)


def publicly(event: e.Event) -> e.Event:
    """The event as its requester may read it: code and note of its end are for the agents."""
    if isinstance(event.fact, e.Resolved):
        return replace(event, fact=replace(event.fact, code="", note=""))
    return event


def drafts(event: e.Event, ticket: Ticket, settings: Settings, rooted: Collection[str]) -> list[Draft]:
    """What to post about `event`, in order.

    Every room of the queue sees everything; the requester sees public facts only. Nothing is repeated in the thread
    where it was said. A room that is not among the `rooted` (the ticket is new, moved there, or the room was added to
    the settings) gets its root first.
    """
    told: list[Draft] = []
    for room in settings.queue(ticket.queue).rooms:
        if isinstance(event.fact, SILENT):
            continue
        if room not in rooted:
            told.append(Draft(room, Kind.ROOT))
        if event.heard_in != room:
            told.append(Draft(room, Kind.LINE))
    if isinstance(event.fact, e.Moved):
        old = [place for place in rooted if place not in settings.queue(ticket.queue).rooms and place != ticket.origin]
        told += [Draft(place, Kind.LINE) for place in old]
    if is_public(event.fact) and ticket.origin and event.by.place != ticket.requester:
        told.append(Draft(ticket.origin, Kind.REQUESTER))
    return told
