"""What the clocks say of a ticket, pure: when each is due, and when which step of the ladder rings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.config import Policy, Step
from bot.events import Due, Rung
from bot.hours import Calendar
from bot.runs import Run, running
from bot.ticket import Ticket


@dataclass(frozen=True)
class Ring:
    """A step of the ladder that has not rung on a run of a clock: its time, and when it rings."""

    step: Step
    rung: Rung
    time: datetime
    at: datetime


def due(ticket: Ticket, policy: Policy, ladder: Sequence[Step], calendar: Calendar) -> Due:
    """What the clocks say of `ticket` now, and when the ladder rings next."""
    runs = running(ticket, policy, calendar)
    by = {run.clock: run.due_by for run in runs}
    now = ticket.updated_at
    rings = [ring.at for ring in rings_of(ticket, runs, ladder, now)] if now else []
    return Due(by.get("first"), by.get("next"), by.get("resolve"), min(rings, default=None))


def rings_of(ticket: Ticket, runs: Sequence[Run], ladder: Sequence[Step], now: datetime) -> list[Ring]:
    """All that is still to ring on these runs. Each step rings once on a run, however its times may move.

    While the ladder rests it waits; what falls outside working hours, or is noticed there, rings at the next opening.
    """
    rung = {(one.clock, one.since, one.step) for one in ticket.rungs}
    found = []
    for run in runs:
        for number, (step, length) in enumerate(_climbed(ladder, run), 1):
            if (run.clock, run.since, number) not in rung:
                time = _time(step, length, run)
                at = max(time, ticket.climbs_at or time)
                at = at if step.anytime else run.calendar.opening(max(at, now))
                found.append(Ring(step, Rung(run.clock, run.due_by, number, run.since), time, at))
    return found


def _climbed(ladder: Sequence[Step], run: Run) -> list[tuple[Step, timedelta]]:
    """The steps of a clock in their order, each with how much working time has run by then."""
    steps = [(step, run.length * step.share + step.plus) for step in ladder if step.clock in ("", run.clock)]
    return sorted(steps, key=lambda one: one[1])


def _time(step: Step, length: timedelta, run: Run) -> datetime:
    if step.anytime and step.plus > timedelta():
        return run.reached(length - step.plus) + step.plus
    return run.reached(max(length, timedelta()))
