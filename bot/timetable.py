"""How hours, clocks and the ladder are read from desk.toml."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import available_timezones

from bot import week
from bot.config import LADDER, NAMED, Policy, Queue, Step
from bot.durations import duration
from bot.places import MEMBER, MEMBER_FORM
from bot.problems import Problems
from bot.ticket import Priority
from bot.week import ALWAYS, Hours

HOURS = ("timezone", "week", "holidays", "closed", "open")
RUNG = ("at", "ping", "clock", "repeat", "times", "anytime", "dm")
KEYS = ("hours", "clocks", "release_after")  # of a queue
REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,5})?")
DAY_OFF = re.compile(r"(\d{4}-)?(\d{2}-\d{2})")
AT = re.compile(r"(?:(\d{1,4})%)?\s*(?:([+-])\s*(\w+))?")
CLOCKS = {"first_response": "first", "next_response": "next", "resolution": "resolve"}
LONGEST = timedelta(days=366)  # of a clock: beyond it no calendar need be looked at
NEVER = "never"
MOST = 24  # times that a rung rings


def hours(wrong: Problems, found: Any, timezone: str) -> tuple[Hours, ...]:
    """The tables `[hours.NAME]`; where one names no zone, it is the desk's."""
    rows = found if isinstance(found, Mapping) else wrong.table("[hours]", found, ())
    loose = [name for name in rows if name in HOURS and not isinstance(rows[name], Mapping)]
    if loose:
        wrong.add(f"[hours] {loose[0]} needs hours with a name; write it below [hours.office], or another.")
    return tuple(_hours(wrong, str(name), row, timezone) for name, row in rows.items() if name not in loose)


def timed(wrong: Problems, where: str, row: Mapping[str, Any], queue: Queue, desk: Mapping[str, Any]) -> Queue:
    """The queue with its hours and clocks; what is missing of these is as in the desk's."""
    names = [ALWAYS.name, *(desk["hours"] if isinstance(desk.get("hours"), Mapping) else ())]
    own = wrong.choice(f"{where} hours", row.get("hours", ALWAYS.name), names)
    usual = desk.get("clocks", {})
    clocks_ = clocks(wrong, f"{where} clocks", row.get("clocks", {}), usual)
    return replace(queue, hours=own, clocks=clocks_, release_after=_patience(wrong, where, row.get("release_after")))


def clocks(wrong: Problems, where: str, found: Any, usual: Any = ()) -> dict[str, Policy]:
    """The lengths of each priority. `usual` are the tables that tell what is missing."""
    loose = [name for name in CLOCKS if isinstance(found, Mapping) and name in found]
    if loose:
        below = "[clocks.normal]" if where == "[clocks]" else "[queue.clocks.normal]"
        wrong.add(f"{where} {loose[0]} is of no priority; write it below {below}, or another.")
        found = {name: row for name, row in found.items() if name not in loose}
    found = wrong.table(where, found, tuple(Priority))
    return {priority: _policy(wrong, f"{where} {priority}", row, priority, usual) for priority, row in found.items()}


def ladder(wrong: Problems, top: Mapping[str, Any]) -> tuple[Step, ...]:
    if "ladder" not in top:
        return LADDER
    return tuple(step for row in wrong.tables("[[ladder]]", top["ladder"]) for step in _rung(wrong, row))


def _patience(wrong: Problems, where: str, found: Any) -> timedelta:
    """How long an owner may be away; nothing where that is never too long."""
    if found in (None, NEVER):
        return timedelta()
    length = wrong.length(f"{where} release_after", found, timedelta())
    if length > LONGEST:
        wrong.add(f"{where} release_after is “{found}”; accepted is up to 366d, or “{NEVER}”.")
    return min(length, LONGEST)


def _hours(wrong: Problems, name: str, row: Any, timezone: str) -> Hours:
    where = f"[hours.{name}]"
    row = wrong.table(where, row, HOURS)
    zone, region = row.get("timezone", timezone), wrong.text(f"{where} holidays", row.get("holidays"), "")
    if str(zone) not in available_timezones():
        wrong.add(f"{where} timezone is “{zone}”; accepted is a name like Europe/Berlin.")
        zone = "UTC"
    if name == ALWAYS.name:
        wrong.add(f"{where} cannot be set: it is every hour of the year. Give yours another name.")
    if region and not REGION.fullmatch(region):
        wrong.add(f"{where} holidays is “{region}”; accepted is a country like DE, or one of its regions like DE-BY.")
    days = _read(wrong, f"{where} week", row.get("week", ""), week.week, ((),) * 7)
    off = wrong.strings(f"{where} closed", row.get("closed", []))
    for day in off:
        _read(wrong, f"{where} closed", day, _day_off, None)
    opened = [
        _read(wrong, f"{where} open", one, _opened, None) for one in wrong.strings(f"{where} open", row.get("open", []))
    ]
    return Hours(name, zone, days, region, off, tuple(one for one in opened if one))


def _read(wrong: Problems, where: str, found: Any, read: Any, default: Any) -> Any:
    try:
        return read(wrong.text(where, found, ""))
    except ValueError as error:
        wrong.add(f"{where} {error}.")
        return default


def _day_off(text: str) -> None:
    try:
        found = DAY_OFF.fullmatch(text)
        date.fromisoformat(f"{(found[1] or '2028-') if found else ''}{found[2] if found else text}")
    except ValueError:
        raise ValueError(f"holds “{text}”; accepted is a day like 2026-12-24, or of every year 12-24") from None


def _opened(text: str) -> tuple[date, tuple[week.Span, ...]]:
    day, _, said = text.partition(" ")
    try:
        return date.fromisoformat(day), week.spans(said)
    except ValueError:
        raise ValueError(f"holds “{text}”; accepted is a day and its hours: 2026-12-19 10:00-14:00") from None


def _policy(wrong: Problems, where: str, row: Any, priority: str, usual: Any) -> Policy:
    row = wrong.table(where, row, tuple(CLOCKS))
    for name in (priority, "normal") if isinstance(usual, Mapping) else ():
        base = usual.get(name)
        row = {**(base if isinstance(base, Mapping) else {}), **row}
    lengths = {name: wrong.length(f"{where} {name}", row.get(name), getattr(Policy, name)) for name in CLOCKS}
    for name, length in lengths.items():
        if length > LONGEST:
            wrong.add(f"{where} {name} is “{row[name]}”; accepted is up to 366d.")
    return Policy(**lengths)


def _rung(wrong: Problems, row: Mapping[str, Any]) -> list[Step]:
    """One table of the ladder as its steps: `repeat` and `times` make one step each time it rings."""
    row = wrong.table("[[ladder]]", row, RUNG)
    at = str(row.get("at", ""))
    found = AT.fullmatch(at)
    plus = duration(found[3]) if found and found[3] else timedelta()
    if not found or not at.strip() or plus is None:
        wrong.add(f"[[ladder]] at is “{at}”; accepted is a share of the clock, and time before or after it: 75%, "
                  "100% + 1h, or -30m.")  # fmt: skip
        return []
    ping = wrong.strings("[[ladder]] ping", row.get("ping", ["owner"]))
    for name in ping:
        if name not in NAMED and not MEMBER.fullmatch(name):
            wrong.add(f"[[ladder]] ping holds “{name}”; accepted is {', '.join(NAMED)}, or {MEMBER_FORM}.")
    clock = wrong.choice("[[ladder]] clock", row.get("clock", "all"), ("all", *CLOCKS))
    repeat = wrong.length("[[ladder]] repeat", row.get("repeat"), timedelta())
    times = wrong.number("[[ladder]] times", row.get("times", 1)) if "repeat" in row else 1
    if ("repeat" in row) != ("times" in row):
        wrong.add('[[ladder]] repeat and times go together: repeat = "1h" and times = 3 ring three times in all.')
    if not 1 <= times <= MOST:
        wrong.add(f"[[ladder]] times is {times}; accepted is from 1 to {MOST}.")
    first = Step(
        int(found[1] or 100) / 100, ping, -plus if found[2] == "-" else plus, CLOCKS.get(clock, ""),
        wrong.yes_or_no("[[ladder]] anytime", row.get("anytime"), False),
        wrong.yes_or_no("[[ladder]] dm", row.get("dm"), False),
    )  # fmt: skip
    return [replace(first, plus=first.plus + repeat * count) for count in range(max(1, min(times, MOST)))]
