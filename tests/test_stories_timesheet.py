"""Working time: booked, taken back, told by agent."""

from functools import reduce

import pytest

from bot.apply import apply
from bot.durations import worked
from bot.errors import AgentsOnly, Misunderstood
from bot.ticket import Ticket
from bot.timesheet import split
from tests.conftest import ANN, BOB, CLEO, ROOM


@pytest.fixture
def number(desk):
    return desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number


@pytest.mark.parametrize(
    ("typed", "minutes", "what"),
    [
        ("15m", 15, ""), ("1h30m Looked at the logs", 90, "Looked at the logs"), ("1h 5m\ntwo lines", 65, "two lines"),
        ("-5m", -5, ""), ("\u2212 2h wrong ticket", -120, "wrong ticket"), ("+10M", 10, ""),
        ("15m 3 cables", 15, "3 cables"),
        ("2h more than I thought", 120, "more than I thought"),
    ],
)  # fmt: skip
def test_a_line_is_a_length_and_what_it_was_for(typed, minutes, what):
    assert split(typed) == (minutes, what)


@pytest.mark.parametrize("typed", ["15", "soon", "2 more", "15mm", "1d", "30s", "1.5h", ""])
def test_what_is_no_length_of_work_is_refused_with_the_form(typed):
    with pytest.raises(Misunderstood, match="Say how long, in hours and minutes: time 15m"):
        split(typed)


@pytest.mark.parametrize("minutes", [0, 24 * 60 + 1, -24 * 60 - 1])
def test_one_booking_holds_a_minute_to_a_day(desk, number, minutes):
    with pytest.raises(Misunderstood, match="1 minute to 24 hours"):
        desk.time(number, BOB, minutes)


def test_time_adds_up_and_the_same_line_twice_is_booked_once(desk, store, number):
    desk.time(number, BOB, 15, "Looked at the logs", "slack:C1/7")
    desk.time(number, BOB, 15, "Looked at the logs", "slack:C1/7")
    assert desk.time(number, CLEO, 65).minutes == 80

    with store.transaction() as tx:
        assert reduce(apply, tx.tickets.history(number), Ticket(number)) == tx.tickets.get(number)


def test_one_takes_back_what_one_has_booked_and_no_more(desk, number):
    desk.time(number, BOB, 15)
    desk.time(number, CLEO, 60)

    assert desk.time(number, BOB, -5).minutes == 70
    with pytest.raises(Misunderstood, match="You have booked 10 min on #1: no more can be taken back"):
        desk.time(number, BOB, -11)


def test_the_sheet_tells_each_agent_who_booked_most_first(desk, clock, number):
    desk.time(number, BOB, 15, "Looked")
    clock.forward(minutes=30)
    desk.time(number, CLEO, 60)
    desk.time(number, BOB, -5)

    ticket, lines = desk.sheet(number, BOB)

    assert ticket.minutes == 70
    assert lines == [
        "Cleo: 1 h", "  2026-06-01 12:30 UTC  1 h",
        "Bob: 10 min", "  2026-06-01 12:00 UTC  15 min  Looked", "  2026-06-01 12:30 UTC  -5 min",
    ]  # fmt: skip


def test_a_booking_that_was_undone_is_on_no_sheet(desk, number):
    desk.time(number, BOB, 15)
    desk.time(number, CLEO, 60)

    assert desk.undo(number, BOB).minutes == 60
    assert desk.sheet(number, BOB)[1] == ["Cleo: 1 h", "  2026-06-01 12:00 UTC  1 h"]
    with pytest.raises(Misunderstood, match="You have booked 0 min"):
        desk.time(number, BOB, -15)


def test_bookings_stand_in_the_thread_and_are_nothing_for_the_requester(desk, wire, carry, number):
    desk.time(number, BOB, 15, "Looked")
    desk.time(number, BOB, -5)
    carry()

    assert wire.said(ROOM)[1:] == ["⏲️ Bob booked 15 min: Looked", "⏲️ Bob took back 5 min"]
    assert wire.at(ANN.place) == ["Acknowledged"]
    assert [type(event.fact).__name__ for event in desk.history(number, ANN)] == ["Opened", "Acknowledged"]
    with pytest.raises(AgentsOnly):
        desk.sheet(number, ANN)


def test_lengths_of_work_are_told_in_hours_and_minutes():
    assert [worked(minutes) for minutes in (0, 5, 60, 80, 1500)] == ["0 min", "5 min", "1 h", "1 h 20 min", "25 h"]
