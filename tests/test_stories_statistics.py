"""The numbers of the desk, in worlds small enough to count by hand; docs/statistics.md has the definitions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import Desk
from bot.errors import AgentsOnly, SupervisorsOnly
from bot.importing import Filing, Old
from bot.incoming import Incoming
from bot.measures import Lengths
from bot.periods import period
from bot.ports_figures import By
from bot.statistics import Asked
from tests.conftest import ANN, BEN, BOB, CLEO, MAX, SETTINGS, SUE


@pytest.fixture
def numbers(desk, clock):
    """The numbers of a time, 30 days if none is told, as a supervisor reads them."""

    def ask(said="", of=By.ALL, by=SUE, **wanted):
        asked = Asked(period(said, clock(), "UTC"), **wanted)
        return desk.statistics.apart(by, asked, of) if of else desk.statistics.stats(by, asked)

    return ask


@pytest.fixture
def opened(desk):
    return lambda queue="support", by=ANN: desk.open(by, "VPN", "Nothing loads.", queue, by.place).number


def test_created_resolved_and_what_is_left(desk, clock, numbers, opened):
    first, second, _ = opened(), opened(), opened()
    desk.resolve(first, BOB)
    desk.close(second, BOB)
    desk.close(first, BOB)  # the end of what was resolved already

    found = numbers()

    assert (found.created, found.resolved, found.backlog) == (3, 2, 1)


def test_the_backlog_of_a_time_that_is_over_is_what_was_open_then(desk, clock, numbers, opened):
    first, _ = opened(), opened()
    clock.forward(days=1)
    desk.resolve(first, BOB)
    third = opened()
    clock.forward(days=1)
    desk.resolve(third, BOB)
    desk.reopen(first, ANN)

    assert [numbers(day).backlog for day in ("2026-05-31", "2026-06-01", "2026-06-02", "2026-06-03")] == [0, 2, 2, 2]


def test_first_response_has_a_median_and_what_nine_of_ten_get(desk, clock, numbers, opened):
    numbers_ = [opened() for _ in range(10)]
    for number in numbers_:
        clock.forward(minutes=1)
        desk.reply(number, BOB, "Try now?")
        desk.reply(number, BOB, "And now?")  # the second counts for nothing

    found = numbers().first

    assert (found.count, found.late) == (10, 0)
    assert found.calendar == found.working == Lengths(5, 9)


def test_what_was_answered_after_its_clock_is_late_and_the_clock_ran_out(desk, clock, numbers, opened):
    in_time, late = opened(), opened()
    desk.reply(in_time, BOB, "Try now?")
    clock.forward(hours=4, minutes=1)
    desk.reply(late, BOB, "Sorry.")

    found = numbers()

    assert (found.first.count, found.first.late, found.breached) == (2, 1, 1)
    assert found.first.in_time == 0.5


def test_a_clock_that_ran_out_is_told_though_nothing_has_happened_since(clock, numbers, opened):
    opened()
    clock.forward(hours=5)

    assert numbers().breached == 1
    assert numbers("2h").breached == 1
    assert numbers("30m").breached == 0


def test_a_clock_that_ran_out_counts_once_whatever_follows(desk, clock, numbers, opened):
    number = opened()
    clock.forward(hours=5)
    desk.tick()
    desk.note(number, BOB, "Late.")
    clock.forward(hours=5)
    desk.note(number, BOB, "Later.")

    assert numbers().breached == 1


def test_working_time_of_a_resolution_leaves_out_what_the_requester_took(desk, clock, numbers, opened):
    number = opened()
    clock.forward(minutes=10)
    desk.reply(number, BOB, "Which router?")  # theirs from now on
    clock.forward(hours=5)
    desk.receive(Incoming(ANN, "The old one.", "support", "mail:<2@x>", ANN.place, is_conversation=True))
    clock.forward(minutes=20)
    desk.resolve(number, BOB)

    found = numbers().resolution

    assert found.calendar.median == 10 + 5 * 60 + 20
    assert found.working.median == 30


def test_after_a_reopening_the_resolution_is_counted_from_there(desk, clock, numbers, opened):
    number = opened()
    clock.forward(hours=1)
    desk.resolve(number, BOB)
    clock.forward(days=2)
    desk.reopen(number, ANN)
    clock.forward(minutes=7)
    desk.resolve(number, BOB)

    found = numbers("today")

    assert (found.resolution.count, found.resolution.calendar.median) == (1, 7)


def test_one_answer_at_most_is_first_contact_and_one_agent_in_one_queue_first_level(desk, numbers, opened):
    one, two, handed, moved, called = (opened() for _ in range(5))
    for number in (one, two, handed, moved, called):
        desk.claim(number, BOB)
        desk.reply(number, BOB, "Try now?")
    desk.reply(two, BOB, "And now?")
    desk.assign(handed, BOB, CLEO)
    desk.queue(moved, BOB, "billing")
    desk.escalate(called, BOB, "It burns.")
    for number, by in ((one, BOB), (two, BOB), (handed, CLEO), (moved, BEN), (called, BOB)):
        desk.resolve(number, by)

    found = numbers()

    assert (found.resolved, found.first_contact, found.first_level) == (5, 4, 2)


def test_what_is_reopened_came_back_and_counts_where_it_had_been_resolved(desk, clock, numbers, opened):
    number, _ = opened(), opened()
    desk.resolve(number, BOB)
    clock.forward(days=1)
    desk.reopen(number, ANN)

    assert (numbers("2026-06-01").resolved, numbers("2026-06-01").came_back) == (1, 1)
    assert numbers("2026-06-02").came_back == 0


def test_satisfaction_counts_who_was_asked_in_that_time_whenever_they_answer(store, clock, numbers):
    queues = tuple(replace(queue, survey=True) for queue in SETTINGS.queues)
    asking = Desk(store, replace(SETTINGS, queues=queues, public_url="https://desk.example"), clock)
    for asker, score in ((ANN, 5), (MAX, 3)):
        number = asking.open(asker, "VPN", "Down.", "support", asker.place).number
        asking.resolve(number, BOB)
        asking.verdicts.solved(number, asker)
        clock.forward(days=1)
        asking.verdicts.rate(number, asker, score)

    assert (numbers().surveyed, numbers().rated, numbers().satisfied, numbers().score) == (2, 2, 1, 8)
    assert (numbers("2026-06-01").rated, numbers("2026-06-01").score) == (1, 5)


def test_working_time_is_who_booked_it_and_of_a_ticket_all_of_it(desk, clock, numbers, opened):
    done, other = opened(), opened()
    desk.time(done, BOB, 30)
    desk.time(done, CLEO, 15)
    desk.time(other, BOB, 5)
    desk.resolve(done, BOB)
    desk.time(done, BOB, -10)

    found = numbers()

    assert (found.booked, found.booked_on, found.settled) == (40, 35, 1)
    assert {one.name: one.booked for one in numbers(of=By.AGENT)} == {"Bob": 25, "Cleo": 15}


def test_spam_counts_for_nothing_but_the_time_it_took(desk, numbers, opened):
    number = opened()
    desk.time(number, BOB, 3)
    desk.close(number, BOB, "spam")

    found = numbers()
    assert (found.created, found.resolved, found.backlog, found.booked) == (0, 0, 0, 3)

    desk.reopen(number, BOB)
    assert (numbers().created, numbers().backlog) == (1, 1)


def test_a_merged_ticket_is_part_of_the_other_until_it_is_taken_out_again(desk, numbers, opened):
    one, other = opened(), opened()
    desk.ties.merge(other, BOB, one)
    assert (numbers().created, numbers().resolved, numbers().backlog) == (1, 0, 1)

    desk.undo(other, BOB)
    assert (numbers().created, numbers().resolved, numbers().backlog) == (2, 0, 2)


def test_what_was_imported_is_in_no_number(desk, store, clock, numbers):
    old = Old(Incoming(ANN, "Long ago.", "support", "mail:<old@x>", ANN.place), clock() - timedelta(days=2))
    with store.transaction() as tx:
        filing = Filing(desk._book, tx, [old], None, True, False)
        filing.add(old)
        filing.end()
    desk.reply(filing.number, BOB, "Still?")
    desk.resolve(filing.number, BOB)

    found = numbers()
    assert (found.created, found.first.count, found.resolved, found.backlog) == (0, 0, 0, 0)


def test_what_is_undone_was_never_counted(desk, clock, numbers, opened):
    number = opened()
    desk.resolve(number, BOB)
    desk.undo(number, BOB)
    desk.time(number, BOB, 5)
    desk.undo(number, BOB)

    assert (numbers().resolved, numbers().backlog, numbers().booked) == (0, 1, 0)


def test_an_answer_that_is_taken_back_is_no_first_response(store, clock, opened, numbers):
    holding = Desk(store, replace(SETTINGS, undo_for=timedelta(seconds=10)), clock)
    number = opened()
    clock.forward(minutes=5)
    holding.reply(number, BOB, "Wrong one.")
    holding.undo(number, BOB)
    assert numbers().first.count == 0

    clock.forward(minutes=5)
    holding.reply(number, BOB, "The right one.")
    assert (numbers().first.count, numbers().first.calendar.median) == (1, 10)


def test_what_moves_counts_in_each_queue_for_what_happened_there(desk, numbers, opened):
    number, _ = opened(), opened()
    desk.reply(number, BOB, "Billing knows.")
    desk.queue(number, BOB, "billing")
    desk.resolve(number, BEN)

    found = {one.key: one for one in numbers(of=By.QUEUE)}

    told = {key: (one.created, one.first.count, one.resolved, one.backlog) for key, one in found.items()}
    assert told == {"support": (2, 1, 0, 1), "billing": (0, 0, 1, 0)}


def test_a_category_is_the_one_a_ticket_has_now(desk, numbers, opened):
    number = opened()
    desk.reply(number, BOB, "Try now?")
    desk.set(number, BOB, {"category": "software"})
    opened()

    assert {one.key: one.created for one in numbers(of=By.CATEGORY)} == {"software": 1, "": 1}
    assert numbers(categories=("software",)).first.count == 1


def test_an_agent_reads_the_numbers_of_their_own_queues_and_of_agents_their_own(desk, numbers, opened):
    opened()
    desk.resolve(opened("billing", MAX), BEN)

    assert numbers(by=BEN).resolved == 1
    assert numbers(by=BEN).created == 1
    assert numbers(by=BEN, agents=(BEN.place,)).resolved == 1
    for wanted in ({"of": By.AGENT}, {"agents": ("Bob",)}, {"agents": (BEN.place, BOB.place)}):
        with pytest.raises(SupervisorsOnly):
            numbers(by=BEN, **wanted)
    with pytest.raises(AgentsOnly):
        numbers(by=BEN, queues=("support",))
    with pytest.raises(AgentsOnly):
        numbers(by=ANN)


def test_a_supervisor_reads_the_queues_where_they_are_one_and_no_others(store, clock, numbers, opened):
    opened()
    opened("billing")
    assert numbers().created == 2
    assert numbers(queues=("billing",)).created == 1

    support, billing = SETTINGS.queues
    desk = Desk(store, replace(SETTINGS, queues=(support, replace(billing, supervisors=()))), clock)
    asked = Asked(period("", clock(), "UTC"))
    assert desk.statistics.stats(SUE, asked).created == 1
    assert [one.created for one in desk.statistics.steps(SUE, asked)][-1] == 1
    with pytest.raises(AgentsOnly):
        desk.statistics.stats(SUE, replace(asked, queues=("billing",)))


def test_a_time_in_pieces_tells_what_came_went_and_was_left_at_the_end_of_each(desk, clock, opened):
    first = opened()
    clock.forward(days=1)
    opened()
    desk.resolve(first, BOB)
    clock.forward(days=1)
    asked = Asked(period("2026-06-01..2026-06-03", clock(), "UTC"))

    found = desk.statistics.steps(SUE, asked)

    assert [(str(one.first), one.created, one.resolved, one.backlog) for one in found] == [
        ("2026-06-01", 1, 0, 1), ("2026-06-02", 1, 1, 1), ("2026-06-03", 0, 0, 1),
    ]  # fmt: skip
