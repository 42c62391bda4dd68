"""The runs of a ticket's clocks, pure: when each began, how long it may last, and when that is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from bot.config import Policy
from bot.hours import Calendar
from bot.ticket import ENDED, Pause, Status, Ticket


@dataclass(frozen=True)
class Run:
    """One run of a clock: `first`, `next` or `resolve`. `length` is working time without the `pauses`."""

    clock: str
    since: datetime
    length: timedelta
    pauses: tuple[Pause, ...]
    calendar: Calendar

    @cached_property
    def due_by(self) -> datetime:
        return self.reached(self.length)

    def reached(self, length: timedelta) -> datetime:
        """When `length` of working time has run, and no pause of it.

        A pause is shifted by as much working time as it holds. One that began when the time was up already shifts
        nothing: what is late stays late.
        """
        at = self.calendar.after(self.since, length)
        for begin, end in self.pauses:
            begin = max(begin, self.since)
            if begin >= at:
                break
            at = self.calendar.after(at, self.calendar.between(begin, end))
        return at


def running(ticket: Ticket, policy: Policy, calendar: Calendar) -> list[Run]:
    """The runs of its clocks that are not over.

    First response runs from opening or reopening to the first answer; next response from the oldest unanswered
    message, only after the first; resolution from opening or reopening. All stand still while pending; none runs
    once ended.
    """
    if ticket.status in (*ENDED, Status.PENDING) or not ticket.started_at:
        return []
    clocks: list[tuple[str, datetime, timedelta]] = []
    if not ticket.first_replied_at:
        clocks.append(("first", ticket.started_at, policy.first_response))
    elif ticket.waiting_since_at:
        clocks.append(("next", ticket.waiting_since_at, policy.next_response))
    clocks.append(("resolve", ticket.started_at, policy.resolution))
    return [Run(*clock, ticket.pauses, calendar) for clock in clocks]
