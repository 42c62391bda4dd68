"""How a queue takes leave of its requesters, as its table of the settings says it: the warning, and the survey."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.config import Queue
from bot.problems import Problems

KEYS = ("warn_before", "survey", "survey_pause")
OFF = "never"


def taking_leave(wrong: Problems, where: str, row: Mapping[str, Any], queue: Queue) -> Queue:
    """`queue` with what `row` says of its last words. A warning comes before the end, or not at all."""
    return replace(
        queue,
        warn_before=_warn_before(wrong, where, row, queue),
        survey=wrong.yes_or_no(f"{where} survey", row.get("survey"), Queue.survey),
        survey_pause=wrong.length(f"{where} survey_pause", row.get("survey_pause"), Queue.survey_pause),
    )


def _warn_before(wrong: Problems, where: str, row: Mapping[str, Any], queue: Queue) -> timedelta:
    if row.get("warn_before") == OFF:
        return timedelta()
    length = wrong.length(f"{where} warn_before", row.get("warn_before"), Queue.warn_before)
    if length < queue.close_after:
        return length
    if "warn_before" in row:
        wrong.add(f"{where} warn_before is {row['warn_before']!r}; accepted is less than close_after, or “{OFF}”.")
    return timedelta()  # what closes within a day needs no warning a day before
