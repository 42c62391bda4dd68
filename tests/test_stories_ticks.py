"""Clocks that lie, and processes that disagree: the ladder rings each step once all the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import Policy
from bot.desk import Desk
from bot.events import Escalated, Retimed
from bot.incoming import Incoming
from bot.people import Person
from storage.store import SqlStore
from tests.conftest import ANN, BOB, SETTINGS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ticks(desk):
    while desk.tick():
        pass


def rungs(desk, number):
    """Each step that rang on the first response, and when."""
    facts = [(event.at, event.fact) for event in desk.history(number, BOB)]
    return [(rung.step, at) for at, fact in facts if isinstance(fact, Escalated)
            for rung in fact.rungs if rung.clock == "first"]  # fmt: skip


@pytest.fixture
def store(sqlite):
    return SqlStore(sqlite)


@pytest.fixture
def number(desk):
    return desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number


# A clock that jumps


@pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY])
@pytest.mark.parametrize("step", range(1, 9))
def test_a_clock_that_jumps_to_and_fro_between_any_two_ticks_rings_each_step_once(desk, clock, number, jump, step):
    """By the hour, to the end of the ladder of the first response; the jump comes in hour `step`, and is taken back."""
    began = clock()
    for hour in range(1, 12):
        clock.time = began + hour * HOUR
        ticks(desk)
        if hour == step:
            clock.time += jump
            ticks(desk)
    told = rungs(desk, number)
    assert sorted(number for number, _ in told) == [1, 2, 3, 4, 5]
    least = {1: 3, 2: 4, 3: 6, 4: 7, 5: 8}
    assert all(at >= began + least[number] * HOUR for number, at in told)


def test_after_eight_hours_of_sleep_there_is_one_ring(desk, clock, number, carry, wire):
    ticks(desk)
    clock.forward(hours=8)
    ticks(desk)
    clock.forward(seconds=1)
    ticks(desk)
    carry()
    assert [step for step, _ in rungs(desk, number)] == [1, 2, 3, 4, 5]
    assert len([line for line in wire.said("slack:C0ROOM") if "🔔" in line]) == 1


# A rest that a wrong clock made


@pytest.mark.parametrize("ahead", [365 * DAY, 2 * DAY])
@pytest.mark.parametrize("press", ["acknowledge", "later"])
def test_a_rest_from_a_clock_that_was_ahead_ends_when_that_is_set_right(desk, clock, ahead, press):
    """Acknowledged while the clock is a year ahead, the ladder would be silent for a year."""
    number = desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number
    desk.claim(number, BOB)
    began = clock()
    clock.forward(hours=3)
    ticks(desk)
    right = clock()
    clock.time = right + ahead
    if press == "acknowledge":
        desk.bell.acknowledge(number, BOB)
    else:
        desk.bell.later(number, BOB, None)

    clock.time = right + HOUR
    ticks(desk)
    assert [step for step, _ in rungs(desk, number)][-1] == 2
    assert desk.show(number, BOB).ticket.climbs_at is None
    assert any(isinstance(event.fact, Retimed) for event in desk.history(number, BOB))
    clock.time = began + 6 * HOUR
    ticks(desk)
    assert [step for step, _ in rungs(desk, number)] == [1, 2, 3]


def test_a_rest_of_a_right_clock_is_as_long_as_it_was_said(desk, clock):
    number = desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number
    desk.claim(number, BOB)
    clock.forward(hours=3)
    ticks(desk)
    desk.bell.later(number, BOB, None)  # tomorrow
    until = desk.show(number, BOB).ticket.climbs_at
    for _ in range(12):
        clock.forward(hours=1)
        ticks(desk)
    assert desk.show(number, BOB).ticket.climbs_at == until
    assert len(rungs(desk, number)) == 1


# Clocks that a wrong clock began


@pytest.mark.parametrize("ahead", [DAY, 365 * DAY])
def test_who_writes_while_the_clock_is_ahead_is_rung_for_as_soon_as_anybody_once_that_is_set_right(desk, clock, ahead):
    right = clock()
    clock.time = right + ahead
    number = desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number
    for hour in range(9):
        clock.time = right + hour * HOUR
        ticks(desk)
    began = right + HOUR  # it was seen at once, and believed when it stayed so
    ticket = desk.show(number, BOB).ticket
    assert (ticket.started_at, ticket.waiting_since_at, ticket.first_by) == (began, began, began + 4 * HOUR)
    assert [(step, at - began) for step, at in rungs(desk, number)] == [
        (1, 3 * HOUR), (2, 4 * HOUR), (3, 6 * HOUR), (4, 7 * HOUR),
    ]  # fmt: skip
    told = [event.fact for event in desk.history(number, BOB) if isinstance(event.fact, Retimed)]
    assert told == [Retimed(is_anew=True)]  # once


def test_an_old_ticket_whose_requester_wrote_while_the_clock_was_ahead_keeps_its_own_begin(desk, clock, number):
    began = clock()
    desk.reply(number, BOB, "Have you tried again?")
    clock.time = began + DAY
    desk.receive(Incoming(ANN, "Yes.", "support", "mail:<1@x>", ANN.place, is_conversation=True))
    for hour in (1, 2):
        clock.time = began + hour * HOUR
        ticks(desk)
    ticket = desk.show(number, BOB).ticket
    assert (ticket.started_at, ticket.waiting_since_at, ticket.pauses) == (began, began + 2 * HOUR, ())


def test_a_machine_that_starts_behind_and_is_set_right_begins_nothing_anew(desk, clock, number):
    right = clock()
    for minute in (0, 4, 8):
        clock.time = right - 365 * DAY + timedelta(minutes=minute)
        ticks(desk)
    clock.time = right + HOUR
    ticks(desk)
    assert desk.show(number, BOB).ticket.started_at == right


# Processes that disagree


def test_two_processes_with_other_settings_do_not_time_the_tickets_anew_for_ever(store, clock):
    asker = Person("Ann", "mail:ann@example.org")
    desks = [Desk(store, replace(SETTINGS, clocks={"normal": Policy(HOUR * n, HOUR, DAY)}), clock) for n in (2, 3)]
    numbers = [desks[0].open(asker, f"Matter {n}", "", "support", asker.place).number for n in range(120)]

    looks = 0
    while sum([one.bell.retime() for one in desks]):
        looks += 1
        assert looks < 10, "they go on for ever"
    with store.transaction() as tx:
        for number in numbers:
            facts = [event.fact for event in tx.tickets.history(number)]
            assert sum(isinstance(one, Retimed) for one in facts) <= 2


def test_what_two_processes_with_the_same_settings_time_anew_they_share(store, clock):
    first = Desk(store, replace(SETTINGS, clocks={"normal": Policy(2 * HOUR, HOUR, DAY)}), clock)
    numbers = [first.open(ANN, f"Matter {n}", "", "support", ANN.place).number for n in range(120)]
    desks = [Desk(store, replace(SETTINGS, clocks={"normal": Policy(3 * HOUR, HOUR, DAY)}), clock) for _ in range(2)]
    while sum([one.bell.retime() for one in desks]):
        pass
    with store.transaction() as tx:
        for number in numbers:
            facts = [event.fact for event in tx.tickets.history(number)]
            assert sum(isinstance(one, Retimed) for one in facts) == 1
