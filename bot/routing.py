"""Who is told. The privacy rule of the whole bot: no other code decides it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from bot import events as e
from bot.config import Settings
from bot.ports import Draft, Kind, Mark
from bot.ticket import Ticket

PUBLIC = e.Replied | e.Acknowledged | e.Resolved | e.Warned | e.Objected | e.Surveyed
SILENT = (  # in the history, not in the thread
    e.Acknowledged | e.Relabelled | e.Unacknowledged | e.Unasked | e.Surveyed | e.Retimed
)


def is_public(fact: e.Fact) -> bool:
    """Is this fact for the requester's eyes? Everything not named is internal."""
    return isinstance(fact, PUBLIC)


def asks_for_rooms(event: e.Event, ticket: Ticket) -> bool:
    """Does `drafts` need to know which rooms have the ticket? None has a new one, and none is told a silent fact."""
    return ticket.version > 1 and not is_silent(event.fact)


def is_silent(fact: e.Fact) -> bool:
    """Is it in the history only, and in no thread?"""
    if isinstance(fact, e.Ruled):
        return not fact.reason  # what it did is told already
    return isinstance(fact, SILENT) or (isinstance(fact, e.Opened | e.Wrote) and fact.quiet)


def publicly(event: e.Event) -> e.Event:
    """The event as its requester may read it: code and note of its end are for the agents."""
    if isinstance(event.fact, e.Resolved):
        return replace(event, fact=replace(event.fact, code="", note=""))
    return event


def drafts(event: e.Event, ticket: Ticket, settings: Settings, rooted: Collection[str]) -> list[Draft]:
    """What to post about `event`, in order.

    Every room of the queue sees everything; the requester sees public facts only, and who
    is in copy answers. Nothing is repeated in the thread
    where it was said, but that an answer is held. A room that is not among the `rooted` (the ticket is new, moved
    there, or the room was added to the settings) gets its root first.
    """
    told: list[Draft] = []
    hold = held_for(event, ticket, settings)
    for room in rooms(ticket, settings):
        if is_silent(event.fact) or (isinstance(event.fact, e.Disturbed) and event.fact.place != room):
            continue
        if room not in rooted:
            told.append(Draft(room, Kind.ROOT))
        if event.heard_in != room or hold or is_in_clear(event.fact):
            told.append(Draft(room, Kind.LINE))
        told += _marks(event, room, hold)
    if isinstance(event.fact, e.Moved) or (isinstance(event.fact, e.Undone) and event.fact.deed == e.Moved.__name__):
        old = [place for place in rooted if place not in rooms(ticket, settings) and place != ticket.origin]
        told += [Draft(place, Kind.LINE) for place in old]
    if ticket.origin and _is_theirs(event, ticket):
        told.append(Draft(ticket.origin, Kind.REQUESTER, wait=hold))
    if isinstance(event.fact, e.Replied):
        told += [Draft(place, Kind.REQUESTER, wait=hold) for place in ticket.cc]
    return told


def _is_theirs(event: e.Event, ticket: Ticket) -> bool:
    """Is the requester told of it? Not of their own doing; but who says Not yet is asked what is missing."""
    if isinstance(event.fact, e.Objected):
        return not event.fact.missing
    return is_public(event.fact) and event.by.place != ticket.requester


def rooms(ticket: Ticket, settings: Settings) -> tuple[str, ...]:
    """Where it is shown: in the rooms of its queue, and of those that follow it."""
    watching = [room for queue in settings.named(ticket.watching) for room in queue.rooms]
    return tuple(dict.fromkeys((*settings.queue(ticket.queue).rooms, *watching)))


def held_for(event: e.Event, ticket: Ticket, settings: Settings) -> timedelta:
    """How long what `event` tells the requester is held: an answer, to be taken back, as set; all else not at all."""
    return settings.hold(ticket.queue, ticket.origin) if isinstance(event.fact, e.Replied) else timedelta()


def is_in_clear(fact: e.Fact) -> bool:
    """Is it an answer that leaves unencrypted where somebody could expect it not to? That is said in every thread."""
    return isinstance(fact, e.Replied) and bool(fact.in_clear)


def _marks(event: e.Event, room: str, hold: timedelta) -> list[Draft]:
    """What an answer's message in `room` shows as long as nothing has left, and when nothing will."""
    if hold:
        return [Draft(room, Kind.MARK, Mark.QUEUED)]
    if isinstance(event.fact, e.TakenBack):
        return [Draft(room, Kind.MARK, Mark.TAKEN_BACK, event.fact.reply)]
    return []
