"""Where other desks surprise their users: the known pitfalls of clocks and ladders, each as a story."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters import verbs
from adapters.calls import Call
from bot import emphasis, moments
from bot.config import Policy, Step
from bot.desk import Desk
from bot.errors import NotYours, Refused
from bot.events import Escalated, Heeded, Retimed
from bot.incoming import Incoming
from bot.ticket import Priority
from bot.week import Hours, week
from tests.conftest import ANN, BILLS, BOB, CLEO, ROOM, SETTINGS, SUE
from tests.storage.test_races import at_once

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OFFICE = Hours("office", "Europe/Berlin", week("Mon-Fri 09:00-17:00"), "DE-BY", days_off=("06-05",))
LADDER = (Step(0.5, ("owner",)), Step(1.0, ("owner", "watchers")), Step(1.0, ("supervisors",), HOUR))
POLICY = {"normal": Policy(4 * HOUR, 2 * HOUR, 40 * HOUR), "urgent": Policy(HOUR, HOUR, 8 * HOUR)}
WORKING = replace(
    SETTINGS,
    queues=(replace(SETTINGS.queues[0], hours="office"), *SETTINGS.queues[1:]), hours=(OFFICE,), clocks=POLICY,
    ladder=LADDER,
)  # fmt: skip


def holidays(region, year):
    """Corpus Christi, the Thursday of the first week."""
    return {datetime(2026, 6, 4).date(): "Corpus Christi"} if (region, year) == ("DE-BY", 2026) else {}


def local(day, hour, minute=0):
    """A moment of June 2026 in Berlin."""
    return datetime(2026, 6, day, hour - 2, minute, tzinfo=UTC)


@pytest.fixture
def desk(store, clock):
    clock.time = local(1, 10)
    return Desk(store, WORKING, clock, holidays)


@pytest.fixture
def number(desk):
    return desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number


def ticks(desk):
    while desk.tick():
        pass


def until(desk, clock, end):
    """Let time pass until `end`, and ring whatever is due at the very moment."""
    while True:
        with desk._store.transaction() as tx:
            found = tx.tickets.next_timed()
        if found is None or found.timer[0] > end:
            break
        clock.time = max(clock(), found.timer[0])
        ticks(desk)
    clock.time = max(clock(), end)


def rings(desk, number):
    """Each ring: when, whom, and which clocks and steps."""
    return [
        (event.at, event.fact.pinged, tuple((rung.clock, rung.step) for rung in event.fact.rungs))
        for event in desk.history(number, BOB)
        if isinstance(event.fact, Escalated) and event.fact.rungs
    ]


def ticket(desk, number):
    return desk.show(number, BOB).ticket


def writes(desk, clock, text="Hello?"):
    """Ann says more."""
    source = f"mail:<{clock().timestamp()}.{text}@x>"
    return desk.receive(Incoming(ANN, text, "support", source, ANN.place, is_conversation=True))[0]


def run(desk, clock, by, verb, number, **values):
    call = Call(verb, by, clock(), number, values, source=f"slack:press/{clock().timestamp()}/{by.name}")
    return emphasis.plain(moments.plain(verbs.run(desk, WORKING, call).text))


# The seven


def test_what_the_requester_adds_does_not_put_the_first_response_off(desk, clock, number):
    clock.forward(hours=2)
    writes(desk, clock)
    assert (ticket(desk, number).first_by, ticket(desk, number).next_by) == (local(1, 14), None)

    desk.reply(number, BOB, "Try now?")
    writes(desk, clock, "No.")
    clock.forward(hours=1)
    writes(desk, clock, "Still no.")
    assert (ticket(desk, number).first_by, ticket(desk, number).next_by) == (None, local(1, 14))


def test_nothing_rings_at_night_on_holidays_and_days_off(desk, clock):
    clock.time = local(3, 15)  # Wednesday; Thursday is a holiday, Friday a day off
    number = desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number
    until(desk, clock, local(10, 9))

    first, second, third, *rest = [(at, steps) for at, _, steps in rings(desk, number)]
    assert first == (local(8, 9), (("first", 1),))  # half the time is over on Wednesday, as people leave
    assert second == (local(8, 11), (("first", 2),))
    assert third == (local(8, 12), (("first", 3),))
    assert rest == []


def test_paused_time_is_shifted_and_only_where_somebody_works(desk, clock, number):
    clock.time = local(1, 11)
    desk.pend(number, BOB, local(2, 10))
    until(desk, clock, local(2, 10))
    assert ticket(desk, number).first_by == local(2, 13)  # one hour ran on Monday, three are left

    clock.time = local(2, 17)
    late = desk.open(ANN, "Intranet", "Gone.", "support", ANN.place).number
    desk.pend(late, BOB, local(3, 9))
    until(desk, clock, local(3, 9))
    assert ticket(desk, late).first_by == local(3, 13)


def test_a_merged_ticket_does_not_ring(desk, clock, number):
    other = desk.open(ANN, "Intranet", "Gone.", "support", ANN.place).number
    desk.ties.merge(other, BOB, number)
    until(desk, clock, local(30, 9))

    with desk._store.transaction() as tx:
        assert not [event for event in tx.tickets.history(other) if isinstance(event.fact, Escalated)]
    assert rings(desk, number)


def test_after_days_of_downtime_there_is_one_ring_and_not_before_somebody_works(desk, clock, number):
    clock.time = local(8, 7)
    ticks(desk)
    assert rings(desk, number) == []
    until(desk, clock, local(8, 9))

    [(at, pinged, steps)] = rings(desk, number)
    assert (at, pinged) == (local(8, 9), (SUE.place, "slack:group:S0LEADS"))
    assert steps == (("first", 1), ("first", 2), ("first", 3), ("resolve", 1))


def test_a_pause_that_begins_when_it_is_late_excuses_nothing(desk, clock, number):
    clock.time = local(1, 15)
    desk.pend(number, BOB, local(2, 15))
    until(desk, clock, local(2, 15))
    assert ticket(desk, number).first_by == local(1, 14)


def test_a_priority_that_goes_to_and_fro_rings_no_step_twice(desk, clock, number):
    desk.claim(number, BOB)
    until(desk, clock, local(1, 12))  # half of four hours
    desk.priority(number, BOB, Priority.URGENT)
    ticks(desk)
    desk.priority(number, BOB, Priority.NORMAL)
    until(desk, clock, local(1, 17))

    assert [steps for _, _, steps in rings(desk, number)] == [(("first", 1),), (("first", 2), ("first", 3))]


# And more of the same kind


def test_nothing_rings_while_it_is_the_requesters_turn(desk, clock, number):
    desk.reply(number, BOB, "Try now?")
    until(desk, clock, local(30, 9))
    assert rings(desk, number) == []


def test_a_reopened_ticket_begins_its_resolution_anew_and_says_so(desk, clock, number, carry, wire):
    desk.reply(number, BOB, "Try now?")
    desk.resolve(number, BOB)
    clock.time = local(2, 9)
    desk.reopen(number, BOB)
    carry()

    assert ticket(desk, number).resolve_by == local(10, 17)  # five days of eight hours, two of them free
    assert "its resolution begins anew" in wire.said(ROOM)[-1]
    assert "It began anew at 2026-06-02 07:00 UTC" in run(desk, clock, BOB, "why", number)


def test_who_is_rung_for_many_tickets_at_once_gets_one_message(desk, clock, carry, wire):
    clock.time = local(3, 15)
    for subject in ("VPN", "Printer", "Door"):
        desk.claim(desk.open(ANN, subject, "Down.", "support", ANN.place).number, BOB)
    until(desk, clock, local(8, 9))
    carry()

    lines = [words for words in wire.slack.words if words and words.icon == "🔔"]
    assert len(lines) == 3
    assert not any(words.pings for words in lines)
    [said] = [said for said in wire.board(ROOM) if "3 tickets need you" in said]
    assert all(subject in said for subject in ("VPN", "Printer", "Door"))
    [notice] = [one for one in wire.slack.notices if one.words.icon == "🔔"]
    assert notice.words.pings == (BOB.place,)


def test_no_room_reads_of_the_tickets_of_another_queue_where_a_supervisor_of_both_is_rung_for_many(
    desk, clock, carry, wire
):
    for queue, subjects in (("support", ("VPN", "Printer", "Door")), ("billing", ("Salary", "Rent", "Fine"))):
        for subject in subjects:
            desk.open(ANN, subject, "Help.", queue, ANN.place)
    until(desk, clock, local(8, 9))
    carry()

    told = {room: "\n".join(said for said in wire.board(room) if "need you" in said) for room in (ROOM, BILLS)}
    assert [subject in told[ROOM] for subject in ("VPN", "Printer", "Door")] == [True] * 3
    assert [subject in told[BILLS] for subject in ("Salary", "Rent", "Fine")] == [True] * 3
    assert [subject in told[ROOM] for subject in ("Salary", "Rent", "Fine")] == [False] * 3
    assert [subject in told[BILLS] for subject in ("VPN", "Printer", "Door")] == [False] * 3


def test_a_room_that_a_step_names_gets_a_line_of_its_own(store, clock, carry, wire):
    clock.time = local(1, 10)
    settings = replace(WORKING, ladder=(Step(1.0, ("owner", "slack:C0LEADS")),))
    desk = Desk(store, settings, clock, holidays)
    desk.claim(desk.open(ANN, "VPN", "Down.", "support", ANN.place).number, BOB)
    until(desk, clock, local(1, 14))
    carry()

    assert wire.board("slack:C0LEADS") == ["🔔 First response to #1 is overdue; Bob has it: VPN"]
    assert [words.pings for words in wire.slack.words if words and words.icon == "🔔"] == [(BOB.place,)]


def test_a_step_for_any_time_rings_at_night_and_the_others_wait(store, clock):
    clock.time = local(1, 15)
    ladder = (Step(0.5, ("owner",)), Step(0.25, ("supervisors",), 8 * HOUR, anytime=True), Step(1, ("owner",), -HOUR))
    desk = Desk(store, replace(WORKING, ladder=ladder), clock, holidays)
    number = desk.open(ANN, "VPN", "Down.", "support", ANN.place).number
    until(desk, clock, local(2, 17))

    told = [at for at, _, steps in rings(desk, number) if steps[0][0] == "first"]
    assert told == [local(2, 0 + 2) - 2 * HOUR, local(2, 9), local(2, 10)]


def test_a_step_of_one_clock_rings_on_that_alone(store, clock):
    clock.time = local(1, 10)
    desk = Desk(store, replace(WORKING, ladder=(Step(0.1, ("owner",), clock="resolve"),)), clock, holidays)
    number = desk.open(ANN, "VPN", "Down.", "support", ANN.place).number
    until(desk, clock, local(2, 17))
    assert [steps for _, _, steps in rings(desk, number)] == [(("resolve", 1),)]


def test_each_queue_has_its_own_clocks_and_hours(store, clock):
    clock.time = local(1, 16)
    queues = (WORKING.queues[0], replace(WORKING.queues[1], clocks={"normal": Policy(HOUR, HOUR, HOUR)}))
    desk = Desk(store, replace(WORKING, queues=queues), clock, holidays)
    number = desk.open(ANN, "VPN", "Down.", "support", ANN.place).number
    assert ticket(desk, number).first_by == local(2, 12)

    desk.queue(number, BOB, "billing")
    with store.transaction() as tx:
        assert tx.tickets.get(number).first_by == local(1, 17)  # around the clock, of one hour


def test_other_settings_time_every_open_ticket_anew_after_the_start(store, clock, desk, number):
    answered = desk.open(ANN, "Intranet", "Gone.", "support", ANN.place).number
    desk.reply(answered, BOB, "Try now?")
    clock.forward(minutes=5)
    changed = Desk(store, replace(WORKING, clocks={"normal": Policy(HOUR, HOUR, HOUR)}), clock, holidays)

    assert changed.bell.retime() == 1
    assert ticket(changed, number).first_by == local(1, 11)
    assert isinstance(changed.history(number, BOB)[-1].fact, Retimed)
    assert not any(isinstance(event.fact, Retimed) for event in changed.history(answered, BOB))
    assert changed.bell.retime() == 0


# Who is rung answers


@pytest.fixture
def rung(desk, clock, number):
    """Bob's ticket, of which half the time is over."""
    desk.claim(number, BOB)
    until(desk, clock, local(1, 12))
    return number


def test_an_acknowledged_ladder_rests_for_a_while_and_then_climbs(desk, clock, rung, carry, wire):
    clock.time = local(1, 13, 30)
    said = run(desk, clock, BOB, "acknowledge", rung)
    carry()
    until(desk, clock, local(1, 17))

    assert "rests until 2026-06-01 12:30 UTC" in said
    assert "Bob looks after it" in wire.said(ROOM)[-1]
    assert [at for at, _, _ in rings(desk, rung)] == [local(1, 12), local(1, 14, 30), local(1, 15)]


@pytest.mark.parametrize(
    ("length", "at"),
    [("30m", local(1, 14)), ("60m", local(1, 14, 30)), ("90m", local(1, 15)), ("tomorrow", local(2, 9))],
)  # fmt: skip
def test_a_ring_is_put_off(desk, clock, rung, length, at):
    clock.time = local(1, 13, 30)
    run(desk, clock, BOB, "later", rung, after=length)
    until(desk, clock, local(3, 9))
    assert rings(desk, rung)[1][0] == at


def test_only_who_is_rung_answers_the_ring_and_pressing_twice_is_pressing_once(desk, clock, rung):
    with pytest.raises(NotYours, match="Only who is rung"):
        run(desk, clock, CLEO, "acknowledge", rung)
    with pytest.raises(NotYours):
        run(desk, clock, CLEO, "later", rung, after="30m")
    before = len(desk.history(rung, BOB))
    run(desk, clock, BOB, "acknowledge", rung)
    run(desk, clock, SUE, "acknowledge", rung)
    clock.forward(seconds=20)
    run(desk, clock, BOB, "acknowledge", rung)
    assert len(desk.history(rung, BOB)) == before + 1

    run(desk, clock, CLEO, "claim", rung, steal="yes")
    assert ticket(desk, rung).owner == CLEO.place


def test_of_many_presses_at_once_one_counts(desk, clock, rung):
    def press(number):
        desk.bell.acknowledge(rung, (BOB, SUE)[number % 2], f"slack:press/{number}")

    assert at_once(*(lambda number=number: press(number) for number in range(8))) == []
    assert sum(isinstance(event.fact, Heeded) for event in desk.history(rung, BOB)) == 1


def test_a_watcher_may_acknowledge(desk, clock, rung):
    desk.circle.watch(rung, CLEO)
    assert "rests until" in run(desk, clock, CLEO, "acknowledge", rung)


def test_where_no_clock_runs_there_is_nothing_to_acknowledge(desk, clock, rung):
    desk.reply(rung, BOB, "Try now?")
    with pytest.raises(Refused, match="no clock of it runs"):
        run(desk, clock, BOB, "acknowledge", rung)


def test_a_new_question_ends_the_rest(desk, clock, rung):
    run(desk, clock, BOB, "later", rung, after="tomorrow")
    desk.reply(rung, BOB, "Try now?")
    writes(desk, clock, "No.")
    until(desk, clock, local(1, 13))
    assert rings(desk, rung)[-1][2] == (("next", 1),)


# What it tells


def test_why_tells_each_clock_in_sentences(desk, clock):
    clock.time = local(3, 15)
    number = desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number
    clock.time = local(3, 16)
    desk.pend(number, BOB, local(3, 16, 30))
    assert "The clocks stand still since 2026-06-03 14:00 UTC" in run(desk, clock, BOB, "why", number)
    until(desk, clock, local(3, 16, 30))

    assert run(desk, clock, BOB, "why", number).splitlines()[:6] == [
        "⏱️ Clocks",
        "• First response: due 2026-06-08 09:30 UTC.",
        "   ◦ It runs since 2026-06-03 13:00 UTC, when the ticket was opened; allowed are 4 hours of working time.",
        "   ◦ Skipped: 2026-06-04 (Corpus Christi), 2026-06-05.",
        "   ◦ It stood still from 2026-06-03 14:00 UTC to 2026-06-03 14:30 UTC, which moved it by 30 minutes of "
        "working time.",
        "• Resolution: due 2026-06-12 13:30 UTC.",
    ]


def test_why_tells_the_most_asked_first_in_groups_with_a_line_each(desk, clock, number):
    desk.claim(number, BOB)
    groups = [group.splitlines() for group in run(desk, clock, BOB, "why", number).split("\n\n")]

    assert [head for head, *_ in groups] == ["⏱️ Clocks", "🔔 Who is rung next", "📨 Messages and rules"]
    assert groups[0][-2:] == [
        "• Next response: it begins only after the first response.",
        "• Only these hours count: Mon–Fri 09:00–17:00 (Europe/Berlin).",
    ]
    assert [line.partition(",")[0] for line in groups[1][1:]] == ["• Bob: rung next"]


def test_hours_tells_the_week_today_and_the_next_days_off(desk, store, clock):
    assert run(desk, clock, BOB, "hours", None).splitlines() == [
        "The queue support works Mon–Fri 09:00–17:00 (Europe/Berlin).",
        "Now somebody works, until 2026-06-01 15:00 UTC.",
        "Next days off: 2026-06-04 (Corpus Christi), 2026-06-05.",
    ]
    settings = replace(WORKING, hours=(Hours("office", "Europe/Berlin", week("Mon-Sun 00:00-24:00")),))
    assert "around the clock" in run(Desk(store, settings, clock), clock, BOB, "hours", None)
    clock.time = local(3, 18)
    assert "Now nobody works; it goes on, 2026-06-08 07:00 UTC." in run(desk, clock, BOB, "hours", None)
    assert "around the clock" in run(desk, clock, BOB, "hours", None, queue="Billing")
    named = replace(WORKING, queues=(replace(WORKING.queues[0], name="Help Desk"),))
    assert Desk(store, named, clock, holidays).bell.hours(BOB, "help desk")
    with pytest.raises(Refused, match="no queue “x”"):
        run(desk, clock, BOB, "hours", None, queue="x")
