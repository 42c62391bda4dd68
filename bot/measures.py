"""The numbers of a desk, made of figures. Pure; docs/statistics.md has the definition of each in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from bot.figure import Kind
from bot.ports_figures import Spread, Sum

FLOWS = {Kind.CREATED: 1, Kind.REOPENED: 1, Kind.ARRIVED: 1, Kind.RESOLVED: -1, Kind.LEFT: -1}


@dataclass(frozen=True)
class Lengths:
    """Minutes: half took no longer than `median`, nine of ten no longer than `p90`; None where there are none."""

    median: int | None = None
    p90: int | None = None


@dataclass(frozen=True)
class Clocked:
    """How long something took, on the calendar and in working time, how often, and how often longer than its clock."""

    count: int = 0
    late: int = 0
    calendar: Lengths = Lengths()
    working: Lengths = Lengths()

    @property
    def in_time(self) -> Fraction | None:
        return share(self.count - self.late, self.count)


@dataclass(frozen=True)
class Numbers:
    """Of one queue, agent or category (`key`, and `name` of an agent), or of all. `backlog` is None where it is not
    known: an agent's of a time that is over. `booked_on` are minutes on the tickets that are `settled`: resolved, and
    not come back since.
    """

    key: str = ""
    name: str = ""
    created: int = 0
    backlog: int | None = None
    first: Clocked = field(default_factory=Clocked)
    resolution: Clocked = field(default_factory=Clocked)
    breached: int = 0
    first_contact: int = 0
    first_level: int = 0
    came_back: int = 0
    surveyed: int = 0
    rated: int = 0
    satisfied: int = 0
    score: int = 0
    booked: int = 0
    booked_on: int = 0

    @property
    def resolved(self) -> int:
        return self.resolution.count

    @property
    def settled(self) -> int:
        return self.resolved - self.came_back


def share(part: int, whole: int) -> Fraction | None:
    """None of nothing."""
    return Fraction(part, whole) if whole else None


def percentile(spread: Spread, part: Fraction) -> int | None:
    """The least value that this part of all values does not exceed (nearest rank); None of none."""
    needed, seen = part * sum(count for _, count in spread), 0
    for value, count in spread:
        seen += count
        if seen >= needed:
            return value
    return None


def lengths(spread: Spread) -> Lengths:
    return Lengths(percentile(spread, Fraction(1, 2)), percentile(spread, Fraction(9, 10)))


def net(sums: Sequence[Sum]) -> Mapping[str, int]:
    """By how many tickets the backlog of each key grew."""
    grown: dict[str, int] = {}
    for one in sums:
        grown[one.key] = grown.get(one.key, 0) + FLOWS.get(one.kind, 0) * one.count
    return grown


def numbers(
    sums: Sequence[Sum], spreads: Mapping[tuple[Kind, bool], Mapping[str, Spread]],
    backlog: Mapping[str, int] | None, running_out: Mapping[str, int],
) -> list[Numbers]:  # fmt: skip
    """The numbers of each key that there is, who has most to tell first. `spreads` are by kind and `is_working`."""
    keys = {one.key for one in sums} | {key for some in (backlog or {}, running_out) for key, n in some.items() if n}
    found = [_numbers(key, [one for one in sums if one.key == key], spreads) for key in keys]
    told = [
        Numbers(**{**vars(one), "backlog": None if backlog is None else backlog.get(one.key, 0),
                   "breached": one.breached + running_out.get(one.key, 0)})
        for one in found
    ]  # fmt: skip
    return sorted(told, key=lambda one: (-one.resolved, -one.created, -one.first.count, one.name, one.key))


def _numbers(
    key: str, sums: Sequence[Sum], spreads: Mapping[tuple[Kind, bool], Mapping[str, Spread]]
) -> Numbers:  # fmt: skip
    of = {one.kind: one for one in sums}
    none = Sum(key, "", Kind.CREATED)
    resolved, surveyed, booked = (of.get(kind, none) for kind in (Kind.RESOLVED, Kind.SURVEYED, Kind.BOOKED))
    return Numbers(
        key=key,
        name=max((one.name for one in sums), default=""),
        created=of.get(Kind.CREATED, none).count,
        first=_clocked(Kind.ANSWERED, of.get(Kind.ANSWERED, none), spreads),
        resolution=_clocked(Kind.RESOLVED, resolved, spreads),
        breached=of.get(Kind.BREACHED, none).count,
        first_contact=resolved.first_contact,
        first_level=resolved.first_level,
        came_back=resolved.came_back,
        surveyed=surveyed.count,
        rated=surveyed.rated,
        satisfied=surveyed.satisfied,
        score=surveyed.score,
        booked=booked.minutes,
        booked_on=resolved.booked,
    )


def _clocked(
    kind: Kind, of: Sum, spreads: Mapping[tuple[Kind, bool], Mapping[str, Spread]]
) -> Clocked:  # fmt: skip
    calendar, working = (lengths(spreads[kind, is_working].get(of.key, ())) for is_working in (False, True))
    return Clocked(of.count, of.late, calendar, working)
