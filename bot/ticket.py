"""A ticket, and the one function that changes it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from bot import events as e
from bot.people import Person


class Status(StrEnum):
    NEW = "new"  # nobody has looked at it
    OPEN = "open"  # our turn
    PENDING = "pending"  # their turn, or snoozed until a time
    RESOLVED = "resolved"  # answered, waits for objection
    CLOSED = "closed"  # final


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


ENDED = (Status.RESOLVED, Status.CLOSED)


@dataclass(frozen=True)
class Ticket:
    """The state that folding a history gives. Times are aware UTC; `requester`, `origin`, `owner` are places."""

    number: int
    version: int = 0  # events so far
    requester: str = ""
    requester_name: str = ""
    origin: str = ""  # where answers go
    subject: str = ""
    queue: str = ""
    status: Status = Status.NEW
    priority: Priority = Priority.NORMAL
    owner: str | None = None
    owner_name: str = ""
    tags: tuple[str, ...] = ()
    last_words: str = ""  # the requester's, cut
    badge: str = ""  # what is doubtful about the sender
    trouble: str = ""  # why the last answer did not arrive
    follows: int | None = None
    resolution: str = ""
    opened_at: datetime | None = None
    updated_at: datetime | None = None
    first_replied_at: datetime | None = None
    waiting_since_at: datetime | None = None  # oldest requester message without an answer
    started_at: datetime | None = None  # opened or reopened: the resolution clock counts from here
    paused_at: datetime | None = None  # pending since
    paused_for: timedelta = timedelta()
    wake_at: datetime | None = None
    close_at: datetime | None = None
    first_by: datetime | None = None
    next_by: datetime | None = None
    resolve_by: datetime | None = None
    ring_at: datetime | None = None  # the ladder's next step
    rungs: tuple[e.Rung, ...] = ()  # the last step rung on each clock

    @property
    def is_overdue(self) -> bool:
        """Had a clock run out at the last event? The ladder makes one when it does."""
        due = (self.first_by, self.next_by, self.resolve_by)
        return any(by and self.updated_at and by <= self.updated_at for by in due)


LAST_WORDS = 300  # characters kept on the ticket for the card; the history has them whole


def apply(ticket: Ticket, event: e.Event) -> Ticket:
    """The ticket after `event`. Pure; folding a history gives the ticket."""
    changed = _changed(ticket, event)
    due = event.due
    return replace(
        changed, version=ticket.version + 1, updated_at=event.at,
        first_by=due.first_by, next_by=due.next_by, resolve_by=due.resolve_by, ring_at=due.ring_at,
    )  # fmt: skip


def looks_alike(one: Ticket, other: Ticket) -> bool:
    """Would a card show the two in the same way? What only the machine counts is not shown."""

    def shown(ticket: Ticket) -> Ticket:
        return replace(ticket, version=0, updated_at=None, waiting_since_at=None, ring_at=None, rungs=())

    return shown(one) == shown(other) and one.is_overdue == other.is_overdue


def _changed(ticket: Ticket, event: e.Event) -> Ticket:  # the one exhaustive match of the house
    fact, at = event.fact, event.at
    match fact:
        case e.Opened():
            return _opened(ticket, fact, at)
        case e.Wrote():
            return _wrote(ticket, fact, at)
        case e.Replied():
            status = ticket.status if ticket.status in ENDED else Status.PENDING
            return _answered(_to(ticket, status, at), event.by, at)
        case e.Assigned(owner, name):
            status = Status.OPEN if ticket.status is Status.NEW else ticket.status
            return replace(_to(ticket, status, at), owner=owner, owner_name=name)
        case e.Released():
            return replace(ticket, owner=None, owner_name="")
        case e.Moved(queue):
            return replace(ticket, queue=queue, owner=None, owner_name="")
        case e.Prioritised(priority):
            return replace(ticket, priority=Priority(priority))
        case e.Tagged(added, removed):
            kept = [tag for tag in ticket.tags if tag not in removed]
            return replace(ticket, tags=tuple(dict.fromkeys([*kept, *added])))
        case e.Retitled(subject):
            return replace(ticket, subject=subject)
        case e.Pended(until):
            return replace(_to(ticket, Status.PENDING, at), wake_at=until)
        case e.Woke():
            return _to(ticket, Status.OPEN, at)
        case e.Resolved(code, _, closes_at):
            resolved = _to(ticket, Status.RESOLVED, at)
            return replace(resolved, resolution=code, close_at=closes_at, waiting_since_at=None)
        case e.Closed(code):
            closed = _to(ticket, Status.CLOSED, at)
            return replace(closed, resolution=code or ticket.resolution, waiting_since_at=None)
        case e.Reopened():
            return _restarted(ticket, at)
        case e.Escalated():
            last = {rung.clock: rung for rung in (*ticket.rungs, *fact.rungs)}
            return replace(ticket, rungs=tuple(last.values()))
        case e.Undelivered(_, reason):
            return replace(ticket, trouble=reason)
        case e.Noted() | e.Acknowledged() | e.Unacknowledged() | e.Retimed():
            return ticket
        case _:
            assert_never(fact)


def _opened(ticket: Ticket, fact: e.Opened, at: datetime) -> Ticket:
    return replace(
        ticket, requester=fact.requester, requester_name=fact.requester_name, origin=fact.origin,
        subject=fact.subject, queue=fact.queue, follows=fact.follows, badge=fact.badge,
        last_words=fact.text[:LAST_WORDS], opened_at=at, started_at=at, waiting_since_at=at,
    )  # fmt: skip


def _answered(ticket: Ticket, by: Person, at: datetime) -> Ticket:
    """Who answers what nobody owns has it from then on, so that the requester's next words find somebody."""
    owner, name = (ticket.owner, ticket.owner_name) if ticket.owner else (by.place, by.name)
    first = ticket.first_replied_at or at
    return replace(
        ticket, owner=owner, owner_name=name, first_replied_at=first, waiting_since_at=None, trouble=""
    )  # fmt: skip


def _wrote(ticket: Ticket, fact: e.Wrote, at: datetime) -> Ticket:
    if fact.automatic or fact.third_party:
        return ticket
    if ticket.status in ENDED:
        ticket = _restarted(ticket, at)
    elif ticket.status is Status.PENDING:
        ticket = _to(ticket, Status.OPEN, at)
    return replace(ticket, last_words=fact.text[:LAST_WORDS], waiting_since_at=ticket.waiting_since_at or at)


def _restarted(ticket: Ticket, at: datetime) -> Ticket:
    """Reopened: the resolution clock starts again."""
    return replace(_to(ticket, Status.OPEN, at), started_at=at, paused_for=timedelta(), resolution="")


def _to(ticket: Ticket, status: Status, at: datetime) -> Ticket:
    """The same ticket in another status: leaving pending ends the pause, and no old timer survives."""
    if status is ticket.status:
        return ticket
    pause = at - ticket.paused_at if ticket.paused_at else timedelta()
    return replace(
        ticket, status=status, wake_at=None, close_at=None, paused_for=ticket.paused_for + pause,
        paused_at=at if status is Status.PENDING else None,
    )  # fmt: skip
