"""The digest: once a day for each place, at its hour, whoever ticks and whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, datetime, time
from fractions import Fraction

import pytest

from adapters.discord import ids
from bot.desk import Desk
from bot.problems import BadSettings
from bot.report import Digest
from bot.settings import read
from tests.conftest import ANN, BOARD, BOB, ROOM, SETTINGS, SUE

DIGEST = Digest(time(8), ("support",), ("rooms", "supervisors"))


@pytest.fixture
def morning(store, clock):
    """A desk with a digest in the morning, in Berlin if no zone is told."""

    def make(*digests, zone="Europe/Berlin"):
        return Desk(store, replace(SETTINGS, timezone=zone, digests=digests or (DIGEST,)), clock)

    return make


def at(clock, text):
    clock.time = datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_room_and_supervisor_read_at_their_hour_how_it_stands(morning, desk, wire, carry, clock):
    first = desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number
    late = desk.open(ANN, "Printer", "It jams.", "support", ANN.place).number
    desk.set(late, BOB, {"category": "hardware"})
    done = desk.open(ANN, "Mouse", "It is gone.", "support", ANN.place).number
    desk.resolve(done, BOB)
    desk.claim(first, BOB)
    clock.forward(hours=6)
    teller = morning()
    at(clock, "2026-06-02T05:59:59")
    assert teller.digests.tell() == 0
    at(clock, "2026-06-02T06:00:00")
    assert teller.digests.tell() == 3
    carry()

    [said] = [one for one in wire.board(ROOM) if one.startswith("🗞️")]
    assert said == (
        "🗞️ The desk on 2026-06-02: support: 2 open, of them 1 new, 1 nobody's and 2 overdue.\n"
        "Yesterday: 3 created, 1 resolved, 2 clocks ran out.\n"
        "What hurt most: no category (2 created, 1 clock ran out), hardware (1 created, 1 clock ran out)."
    )
    assert said in wire.board(BOARD)
    assert said in wire.board(SUE.place)
    assert [(one.label, one.rest) for one in wire.pressable(SUE.place)] == [
        ("Open (2)", "status:unended queue:support"),
        ("Nobody's (1)", "owner:none queue:support"),
        ("Overdue (2)", "status:new,open due:now queue:support"),
        ("Clocks run out (2)", "stat:breached period:2026-06-01 queue:support"),
        ("Created (3)", "stat:created period:2026-06-01 queue:support"),
    ]


def test_it_is_written_once_a_day_whoever_ticks_and_after_a_restart(morning, desk, clock):
    desk.open(ANN, "VPN", "Down.", "support", ANN.place)
    at(clock, "2026-06-02T07:00:00")
    one, other = morning(), morning()

    assert (one.digests.tell(), other.digests.tell(), one.digests.tell()) == (3, 0, 0)
    assert morning().digests.tell() == 0
    at(clock, "2026-06-03T07:00:00")
    assert other.digests.tell() == 3


def test_after_downtime_only_the_newest_is_written(morning, desk, clock, wire, carry):
    desk.open(ANN, "VPN", "Down.", "support", ANN.place)
    teller = morning()
    at(clock, "2026-06-02T07:00:00")
    teller.digests.tell()
    at(clock, "2026-06-07T09:00:00")

    assert (teller.digests.tell(), teller.digests.tell()) == (3, 0)
    carry()
    fresh, old = [one for one in wire.board(SUE.place) if one.startswith("🗞️")]
    assert "The oldest" not in fresh
    assert "The oldest: #1, open for 5 days." in old


def test_what_is_half_a_day_late_waits_for_the_next_morning(morning, desk, clock):
    desk.open(ANN, "VPN", "Down.", "support", ANN.place)
    at(clock, "2026-06-02T18:30:00")

    assert morning().digests.tell() == 0


def test_a_clock_that_is_set_back_writes_nothing_twice(morning, desk, clock):
    desk.open(ANN, "VPN", "Down.", "support", ANN.place)
    teller = morning()
    at(clock, "2026-06-02T06:30:00")
    assert teller.digests.tell() == 3
    for again in ("2026-06-02T05:30:00", "2026-06-02T06:30:00"):
        at(clock, again)
        assert (teller.digests.tell(), morning().digests.tell()) == (0, 0)


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Europe/Berlin", "2026-03-28T00:00:00", "2026-03-30T00:00:00"),  # 02:30 is skipped on the 29th
        ("Europe/Berlin", "2026-10-24T00:00:00", "2026-10-26T00:00:00"),  # and comes twice on 25 October
        ("America/New_York", "2026-10-31T05:00:00", "2026-11-02T05:00:00"),
        ("Australia/Lord_Howe", "2026-04-03T13:00:00", "2026-04-05T13:00:00"),
    ],
)
def test_on_a_night_with_a_change_of_time_it_comes_once_as_on_others(morning, desk, clock, zone, first, last):
    desk.open(ANN, "VPN", "Down.", "support", ANN.place)
    teller = morning(Digest(time(2, 30), ("support",), (ROOM,)), zone=zone)
    at(clock, first)
    end, told = datetime.fromisoformat(last).replace(tzinfo=UTC), []
    teller.digests.tell()  # of the day before, perhaps
    while clock() < end:
        clock.forward(minutes=10)
        told.append(teller.digests.tell())

    assert sum(told) == 2


def test_a_desk_with_nothing_open_and_nothing_new_is_silent(morning, clock):
    at(clock, "2026-06-02T07:00:00")
    assert morning().digests.tell() == 0


def test_each_place_reads_of_its_own_queues(morning, desk, wire, carry, clock):
    desk.open(ANN, "VPN", "Down.", "support", ANN.place)
    desk.open(ANN, "Bill", "Wrong.", "billing", ANN.place)
    at(clock, "2026-06-02T07:00:00")
    morning(Digest(time(8), ("support", "billing"), ("rooms", "supervisors"))).digests.tell()
    carry()

    assert "support: 1 open" in next(one for one in wire.board(ROOM) if one.startswith("🗞️"))
    assert "support, billing: 2 open" in next(one for one in wire.board(SUE.place) if one.startswith("🗞️"))


def test_its_buttons_bring_back_whole_lines_however_many_queues_there_are(store, desk, wire, carry, clock):
    names = ("support", "complaints", "accounting", "human resources", "information-technology")
    queues = tuple(replace(SETTINGS.queues[0], name=name, rooms=(BOARD,)) for name in names)
    digest = Digest(time(8), names, ("rooms", "supervisors", BOARD))
    teller = Desk(store, replace(SETTINGS, queues=queues, digests=(digest,)), clock)
    desk.open(ANN, "Bill", "Wrong.", "support", ANN.place)
    at(clock, "2026-06-02T08:00:00")
    teller.digests.tell()
    carry()

    [said] = [one for one in wire.board(BOARD) if one.startswith("🗞️")]
    assert said.count("complaints") == 1
    lines = [one.rest for one in wire.pressable(BOARD) if one.verb == "list"]
    assert lines[:3] == ["status:unended", "owner:none", "status:new,open due:now"]
    assert next(one.label for one in wire.pressable(BOARD)) == "Open"  # no count of a list that may hold others
    asked = [ids.LINE.fullmatch(ids.below("list", 0, line)) for line in lines]
    assert [one and one["rest"] for one in asked] == lines


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ({"digest": [{"at": "8"}]}, "[[digest]] at is '8'; accepted is an hour of the day, like “08:00”."),
        ({"digest": [{"queues": ["sales"]}]}, "[[digest]] queues names “sales”; there are: support."),
        ({"digest": [{"to": ["slack:group:S01"]}]}, "[[digest]] to holds “slack:group:S01”; accepted is rooms, "),
        ({"desk": {"hourly_rate": "much"}}, "[desk] hourly_rate is 'much'; accepted is an amount and its currency"),
        ({"desk": {"hourly_rate": 60}}, "[desk] hourly_rate is 60; accepted is an amount and its currency"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(toml, sentence):
    with pytest.raises(BadSettings) as wrong:
        read({}, toml)
    assert [one for one in wrong.value.sentences if one.startswith(sentence)]


def test_a_digest_and_an_hours_cost_are_read():
    found = read({}, {"desk": {"hourly_rate": "62.50 EUR"}, "digest": [{"to": ["supervisors", "slack:@U01"]}]})

    assert (found.hourly_rate.amount, found.hourly_rate.currency) == (Fraction("62.5"), "EUR")
    assert found.digests == (Digest(time(8), ("support",), ("supervisors", "slack:@U01")),)
