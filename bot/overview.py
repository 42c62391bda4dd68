"""The desk at a glance: what is whose turn, the most pressing first. Values, and the words for them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.pages import Hit
from bot.speech import say
from bot.ticket import Priority, Ticket

MOST = 99  # counted; what is beyond is “99+”, so that a count costs the same however many there are


class Heap(StrEnum):
    """Tickets whose next step is the same. One that is not closed lies on one heap of a board."""

    MINE = "mine"  # the reader's own, to work on
    UNOWNED = "unowned"
    OVERDUE = "overdue"  # somebody has it, and a clock has run out
    NEXT = "next"  # somebody has it, in time
    WAITING = "waiting"  # for the requester, or until a time
    RESOLVED = "resolved"  # closed soon, where nobody objects
    ASKED = "asked"  # the reader's own requests, as no agent


@dataclass(frozen=True)
class Section:
    """The first of a heap, and how many lie there, counted up to one more than `MOST`. `line` is the filter for all."""

    heap: Heap
    hits: tuple[Hit, ...]
    count: int
    line: str = ""

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


@dataclass(frozen=True)
class Overview:
    """`queues` are whose tickets it shows, at the moment `at`; `owners` are who has how many to work on.

    `on_call` are the names of who is on call, with their queue where there are several.

    `is_own`: its reader works in no queue, and sees what they asked for themselves.
    """

    at: datetime
    sections: tuple[Section, ...]
    queues: tuple[str, ...] = ()
    owners: tuple[tuple[str, int], ...] = ()
    is_own: bool = False
    on_call: tuple[str, ...] = ()

    def of(self, heap: Heap) -> Section | None:
        return next((one for one in self.sections if one.heap is heap), None)


def rank(ticket: Ticket) -> int:
    """Of two that are due at the same time, the lower is more pressing."""
    return list(reversed(Priority)).index(ticket.priority)


def counted(count: int) -> str:
    return f"{MOST}+" if count > MOST else str(count)


def title(heap: Heap) -> str:
    """What stands above a section."""
    match heap:
        case Heap.MINE:
            return say("Yours")
        case Heap.UNOWNED:
            return say("Unowned")
        case Heap.OVERDUE:
            return say("Overdue, with an owner")
        case Heap.NEXT:
            return say("In work")
        case Heap.WAITING:
            return say("Waiting")
        case Heap.RESOLVED:
            return say("Resolved")
        case Heap.ASKED:
            return say("Your requests")


def headed(section: Section) -> str:
    """Its title and how many there are."""
    return f"{title(section.heap)} · {counted(section.count)}"


def timed(hit: Hit, now: datetime, at: str) -> tuple[str, datetime] | None:
    """What a clock does with the ticket next: a sentence with `at` where the moment stands, and that moment."""
    ticket = hit.ticket
    if ticket.due_by and not hit.is_own:
        return (say("⏰ overdue since {at}", at=at) if ticket.due_by <= now else say("due {at}", at=at)), ticket.due_by
    if ticket.wake_at:
        return say("waits until {at}", at=at), ticket.wake_at
    return (say("closes {at}", at=at), ticket.close_at) if ticket.close_at else None


def shared(overview: Overview) -> str:
    """Who has how many to work on; "" where nobody has any."""
    return " · ".join(f"{name} {counted(count)}" for name, count in overview.owners)


def leading(overview: Overview) -> list[str]:
    """What is said above the sections, a line each."""
    lines = [say("📟 On call: {names}", names=", ".join(overview.on_call))] if overview.on_call else []
    return lines + ([say("To work on: {shared}", shared=shared(overview))] if overview.owners else [])


def nothing(overview: Overview) -> str:
    """What is said where there is nothing to show."""
    if overview.is_own:
        return say("You have no open request.")
    return say("All quiet: nothing is open.")


def trace(overview: Overview) -> str:
    """All that is shown of it: where two are the same, nothing needs to be drawn anew."""
    lines = [*map(str, overview.owners), *overview.on_call]
    for section in overview.sections:
        lines += [f"{section.heap} {section.count}", *map(_trace, section.hits)]
    return "\n".join(lines)


def _trace(hit: Hit) -> str:
    ticket = hit.ticket
    moment = ticket.due_by or ticket.wake_at or ticket.close_at
    shown = (ticket.number, ticket.subject, ticket.status, ticket.priority, ticket.owner_name, moment, hit.thread)
    return " ".join(map(str, shown))
