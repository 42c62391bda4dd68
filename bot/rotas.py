"""How the rotas of those on call are read from desk.toml."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, time, timedelta
from typing import Any

from bot.config import Settings
from bot.oncall import ALWAYS, CLOSED, OPEN, Rota
from bot.places import is_person
from bot.problems import Problems
from bot.week import ALWAYS as AROUND
from bot.week import DAYS

KEYS = ("queues", "people", "turn", "begins", "changes", "during")
CHANGES = re.compile(r"(?:([A-Z][a-z]{2}) )?((?:[01]\d|2[0-3]):[0-5]\d)")
YEARS = range(2000, 2200)  # in which a rota begins: the calendar of the computer ends somewhere
LENGTHS = {"day": 1, "week": 7}
PERSON = "slack:@U0123456 or discord:@118…"


def rotas(wrong: Problems, found: Any, queues: Sequence[str]) -> tuple[Rota, ...]:
    """The tables `[[oncall]]`, in order: what the first of a queue leaves open is for the next."""
    return tuple(_rota(wrong, row, queues) for row in wrong.tables("[[oncall]]", found))


def _rota(wrong: Problems, row: Mapping[str, Any], queues: Sequence[str]) -> Rota:
    row = wrong.table("[[oncall]]", row, KEYS)
    about = wrong.among("[[oncall]] queues", row.get("queues", list(queues)), queues)
    people = _people(wrong, row.get("people"))
    days = LENGTHS[wrong.choice("[[oncall]] turn", row.get("turn", "week"), ("week", "day"))]
    weekday, hour = _changes(wrong, row.get("changes", "09:00"), days)
    begins = _begins(wrong, row.get("begins"))
    if weekday is not None:  # the day of the change on which its first turn began
        begins -= timedelta(days=(begins.weekday() - weekday) % 7)
    during = wrong.choice("[[oncall]] during", row.get("during", ALWAYS), (ALWAYS, OPEN, CLOSED))
    return Rota(about or tuple(queues), people or ((),), begins, days, hour, during)


def _people(wrong: Problems, found: Any) -> tuple[tuple[str, ...], ...]:
    rows = found if isinstance(found, list) else []
    people = [tuple(one) if isinstance(one, list) else (one,) for one in rows]
    if not people or not all(people):
        wrong.add(f"[[oncall]] people is {found!r}; accepted is a list of people in the order of their turns, like "
                  "[\"slack:@U0123456\", [\"slack:@U0654321\", \"discord:@118…\"]].")  # fmt: skip
        return ()
    for place in (place for one in people for place in one):
        if not isinstance(place, str) or not is_person(place):
            wrong.add(f"[[oncall]] people holds {place!r}; accepted is {PERSON}, and a list of these for one person.")
    return tuple(tuple(map(str, one)) for one in people)


def _changes(wrong: Problems, found: Any, days: int) -> tuple[int | None, time]:
    """`09:00`, or of a week `Mon 09:00`: the weekday, and the hour."""
    shape = CHANGES.fullmatch(found) if isinstance(found, str) else None
    if shape is None or (shape[1] and (shape[1] not in DAYS or days == 1)):
        form = "an hour, like “09:00”" if days == 1 else "a day and an hour, like “Mon 09:00”"
        wrong.add(f"[[oncall]] changes is {found!r}; accepted is {form}.")
        return None, time(9)
    return DAYS.index(shape[1]) if shape[1] else None, time.fromisoformat(shape[2])


def _begins(wrong: Problems, found: Any) -> date:
    if isinstance(found, str):
        with suppress(ValueError):
            found = date.fromisoformat(found)
    if type(found) is date and found.year in YEARS:
        return found
    said = "is missing" if found is None else f"is {found if isinstance(found, date) else repr(found)}"
    wrong.add(f"[[oncall]] begins {said}; set the day of the first person's turn, like 2026-11-30.")
    return date(2026, 1, 1)


def idle(settings: Settings) -> list[str]:
    """Where nobody is ever on call though it looks as if somebody were, one sentence each."""
    staffed = {name for rota in settings.rotas for name in rota.queues}
    said = [
        f"The ladder rings oncall, but the queue {queue.name} has no [[oncall]]: its supervisors are rung."
        for queue in settings.queues
        if queue.name not in staffed and any("oncall" in step.ping for step in settings.ladder)
    ]
    for first in (rota.queues[0] for rota in settings.rotas if rota.during == CLOSED):
        if settings.queue(first).hours == AROUND.name:
            said.append(
                f"An [[oncall]] counts only while the queue {first} is closed, which works around the clock: nobody of "
                "it is ever on call. Give the queue hours, or leave during out."
            )
    return said
