"""The numbers of each queue as gauges for a monitor: the same as `/desk stats`, of the last 30 days."""

from collections.abc import Sequence
from fractions import Fraction

from bot.measures import Numbers, share

Gauges = dict[str, dict[str, float]]  # by name, and by queue


def gauges(numbers: Sequence[Numbers]) -> Gauges:
    """What is not known, for nothing has happened yet, is left out."""
    found: Gauges = {}
    for one in numbers:
        for name, value in _of(one).items():
            if value is not None:
                found.setdefault(f"deskbell_{name}", {})[one.key] = float(value)
    return found


def _of(one: Numbers) -> dict[str, int | Fraction | None]:
    return {
        "backlog": one.backlog,
        "created": one.created,
        "resolved": one.resolved,
        "reopened": one.came_back,
        "clocks_run_out": one.breached,
        "first_response_median_seconds": _seconds(one.first.calendar.median),
        "first_response_p90_seconds": _seconds(one.first.calendar.p90),
        "first_response_in_time_ratio": one.first.in_time,
        "resolution_median_seconds": _seconds(one.resolution.calendar.median),
        "resolution_p90_seconds": _seconds(one.resolution.calendar.p90),
        "first_contact_ratio": share(one.first_contact, one.resolved),
        "first_level_ratio": share(one.first_level, one.resolved),
        "satisfied_ratio": share(one.satisfied, one.rated),
        "booked_seconds": _seconds(one.booked),
    }


def _seconds(minutes: int | None) -> int | None:
    return None if minutes is None else 60 * minutes
