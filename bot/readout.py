"""Numbers as people read them: what each is called, its value, what it means, and which tickets it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.durations import worked
from bot.measures import Clocked, Lengths, Numbers, share
from bot.report import Rate
from bot.speech import say, several
from bot.spreadsheets import Cell

DAY = 24 * 60
COLUMNS = (
    "created", "resolved", "backlog", "first_response_median_min", "first_response_p90_min",
    "first_response_working_median_min", "first_response_working_p90_min", "first_responses", "first_responses_late",
    "resolution_median_min", "resolution_p90_min", "resolution_working_median_min", "resolution_working_p90_min",
    "resolutions_late", "clocks_run_out", "first_contact", "first_level", "reopened", "surveys", "ratings",
    "satisfied", "mean_rating", "booked_min", "min_per_ticket", "cost_per_ticket", "currency",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One number; its `value` is "" where there was nothing to tell it of.

    `stat` finds its tickets: `/desk list stat:…`; "" where none are meant. `count` is how many.
    """

    label: str
    value: str
    meaning: str
    stat: str = ""
    count: int = 0


def rows(numbers: Numbers, rate: Rate | None) -> list[Row]:
    """All of them; those that need an hour's rate only where there is one."""
    return [*_flow(numbers), *_speed(numbers), *_quality(numbers), *_effort(numbers, rate)]


def _flow(one: Numbers) -> list[Row]:
    backlog = say("not known of agents in a time that is over") if one.backlog is None else str(one.backlog)
    return [
        Row(say("Created"), str(one.created), say("Tickets opened in this time."), "created", one.created),
        Row(say("Resolved"), str(one.resolved),
            say("How often a ticket was resolved, or closed without that; again after a reopening counts again."),
            "resolved", one.resolved),
        Row(say("Backlog"), backlog, say("Tickets that were new, open or pending at the end of this time."),
            count=one.backlog or 0),
    ]  # fmt: skip


def _speed(one: Numbers) -> list[Row]:
    first = say(
        "From opening to the first answer: half took no longer than the first number, nine of ten no longer than the "
        "second. Working time leaves out nights, days off and what the requester took."
    )
    resolution = say("The same from opening, or from the last reopening, to being resolved.")
    ran_out = say("Clocks of first response, next response or resolution that ran out in this time.")
    return [
        Row(say("First response"), _clocked(one.first), first, "answered", one.first.count),
        Row(say("First response too late"), _share(one.first.late, one.first.count),
            say("First answers that came after their clock had run out."), "late", one.first.late),
        Row(say("Resolution"), _clocked(one.resolution), resolution),
        Row(say("Resolved too late"), _share(one.resolution.late, one.resolved),
            say("Resolved after the clock of their resolution had run out."), "overrun", one.resolution.late),
        Row(say("Clocks run out"), str(one.breached), ran_out, "breached", one.breached),
    ]  # fmt: skip


def _quality(one: Numbers) -> list[Row]:
    asked = say(
        "Of the requesters asked in this time how well they were helped: who said 4 or 5 among those who answered, "
        "and how many answered at all."
    )
    return [
        Row(say("First contact"), _share(one.first_contact, one.resolved),
            say("Resolved with one answer at most."), "direct", one.first_contact),
        Row(say("First level"), _share(one.first_level, one.resolved),
            say("Resolved by the one agent who had it, in one queue, without a call for the supervisors."),
            "level", one.first_level),
        Row(say("Reopened"), _share(one.came_back, one.resolved),
            say("Of what was resolved in this time: what was reopened, whenever that was."), "reopened", one.came_back),
        Row(say("Satisfaction"), _satisfied(one), asked, "rated", one.rated),
    ]  # fmt: skip


def _effort(one: Numbers, rate: Rate | None) -> list[Row]:
    found = [
        Row(say("Working time"), worked(one.booked) if one.booked else "",
            say("Time booked in this time, on whatever ticket."), "booked", bool(one.booked)),
        Row(say("Time per ticket"), _per_ticket(one),
            say("All time ever booked on the tickets resolved in this time and not reopened, by their number.")),
    ]  # fmt: skip
    cost = None if rate is None else cost_per_ticket(one, rate)
    if rate and cost is not None:
        meaning = say("Time per ticket at {rate} an hour.", rate=f"{_money(rate.amount)} {rate.currency}")
        found.append(Row(say("Cost per ticket"), f"{_money(cost)} {rate.currency}", meaning))
    return found


def cost_per_ticket(one: Numbers, rate: Rate) -> Fraction | None:
    """None where nothing was resolved."""
    return Fraction(one.booked_on, 60 * one.settled) * rate.amount if one.settled else None


def brief(one: Numbers, rate: Rate | None) -> str:
    """One line for a list that is told apart by queue, agent or category."""
    parts = [say("resolved {n}", n=one.resolved)]
    if one.created:
        parts.insert(0, say("created {n}", n=one.created))
    if one.backlog is not None:
        parts.append(say("backlog {n}", n=one.backlog))
    if one.first.calendar.median is not None:
        parts.append(say("first response {length}", length=length(one.first.calendar.median)))
    if one.resolution.calendar.median is not None:
        parts.append(say("resolution {length}", length=length(one.resolution.calendar.median)))
    if one.rated:
        parts.append(say("{share} satisfied", share=percent(share(one.satisfied, one.rated))))
    if one.booked:
        parts.append(say("{length} booked", length=worked(one.booked)))
    return " · ".join(parts)


def cells(one: Numbers, rate: Rate | None) -> list[Cell]:
    """A row of the CSV, in the order of COLUMNS."""
    cost = cost_per_ticket(one, rate) if rate else None
    per_ticket = round(one.booked_on / one.settled, 1) if one.settled else None
    first, end = one.first, one.resolution
    return [
        one.created, one.resolved, one.backlog, first.calendar.median, first.calendar.p90, first.working.median,
        first.working.p90, first.count, first.late, end.calendar.median, end.calendar.p90, end.working.median,
        end.working.p90, end.late, one.breached, one.first_contact, one.first_level, one.came_back, one.surveyed,
        one.rated, one.satisfied, round(one.score / one.rated, 2) if one.rated else None, one.booked, per_ticket,
        None if cost is None else float(round(cost, 2)), rate.currency if rate else None,
    ]  # fmt: skip


def told(numbers: Sequence[Row]) -> str:
    """A line each, and one for all of which there is nothing to tell: a young desk has few numbers."""
    lines = [say("{name}: {value}", name=one.label, value=one.value) for one in numbers if one.value]
    missing = ", ".join(one.label for one in numbers if not one.value)
    return "\n".join([*lines, *([say("Nothing to tell in this time of: {names}.", names=missing)] if missing else [])])


def explained(numbers: Sequence[Row]) -> str:
    return "\n".join(say("{name}: {meaning}", name=one.label, meaning=one.meaning) for one in numbers)


def _clocked(one: Clocked) -> str:
    if one.calendar.median is None:
        return ""
    if one.working == one.calendar:
        return _halved(one.calendar)
    return say("{length}; in working time {working}", length=_halved(one.calendar), working=_halved(one.working))


def _halved(one: Lengths) -> str:
    """Who says that nine of ten took no longer needs not say so of half."""
    if one.median == one.p90:
        return say("9 of 10 in {p90}", p90=length(one.p90))
    return say("half in {median}, 9 of 10 in {p90}", median=length(one.median), p90=length(one.p90))


def _satisfied(one: Numbers) -> str:
    if not one.rated:
        return several("none of {n} who was asked has answered", "none of {n} who were asked has answered",
                       one.surveyed) if one.surveyed else ""  # fmt: skip
    return say(
        "{share} ({part} of {whole}), {mean} of 5 on average; {answered} of {asked} answered",
        share=percent(share(one.satisfied, one.rated)), part=one.satisfied, whole=one.rated,
        mean=f"{one.score / one.rated:.1f}", answered=one.rated, asked=one.surveyed,
    )  # fmt: skip


def _per_ticket(one: Numbers) -> str:
    return worked(round(one.booked_on / one.settled)) if one.settled else ""


def _share(part: int, whole: int) -> str:
    if not whole:
        return ""
    return say("{share} ({part} of {whole})", share=percent(share(part, whole)), part=part, whole=whole)


def percent(part: Fraction | None) -> str:
    """Rounded to whole ones; "" of nothing."""
    return "" if part is None else f"{round(100 * part)} %"


def length(minutes: int | None) -> str:
    """In at most two units, rounded down: `1 d 4 h`."""
    if not minutes:
        return say("less than 1 min")
    days, rest = divmod(minutes, DAY)
    hours, left = divmod(rest, 60)
    said = [
        say("{n} d", n=days) if days else "",
        say("{n} h", n=hours) if hours else "",
        say("{n} min", n=left) if left else "",
    ]
    return " ".join([one for one in said if one][:2])


def _money(amount: Fraction) -> str:
    return f"{float(amount):.2f}"
