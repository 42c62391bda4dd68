"""Whom the desk gives a ticket that nobody has: the choice alone, and how it is read from desk.toml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.config import Queue
from bot.people import Person
from bot.problems import Problems

OFF, BY_TURNS, LEAST_LOADED = "off", "round robin", "least loaded"
KEYS = ("assign", "assign_most")  # of a queue
MOST = 1_000  # open tickets of one agent


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be given one: where, all their places, how many open tickets they have, when they were given one
    last: a number that grows with each, 0 for never.
    """

    person: Person
    places: frozenset[str]
    load: int = 0
    given: int = 0


def choose(candidates: Iterable[Candidate], how: str) -> Candidate | None:
    """By turns whoever was given one longest ago; else whoever has the fewest, and among these the same."""
    return min(candidates, key=lambda one: _rank(one, how), default=None)


def _rank(one: Candidate, how: str) -> tuple[int, int, str, str]:
    load = one.load if how == LEAST_LOADED else 0
    return load, one.given, one.person.name.casefold(), one.person.place


def shared(wrong: Problems, where: str, row: Mapping[str, Any], queue: Queue) -> Queue:
    """The queue with how its tickets are given to its agents."""
    how = wrong.choice(f"{where} assign", row.get("assign", OFF), (OFF, BY_TURNS, LEAST_LOADED))
    most = row.get("assign_most", Queue.assign_most)
    if not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= MOST:
        wrong.add(f"{where} assign_most is {most!r}; accepted is a number from 1 to {MOST:,}.")
        most = Queue.assign_most
    return replace(queue, assign=how, assign_most=most)
