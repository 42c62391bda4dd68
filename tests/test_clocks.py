"""When each clock runs, and when the ladder rings."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import Policy, Settings
from bot.desk import Desk
from bot.durations import duration, spoken
from bot.ticket import Priority
from tests.conftest import ANN, BOB, SETTINGS, SUE

HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(desk):
    return desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place)


def test_a_new_ticket_runs_first_response_and_resolution(ticket, clock):
    assert (ticket.first_by, ticket.next_by, ticket.resolve_by) == (clock() + 4 * HOUR, None, clock() + 72 * HOUR)
    assert ticket.ring_at == clock() + 3 * HOUR


def test_an_answer_stops_the_first_response_and_the_rest_stands_still(desk, ticket):
    answered = desk.reply(ticket.number, BOB, "Try now?")
    assert (answered.first_by, answered.next_by, answered.resolve_by, answered.ring_at) == (None, None, None, None)


def test_pending_shifts_the_clocks_and_loses_nothing(desk, ticket, clock):
    clock.forward(hours=1)
    desk.pend(ticket.number, BOB, clock() + 5 * HOUR)
    clock.forward(hours=5)
    while desk.tick():
        pass
    woken = desk.show(ticket.number, BOB).ticket

    assert (woken.status, woken.first_by) == ("open", clock() + 3 * HOUR)


def test_another_priority_means_other_durations(store, clock, ticket):
    urgent = Desk(store, replace(SETTINGS, clocks={"urgent": Policy(first_response=HOUR)}), clock)
    assert urgent.priority(ticket.number, BOB, Priority.URGENT).first_by == clock() + HOUR


def test_the_ladder_pings_the_supervisors_where_nobody_owns_it_and_the_owner_where_somebody_does(desk, clock, ticket):
    def pinged():
        return desk.history(ticket.number, BOB)[-1].fact.pinged

    clock.forward(hours=3)
    desk.tick()
    assert SUE.place in pinged()
    desk.claim(ticket.number, BOB)
    clock.forward(hours=1)
    desk.tick()
    assert pinged()[0] == BOB.place


def test_the_ladder_repeats_as_often_as_it_says_and_then_falls_silent(desk, clock, wire, carry, ticket):
    for _ in range(60):
        clock.forward(hours=1)
        while desk.tick():
            pass
    carry()
    rings = [said for said in wire.said("slack:C0ROOM") if "First response" in said]

    assert len(rings) == 5


def test_a_shorter_ladder_sets_stale_times_anew_and_comes_to_rest(store, clock, desk, ticket):
    clock.forward(hours=4)
    quiet = Desk(store, replace(SETTINGS, ladder=()), clock)

    assert [quiet.tick(), quiet.tick()] == [1, 0]


def test_resolved_and_silent_becomes_closed(desk, clock, ticket):
    desk.resolve(ticket.number, BOB)
    clock.forward(days=5)
    desk.tick()

    assert desk.show(ticket.number, BOB).ticket.status == "closed"


def test_nothing_rings_while_the_ball_is_in_the_requesters_court(desk, clock, wire, carry, ticket):
    desk.reply(ticket.number, BOB, "Try now?")
    clock.forward(days=30)
    while desk.tick():
        pass
    carry()

    assert not any(said.startswith("🔔") for said in wire.said("slack:C0ROOM"))


@pytest.mark.parametrize(
    ("text", "length"),
    [("90m", 1.5 * HOUR), ("1h30m", 1.5 * HOUR), ("2 d", 48 * HOUR), ("1w", 168 * HOUR), ("", None), ("2", None)],
)
def test_lengths_of_time_are_read(text, length):
    assert duration(text) == length


def test_lengths_of_time_are_spoken():
    assert [spoken(HOUR * n) for n in (0, 0.5, 25)] == ["less than a minute", "30 min", "1 d 1 h"]


def test_a_priority_without_clocks_has_those_of_normal():
    assert Settings().policy("urgent") == Settings().policy("normal")
