"""A busy desk's year with a moved clock, and every ring of the ladder checked against a slow oracle.

The oracle knows no business hours but a list of the minutes in which somebody works, made by looking at the
clock on the wall; each clock of a ticket is a walk along it.
"""

import random
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.config import Policy, Queue, Step
from bot.desk import Desk
from bot.events import Escalated
from bot.incoming import Incoming
from bot.people import Person
from bot.ticket import Status
from bot.week import Hours, week
from storage.store import SqlStore
from tests.conftest import ANN, BOB, ROOM, SETTINGS
from tests.storage.test_races import at_once

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START, DAYS, TICKETS = datetime(2026, 6, 1, tzinfo=UTC), 400, 45
FREE = {datetime(2026, 12, day).date(): "Christmas" for day in (24, 25, 26)}
WEEKS = {
    "Europe/Berlin": "Mon-Fri 09:00-12:00, 13:00-17:00; Sun 01:30-04:00",
    "America/New_York": "Mon-Sun 22:00-06:00",
    "Australia/Lord_Howe": "Mon-Fri 08:15-16:45; Sun 00:00-05:00",
}
LENGTHS = {"first": 4 * HOUR, "next": 2 * HOUR, "resolve": 20 * HOUR}
LADDER = (Step(0.75, ("owner",)), Step(1.0, ("supervisors",)), Step(1.0, ("supervisors",), HOUR))
YEAR = replace(
    SETTINGS,
    queues=tuple(Queue(zone, rooms=(ROOM,), hours=zone) for zone in WEEKS), ladder=LADDER,
    hours=tuple(Hours(zone, zone, week(line), "XX") for zone, line in WEEKS.items()),
    clocks={"normal": Policy(*LENGTHS.values())},
)  # fmt: skip


def holidays(region, year):
    return FREE


@dataclass
class Life:
    """What happened to a ticket, minute by minute: the runs of its clocks, each with the times in which it counted."""

    zone: str
    began: datetime
    runs: dict = field(default_factory=dict)  # (clock, since) -> [[from, to], …]
    status: str = ""
    waits: datetime | None = None
    is_answered: bool = False

    def _running(self):
        clocks = [("resolve", self.began)]
        if not self.is_answered:
            clocks.append(("first", self.began))
        elif self.waits:
            clocks.append(("next", self.waits))
        return clocks if self.status == "open" else []

    def change(self, at, **what):
        """Something happened at `at`: what ran until then stops, and what runs from now on begins."""
        for run in self._running():
            self.runs[run][-1][1] = at
        vars(self).update(what)
        for run in self._running():
            self.runs.setdefault(run, []).append([at, None])

    def rings(self, worked, outages, end):
        """When each step rings: `worked` are the minutes in which somebody works."""
        for (clock, since), parts in self.runs.items():
            parts = [(begin, until or end) for begin, until in parts]
            for step, rung in enumerate(LADDER, 1):
                length = LENGTHS[clock] * rung.share + rung.plus
                if (at := _rung(parts, length // MINUTE, worked, outages)) and at <= end:
                    yield clock, since, step, at


def _rung(parts, left, worked, outages):
    reached = None
    for begin, until in parts:
        if reached is None:
            first, last = bisect_left(worked, begin), bisect_left(worked, until)
            if last - first < left:
                left -= last - first
                continue
            reached = worked[first + left - 1] + MINUTE
        at = worked[bisect_left(worked, max(reached, begin))]
        for down, up in outages:
            if down < at < up:
                at = worked[bisect_left(worked, up)]
        if at <= until:
            return at
    return None


def minutes(zone):
    """Every minute in which somebody works, by the clock on the wall; nothing begins or ends but at a quarter."""
    found, spans, at, here = [], week(WEEKS[zone]), START - 2 * DAY, ZoneInfo(zone)
    for _ in range((DAYS + 60) * 24 * 4):
        wall = at.astimezone(here)
        minute, day = wall.hour * 60 + wall.minute, wall.date()
        if any(a <= minute < b for a, b in _spans(spans, day)) or any(
            a <= minute + 1440 < b for a, b in _spans(spans, day - DAY)
        ):
            found += [at + n * MINUTE for n in range(15)]
        at += 15 * MINUTE
    return found


def _spans(spans, day):
    return () if day in FREE else spans[day.weekday()]


class Year:
    def __init__(self, store, clock, seed):
        self.clock, self.dice, self.store = clock, random.Random(seed), store
        self.desk = Desk(store, YEAR, clock, holidays)
        self.lives: dict[int, Life] = {}
        downs = [START + self.dice.randrange(DAYS * 1440) * MINUTE for _ in range(25)]
        self.outages = [(down, down + self.dice.randrange(1, 4000) * MINUTE) for down in downs]
        self.outages = [one for one in self.outages if not any(a < one[0] < b or one[0] < a < one[1]
                                                                for a, b in self.outages if (a, b) != one)]  # fmt: skip

    def live(self):
        """Tickets open at any minute, and go on at any other; between two deeds the desk ticks whenever it should."""
        todo = [(START + self.dice.randrange((DAYS - 40) * 1440) * MINUTE, -n) for n in range(1, TICKETS + 1)]
        while todo:
            todo.sort(reverse=True)
            at, number = todo.pop()
            at = next((up for down, up in self.outages if down < at < up), at)
            self.until(at)
            number = self.open(at) if number < 0 else self.deed(number, at)
            if number:
                pauses = (7, 61, 240, 1440) if self.lives[number].status == "resolved" else (7, 61, 240, 1440, 3600)
                pause = self.dice.choice(pauses) * self.dice.randint(1, 3)
                todo.append((at + pause * MINUTE, number))
        self.until(START + DAYS * DAY)

    def until(self, end):
        """The desk ticks at every moment that it set itself, but not while it is down."""
        while True:
            with self.store.transaction() as tx:
                found = tx.tickets.next_timed()
            at = max(found.timer[0], self.clock()) if found else end
            at = next((up for down, up in self.outages if down < at < up), at)
            if found is None or at > end:
                self.clock.time = max(self.clock(), end)
                return
            self.clock.time = at
            while self.desk.tick():
                pass

    def open(self, at):
        zone, asker = self.dice.choice(list(WEEKS)), Person("Pat", f"mail:p{len(self.lives)}@example.org")
        number = self.desk.open(asker, "VPN", "Down.", zone, asker.place).number
        self.lives[number] = Life(zone, at)
        self.lives[number].change(at, status="open")
        return number

    def deed(self, number, at):
        """One thing that people do; None where the life is over."""
        life = self.lives[number]
        after = {
            "open": ("reply", "write", "write", "pend", "resolve", "steal"),
            "pending": ("write", "write", "resolve"),
            "resolved": ("write", "end", "end"),
        }
        match self.dice.choice(after[life.status]):
            case "reply":
                self.desk.reply(number, BOB, f"Try {at}")
                life.change(at, status="pending", is_answered=True, waits=None)
            case "write":
                self.desk.receive(self.words(number, at))
                again = {"began": at} if life.status == "resolved" else {}
                life.change(at, status="open", waits=life.waits or at, **again)
            case "pend":
                self.desk.pend(number, BOB)
                life.change(at, status="pending")
            case "resolve":
                self.desk.resolve(number, BOB)
                life.change(at, status="resolved", waits=None)
            case "steal":
                self.desk.claim(number, BOB, steal=True)
            case _:
                return None
        return number

    def words(self, number, at):
        place = f"mail:p{list(self.lives).index(number)}@example.org"
        source = f"mail:<{number}.{at.timestamp()}@x>"
        return Incoming(Person("Pat", place), "It is down again.", "", source, place, is_conversation=True)

    def rung(self):
        """All that rang: ticket, clock, its beginning, step, and when."""
        with self.store.transaction() as tx:
            return [
                (number, one.clock, one.since, one.step, event.at)
                for number in self.lives
                for event in tx.tickets.history(number)
                if isinstance(event.fact, Escalated)
                for one in event.fact.rungs
            ]


@pytest.fixture(scope="module")
def worked():
    return {zone: minutes(zone) for zone in WEEKS}


@pytest.mark.parametrize("seed", [20261025])
def test_every_ring_of_a_year_comes_once_and_at_its_minute(sqlite, clock, worked, seed):
    clock.time = START
    year = Year(SqlStore(sqlite), clock, seed)
    year.live()

    expected = [
        (number, *ring)
        for number, life in year.lives.items()
        for ring in life.rings(worked[life.zone], year.outages, START + DAYS * DAY)
    ]
    assert sorted(year.rung()) == sorted(expected)
    assert len(expected) > TICKETS


NIGHTS = [  # of the doubled hour, and of the one that is left out; each an hour before
    ("Europe/Berlin", datetime(2026, 10, 24, 23, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 3, 29, 0, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 4, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 14, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 14, tzinfo=UTC)),
]


@pytest.mark.parametrize(("zone", "night"), NIGHTS)
def test_three_desks_whose_clock_jumps_ring_each_step_once_in_the_night_of_the_change(postgresql, clock, zone, night):
    clock.time = night - HOUR
    desks = [Desk(SqlStore(postgresql), replace(YEAR, clocks={"normal": Policy(HOUR, HOUR, 2 * HOUR)}), clock, holidays)
             for _ in range(3)]  # fmt: skip
    numbers = [desks[0].open(ANN, "VPN", "Down.", zone, ANN.place).number for _ in range(12)]
    at = clock()
    for jump in (0, 1, 2, -1, 3, 3.5, 24, 0, 4, 5, 30, 48, 24, 100, 106):
        clock.time = at + jump * HOUR
        assert at_once(*(lambda desk=desk: [desk.tick() for _ in range(4)] for desk in desks)) == []

    with desks[0]._store.transaction() as tx:
        for number in numbers:
            facts = [event.fact for event in tx.tickets.history(number) if isinstance(event.fact, Escalated)]
            rungs = [(one.clock, one.step) for fact in facts for one in fact.rungs]
            assert sorted(rungs) == [(clock, step) for clock in ("first", "resolve") for step in (1, 2, 3)]
            assert tx.tickets.get(number).status is Status.NEW
