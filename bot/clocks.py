"""Due times, pure: what each clock of a ticket says, in plain durations.

`Calendar` is the seam for business time: everything here adds working time through it.
"""

from datetime import datetime, timedelta
from typing import Protocol

from bot.config import Policy, Step
from bot.events import Due
from bot.ticket import ENDED, Status, Ticket


class Calendar(Protocol):
    def after(self, start: datetime, length: timedelta) -> datetime:
        """The moment when `length` of working time has passed since `start` (both aware UTC)."""


class AroundTheClock:
    """Every minute counts: a calendar without nights and holidays."""

    def after(self, start: datetime, length: timedelta) -> datetime:
        return start + length


def running(ticket: Ticket, policy: Policy, calendar: Calendar) -> dict[str, tuple[datetime, datetime]]:
    """The clocks that run now, by name: when each started and when it is due.

    First response runs from opening to the first answer; next response from the oldest unanswered message, only
    after the first; resolution from opening or reopening. All stand still while pending; none runs once ended.
    """
    if ticket.status in ENDED or not ticket.opened_at or not ticket.started_at:
        return {}
    if ticket.status is Status.PENDING:
        return {}
    clocks: dict[str, tuple[datetime, datetime]] = {}
    if not ticket.first_replied_at:
        opened = ticket.opened_at
        clocks["first"] = (opened, calendar.after(opened, policy.first_response + ticket.paused_for))
    elif ticket.waiting_since_at:
        since = ticket.waiting_since_at
        clocks["next"] = (since, calendar.after(since, policy.next_response))
    started = ticket.started_at
    clocks["resolve"] = (started, calendar.after(started, policy.resolution + ticket.paused_for))
    return clocks


def due(ticket: Ticket, policy: Policy, ladder: tuple[Step, ...], calendar: Calendar) -> Due:
    """What the clocks say of `ticket` now, and when the ladder's next step rings."""
    clocks = running(ticket, policy, calendar)
    by = {name: end for name, (_, end) in clocks.items()}
    rings = [at for name in clocks if (at := _next_ring(ticket, name, clocks[name], ladder, calendar))]
    return Due(by.get("first"), by.get("next"), by.get("resolve"), min(rings, default=None))


def ring_time(step: Step, start: datetime, end: datetime, calendar: Calendar) -> datetime:
    """When a step of the ladder rings on a clock that runs from `start` to `end`."""
    return calendar.after(start + (end - start) * step.share, step.plus)


def rung_so_far(ticket: Ticket, clock: str, due_by: datetime) -> int:
    """How many steps were rung on this run of the clock."""
    return next((rung.step for rung in ticket.rungs if (rung.clock, rung.due_by) == (clock, due_by)), 0)


def _next_ring(
    ticket: Ticket, clock: str, run: tuple[datetime, datetime], ladder: tuple[Step, ...], calendar: Calendar
) -> datetime | None:
    done = rung_so_far(ticket, clock, run[1])
    return ring_time(ladder[done], *run, calendar) if done < len(ladder) else None
