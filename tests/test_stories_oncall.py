"""On call: whose turn it is, who stands in for whom, and what the rooms read of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters import lines, verbs
from adapters.calls import Call
from bot import emphasis
from bot.config import Policy, Step
from bot.desk import Desk
from bot.errors import AgentsOnly, Misunderstood, NotYours, Refused, Unknown
from bot.events import Escalated
from bot.moments import plain
from bot.oncall import Rota
from bot.overview import leading
from bot.people import Person
from bot.problems import BadSettings
from bot.roster import Member, Presence
from bot.settings import read as read_settings
from bot.stand_ins import When
from bot.week import Hours, week
from storage.store import SqlStore
from tests.conftest import ANN, BEN, BILLS, BOARD, BOB, CLEO, MAX, ROOM, SETTINGS, SUE
from tests.storage.test_races import at_once

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAN = Person("Dan", "slack:@UDAN", frozenset({ROOM}))
ROTA = Rota(("support",), ((BOB.place,), (CLEO.place,), (DAN.place,)), date(2026, 6, 1))
OFFICE = Hours("office", "Europe/Berlin", week("Mon-Fri 09:00-17:00"))
ROSTERED = replace(
    SETTINGS,
    queues=(replace(SETTINGS.queues[0], hours="office"), *SETTINGS.queues[1:]), hours=(OFFICE,), rotas=(ROTA,),
)  # fmt: skip


def local(text):
    """A moment of the summer in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - 2 * HOUR


@pytest.fixture
def made(store, clock):
    def make(*rotas, **more):
        return Desk(store, replace(ROSTERED, rotas=rotas or (ROTA,), **more), clock)

    clock.time = local("2026-06-02T12:00")
    with store.transaction() as tx:
        for one in (BOB, CLEO, DAN, SUE):
            tx.people.meet(one, clock())
    return make


@pytest.fixture
def desk(made):
    return made()


def on_call(desk, by=BOB):
    """Who is on call for support now, until when, and who is next."""
    [plan] = [one for one in desk.turns.plans(by) if one.queue == "support"]
    first, second = plan.shifts[:2]
    return plan.names.get(first.places, ""), first.ends, plan.names.get(second.places, "")


def read(wire, place=ROOM):
    return [plain(one) for one in wire.board(place)]


def pinged(wire, place=ROOM):
    """Whom the newest notice mentions there."""
    return [one for one in wire.to(place).notices if one.place == place][-1].words.pings


# Turns


def test_a_turn_changes_at_nine_on_the_wall_of_the_queues_hours(desk, clock):
    assert on_call(desk) == ("Bob", local("2026-06-08T09:00"), "Cleo")
    clock.time = local("2026-06-08T09:00") - timedelta(seconds=1)
    assert on_call(desk)[0] == "Bob"
    clock.forward(seconds=1)
    assert on_call(desk) == ("Cleo", local("2026-06-15T09:00"), "Dan")
    clock.time = datetime(2026, 10, 26, 8, tzinfo=UTC)  # the night before, the clocks were set back
    assert on_call(desk)[1] == datetime(2026, 11, 2, 8, tzinfo=UTC)


def test_the_room_reads_who_is_on_call_when_it_changes_once_and_nobody_is_mentioned(made, clock, wire, carry):
    one, other = made(), made()
    clock.time = local("2026-06-08T08:59")
    assert (one.turns.tell(), other.turns.tell()) == (1, 0)  # the first time of all
    clock.forward(minutes=1)
    assert (one.turns.tell(), other.turns.tell(), one.turns.tell(), made().turns.tell()) == (1, 0, 0, 0)
    carry()
    assert read(wire)[-1] == "📟 Cleo is on call for support until 2026-06-15 07:00 UTC"
    assert read(wire, BOARD)[-1] == "📟 Cleo is on call for support until 2026-06-15 07:00 UTC"
    assert pinged(wire) == ()


def test_the_room_reads_a_name_and_no_id_so_that_a_first_start_waits_until_the_chat_has_told_it(store, clock):
    clock.time = local("2026-06-08T09:00")
    desk = Desk(store, ROSTERED, clock)
    assert desk.turns.tell() == 0
    with store.transaction() as tx:
        tx.people.meet(CLEO, clock())
    assert (desk.turns.tell(), desk.turns.tell()) == (1, 0)


def test_after_downtime_only_the_newest_change_is_told(desk, made, clock, wire, carry):
    desk.turns.tell()
    clock.time = local("2026-06-29T12:00")
    again = made()
    assert (again.turns.tell(), again.turns.tell()) == (1, 0)
    carry()
    assert [one for one in read(wire) if one.startswith("📟")] == [
        "📟 Bob is on call for support until 2026-06-08 07:00 UTC",
        "📟 Cleo is on call for support until 2026-07-06 07:00 UTC",  # and nothing of whose turns went by
    ]


def test_three_processes_tell_a_turn_once_on_postgresql(postgresql, clock):
    clock.time = local("2026-06-08T09:00")
    store = SqlStore(postgresql)
    with store.transaction() as tx:
        tx.people.meet(CLEO, clock())
    desks = [Desk(store, ROSTERED, clock) for _ in range(3)]
    told = []
    assert at_once(*[lambda desk=desk: told.append(desk.turns.tell()) for desk in desks]) == []
    assert sorted(told) == [0, 0, 1]


def test_who_has_every_turn_is_not_told_again_each_day(made, clock):
    desk = made(Rota(("support",), ((BOB.place,),), date(2026, 6, 1), 1))
    desk.turns.tell()
    clock.forward(days=3)
    assert (desk.turns.tell(), made(Rota(("support",), ((BOB.place,),), date(2026, 6, 1), 1)).turns.tell()) == (0, 0)


def test_a_second_rota_has_what_the_first_leaves_open(made, clock):
    desk = made(replace(ROTA, during="open"), replace(ROTA, people=((SUE.place,),), during="closed"))
    assert on_call(desk) == ("Bob", local("2026-06-02T17:00"), "Sue")
    clock.time = local("2026-06-05T20:00")
    assert on_call(desk) == ("Sue", local("2026-06-08T09:00"), "Cleo")


# Standing in


def test_who_takes_it_is_on_call_at_once_and_the_one_before_them_is_mentioned(desk, clock, wire, carry):
    said = desk.stand_ins.take(DAN, When(end=clock() + 4 * HOUR), source="slack:C/1")
    assert [plain(one) for one in said] == [
        "Dan is on call for support from 2026-06-02 10:00 UTC until 2026-06-02 14:00 UTC."
    ]
    assert on_call(desk) == ("Dan", clock() + 4 * HOUR, "Bob")
    carry()
    assert read(wire)[-1] == "📟 Dan stands in on call for support: 2026-06-02 10:00 UTC – 2026-06-02 14:00 UTC: Dan"
    assert pinged(wire) == (BOB.place,)
    assert desk.turns.tell() == 0  # the room knows

    desk.stand_ins.take(DAN, When(end=clock() + 4 * HOUR), source="slack:C/1")
    clock.forward(hours=4)
    assert on_call(desk)[0] == "Bob"
    assert desk.turns.tell() == 1


def test_without_an_end_it_is_until_the_next_change(desk, clock):
    desk.stand_ins.take(DAN, When())
    assert on_call(desk)[:2] == ("Dan", local("2026-06-08T09:00"))


def test_the_newest_word_counts_and_says_so(desk, clock):
    desk.stand_ins.take(DAN, When(end=clock() + 10 * HOUR))
    said = desk.stand_ins.take(BOB, When(clock() + 2 * HOUR, clock() + 4 * HOUR))
    assert plain(said[-1]) == (
        "This goes before what was said earlier: Dan is on call for support from 2026-06-02 10:00 UTC until "
        "2026-06-02 20:00 UTC."
    )
    clock.forward(hours=3)
    assert on_call(desk)[:2] == ("Bob", clock() + HOUR)
    clock.forward(hours=1)
    assert on_call(desk)[0] == "Dan"


def test_a_supervisor_puts_somebody_on_and_they_read_it(desk, clock, wire, carry):
    desk.stand_ins.give(SUE, CLEO, When(end=clock() + HOUR))
    assert on_call(desk)[0] == "Cleo"
    carry()
    assert pinged(wire, BOARD) == (CLEO.place, BOB.place)


def test_a_colleague_is_put_on_only_when_they_accept(desk, clock, wire, carry):
    said = desk.stand_ins.give(BOB, DAN, When(end=clock() + HOUR))
    assert said == ["Dan is asked in the room, and has to accept."]
    assert on_call(desk)[0] == "Bob"
    carry()
    assert read(wire)[-1] == (
        "🔁 Bob asks Dan to stand in for support: 2026-06-02 10:00 UTC – 2026-06-02 11:00 UTC: Dan"
    )
    assert pinged(wire) == (DAN.place,)
    yes, no = wire.pressable(ROOM)
    assert (yes.label, yes.verb, yes.rest, no.label, no.rest) == (
        "Accept",
        "oncall",
        "accept 1",
        "Decline",
        "decline 1",
    )

    clock.forward(minutes=5)
    desk.stand_ins.answer(1, DAN, is_yes=True)
    assert on_call(desk)[0] == "Dan"
    carry()
    assert any(" · accepted by Dan" in one for one in read(wire))
    assert wire.pressable(ROOM) == []
    assert pinged(wire) == (BOB.place,)


def test_while_the_clock_goes_on_a_change_is_told_once_all_the_same(store, clock, wire, carry, made):
    def ticking():
        return clock.forward(microseconds=7)

    desk = Desk(store, ROSTERED, ticking)
    desk.turns.tell()
    desk.stand_ins.take(DAN, When(end=clock() + 4 * HOUR))
    desk.turns.tell()
    desk.stand_ins.drop(DAN)
    desk.turns.tell()
    carry()
    assert len([one for one in read(wire) if one.startswith("📟")]) == 3


def test_the_boards_say_who_is_on_call(desk, clock, store):
    assert desk.boards.show(BOB).on_call == ("Bob",)
    assert desk.boards.show(SUE).on_call == ("Bob (support)",)
    seen(store, clock, BOB, left_at=clock())
    assert leading(desk.boards.show(BOB))[0] == "📟 On call: Cleo"


# Swapping


def swapped(desk, clock):
    """Who has the turns from next week on."""
    [plan] = desk.turns.plans(BOB)
    return [plan.names[one.places] for one in plan.shifts]


def test_a_swap_that_is_accepted_changes_both_turns(desk, clock, wire, carry):
    desk.stand_ins.swap(CLEO, DAN, source="discord:1")
    assert swapped(desk, clock)[:4] == ["Bob", "Cleo", "Dan", "Bob"]
    assert desk.stand_ins.swap(CLEO, DAN, source="discord:1")  # asked twice is asked once
    carry()
    assert len([one for one in read(wire) if "asks" in one]) == 1

    desk.stand_ins.answer(1, DAN, is_yes=True)
    assert swapped(desk, clock)[:4] == ["Bob", "Dan", "Cleo", "Bob"]
    carry()
    before = read(wire)
    desk.stand_ins.answer(1, DAN, is_yes=True)
    carry()
    assert read(wire) == before


def test_a_swap_that_is_declined_changes_nothing_and_cannot_be_accepted_any_more(desk, clock, wire, carry):
    desk.stand_ins.swap(CLEO, DAN)
    assert desk.stand_ins.answer(1, DAN, is_yes=False) == ["Cleo is told that you decline."]
    assert swapped(desk, clock)[:4] == ["Bob", "Cleo", "Dan", "Bob"]
    carry()
    assert any("declined by Dan" in one for one in read(wire))
    with pytest.raises(Refused, match="answered already"):
        desk.stand_ins.answer(1, DAN, is_yes=True)


def test_only_who_was_asked_or_a_supervisor_answers(desk, clock):
    desk.stand_ins.swap(CLEO, DAN)
    for wrong in (CLEO, BOB):
        with pytest.raises(NotYours, match="Only Dan can answer that"):
            desk.stand_ins.answer(1, wrong, is_yes=True)
    for stranger in (MAX, ANN, BEN):
        with pytest.raises(Unknown):
            desk.stand_ins.answer(1, stranger, is_yes=True)
    assert swapped(desk, clock)[:4] == ["Bob", "Cleo", "Dan", "Bob"]
    desk.stand_ins.answer(1, SUE, is_yes=True)
    assert swapped(desk, clock)[:4] == ["Bob", "Dan", "Cleo", "Bob"]


def test_what_was_asked_too_long_ago_cannot_be_accepted(desk, clock):
    desk.stand_ins.give(BOB, DAN, When(end=clock() + HOUR))
    clock.forward(hours=1)
    with pytest.raises(Refused, match="has passed"):
        desk.stand_ins.answer(1, DAN, is_yes=True)


def test_a_supervisor_with_a_turn_swaps_at_once(made, clock):
    desk = made(replace(ROTA, people=((BOB.place,), (SUE.place,), (CLEO.place,))))
    desk.stand_ins.swap(SUE, CLEO)
    assert swapped(desk, clock)[:3] == ["Bob", "Cleo", "Sue"]


def test_a_swap_is_of_people_with_turns(desk):
    with pytest.raises(Refused, match="Sue has no turn of support"):
        desk.stand_ins.swap(SUE, BOB)
    with pytest.raises(Refused, match="yourself"):
        desk.stand_ins.swap(BOB, BOB)


# Taking back


def test_what_is_dropped_before_it_began_never_was(desk, clock):
    desk.stand_ins.take(DAN, When(clock() + DAY, clock() + 2 * DAY))
    desk.stand_ins.drop(DAN, source="slack:C/2")
    with pytest.raises(Refused, match="nothing of yours"):
        desk.stand_ins.drop(DAN)
    assert desk.stand_ins.drop(DAN, source="slack:C/2")  # the same command once more
    clock.forward(hours=30)
    assert on_call(desk)[0] == "Bob"


def test_what_was_is_not_changed_by_dropping_the_rest(desk, clock, store, wire, carry):
    began = clock()
    desk.stand_ins.take(DAN, When(end=clock() + 8 * HOUR))
    clock.forward(hours=2)
    desk.stand_ins.drop(DAN)
    assert on_call(desk)[0] == "Bob"
    with store.transaction() as tx:
        [kept] = tx.duty.agreed("support", began, clock())
        assert (kept.begins_at, kept.ends_at) == (began, clock())
    carry()
    assert "Dan takes back" in read(wire)[-1]
    assert desk.turns.tell() == 0  # that has told it


def test_one_drops_ones_own_and_a_supervisor_anybodys(desk, clock):
    desk.stand_ins.take(DAN, When(end=clock() + 8 * HOUR))
    with pytest.raises(Refused, match="nothing of yours"):
        desk.stand_ins.drop(BOB)
    desk.stand_ins.drop(SUE)
    assert on_call(desk)[0] == "Bob"


# Who may


def test_only_agents_of_the_queue_ask_and_only_they_are_put_on(desk, clock):
    for stranger in (ANN, MAX):
        with pytest.raises(AgentsOnly):
            desk.stand_ins.take(stranger, When())
        with pytest.raises(AgentsOnly):
            desk.turns.plans(stranger)
    with pytest.raises(Refused, match=r"no \[\[oncall\]\] is set"):
        desk.stand_ins.take(BEN, When())
    with pytest.raises(Unknown, match="Ben is not an agent of the queue support"):
        desk.stand_ins.give(SUE, BEN, When())


def test_no_stretch_is_of_the_past_or_ends_before_it_begins(desk, clock):
    for when in (When(clock() + DAY, clock() + HOUR), When(end=clock() + 400 * DAY)):
        with pytest.raises(Misunderstood, match="no stretch"):
            desk.stand_ins.take(BOB, when)


def test_who_works_for_two_rotas_says_which_or_asks_in_a_room(made, clock):
    bills = replace(ROTA, queues=("billing",), people=((SUE.place,),))
    desk = made(ROTA, bills)
    with pytest.raises(Misunderstood, match="support, billing"):
        desk.stand_ins.take(SUE, When(end=clock() + HOUR))
    desk.stand_ins.take(SUE, When(end=clock() + HOUR), queue="Support")
    assert on_call(desk)[0] == "Sue"
    desk.stand_ins.drop(SUE, here=ROOM)
    assert on_call(desk)[0] == "Bob"
    with pytest.raises(Unknown, match="no rota of “sales”"):
        desk.stand_ins.take(SUE, When(), queue="sales")


def test_one_who_is_on_both_chats_is_one_person(made, clock):
    both = replace(ROTA, people=((BOB.place, "discord:@301"), (CLEO.place,)))
    desk = made(both)
    desk.stand_ins.give(SUE, BOB, When(clock() + 10 * DAY, clock() + 11 * DAY))
    with desk._store.transaction() as tx:
        assert tx.duty.agreed("support", clock(), clock() + 20 * DAY)[0].places == (BOB.place, "discord:@301")


# Who is not there


def seen(store, clock, who, **more):
    with store.transaction() as tx:
        tx.roster.put(Member(who, clock(), **more))


def instead(desk):
    """Who would be rung now, and who is passed over for them."""
    [plan] = desk.turns.plans(BOB)
    return plan.names.get(plan.here), plan.absent


def test_who_left_or_says_that_they_are_away_is_passed_over(desk, clock, store):
    assert instead(desk) == ("Bob", ())
    seen(store, clock, BOB, presence=Presence.AWAY, is_word=True, away_until=clock() + DAY)
    seen(store, clock, CLEO, left_at=clock())
    assert instead(desk) == ("Dan", ("Bob", "Cleo"))
    seen(store, clock, DAN, presence=Presence.AWAY, is_word=True)
    assert instead(desk) == (None, ("Bob", "Cleo", "Dan"))
    clock.forward(days=1)
    assert instead(desk) == ("Bob", ())


def test_who_only_looks_away_to_the_platform_is_on_call_all_the_same(desk, clock, store):
    seen(store, clock, BOB, presence=Presence.AWAY)
    assert instead(desk) == ("Bob", ())


# The ladder


NIGHT = (Step(0.5, ("oncall",), dm=True), Step(1.0, ("oncall", "owner")))
POLICY = {"normal": Policy(2 * HOUR, 2 * HOUR, 40 * HOUR)}


@pytest.fixture
def ringing(made):
    """A desk that works around the clock, whose turns are days that change at nine, and whose ladder rings on call."""
    queues = tuple(replace(queue, hours="24x7") for queue in ROSTERED.queues)
    return made(replace(ROTA, days=1), queues=queues, timezone="Europe/Berlin", ladder=NIGHT, clocks=POLICY)


def rung(desk, number):
    return [
        (event.fact.pinged, event.fact.absent)
        for event in desk.history(number, BOB)
        if isinstance(event.fact, Escalated) and event.fact.rungs
    ]


def opened(desk, by=ANN):
    return desk.open(by, "VPN is down", "Nothing loads.", "support", ANN.place).number


def test_a_ring_reaches_who_is_on_call_then_and_not_who_was_at_the_start(ringing, clock):
    clock.time = local("2026-06-02T07:30")  # Bob's, until nine
    number = opened(ringing)
    clock.forward(hours=1)
    ringing.tick()
    clock.forward(hours=1)
    ringing.tick()
    assert rung(ringing, number) == [((BOB.place,), ()), ((CLEO.place, *SETTINGS.queues[0].supervisors), ())]


def test_who_is_not_there_is_passed_over_and_the_room_reads_so(ringing, clock, store, wire, carry):
    number = opened(ringing)
    seen(store, clock, CLEO, left_at=clock())
    seen(store, clock, DAN, presence=Presence.AWAY, is_word=True)
    clock.forward(hours=1)
    ringing.tick()
    assert rung(ringing, number) == [((BOB.place,), ("Cleo", "Dan"))]
    carry()
    assert wire.said(ROOM)[-1].endswith("On call, but not there: Cleo, Dan.")

    seen(store, clock, BOB, left_at=clock())
    clock.forward(hours=1)
    ringing.tick()
    assert rung(ringing, number)[1] == (SETTINGS.queues[0].supervisors, ("Cleo", "Dan", "Bob"))


def test_who_is_on_call_may_acknowledge_and_whose_turn_it_is_not_may_not(ringing, clock):
    number = opened(ringing)
    for wrong in (BOB, DAN):
        with pytest.raises(NotYours):
            ringing.bell.acknowledge(number, wrong)
    ringing.bell.acknowledge(number, CLEO)


def test_who_is_on_call_is_told_directly_once_a_ring_and_reads_the_subject_alone(ringing, clock, wire, carry):
    number = opened(ringing)
    clock.forward(hours=1)
    ringing.tick()
    ringing.tick()
    carry()
    assert read(wire, CLEO.place) == [f"🔔 First response to #{number} is due soon; nobody has it: VPN is down"]
    assert [(one.label, one.verb, one.number) for one in wire.pressable(CLEO.place)] == [
        ("Acknowledge", "acknowledge", number),
        (f"#{number}", "show", number),
    ]
    clock.forward(hours=1)  # that step tells nobody directly
    ringing.tick()
    carry()
    assert len(read(wire, CLEO.place)) == 1


def test_who_asked_is_told_nothing_directly_even_where_they_are_on_call(ringing, clock, wire, carry):
    opened(ringing, CLEO)
    clock.forward(hours=1)
    ringing.tick()
    carry()
    assert read(wire, CLEO.place) == []


def test_who_rings_rings_the_supervisors_and_who_is_on_call(ringing, clock):
    number = opened(ringing)
    ringing.escalate(number, BOB, "It burns.")
    fact = ringing.history(number, BOB)[-1].fact
    assert fact.pinged == (*SETTINGS.queues[0].supervisors, CLEO.place)


def test_a_wrong_dm_is_refused():
    with pytest.raises(BadSettings) as error:
        read_settings({}, {"queue": [{"name": "support"}], "ladder": [{"at": "50%", "dm": "yes"}]})
    assert error.value.sentences == ("[[ladder]] dm is 'yes'; accepted is true or false, without quotes.",)


def test_who_is_rung_for_many_at_once_gets_one_direct_message_that_names_them_all(ringing, clock, wire, carry):
    numbers = [opened(ringing) for _ in range(4)]
    own = opened(ringing, CLEO)
    clock.forward(hours=1)
    ringing.tick()
    carry()
    [said] = read(wire, CLEO.place)
    assert f"#{own}" not in said  # who asked it is told nothing
    assert said.startswith("🔔 4 tickets need you: ")
    assert all(f"#{number}" in said for number in numbers)
    shown = [("show", number) for number in numbers]
    assert [(one.verb, one.number) for one in wire.pressable(CLEO.place)] == shown  # it leads to each


def test_who_has_left_is_told_nothing_directly(ringing, clock, store, wire, carry, made):
    ladder = (Step(0.5, (DAN.place, BOB.place), dm=True),)
    desk = Desk(store, replace(ringing._settings, ladder=ladder), clock)
    opened(desk)
    seen(store, clock, DAN, left_at=clock())
    clock.forward(hours=1)
    desk.tick()
    carry()
    assert (len(read(wire, BOB.place)), read(wire, DAN.place)) == (1, [])


def test_who_left_its_queue_alone_is_told_nothing_directly_and_passed_over(ringing, clock, store, wire, carry, made):
    moved = replace(BOB, grants=frozenset({BILLS})), replace(CLEO, grants=frozenset())
    desk = Desk(store, replace(ringing._settings, ladder=(Step(0.5, ("owner", "oncall"), dm=True),)), clock)
    desk.claim(opened(desk), BOB)
    for one in moved:
        seen(store, clock, one)
    clock.forward(hours=1)
    desk.tick()
    carry()
    assert [bool(read(wire, one.place)) for one in (BOB, CLEO, DAN)] == [False, False, True]


def ahead(desk, number):
    return emphasis.plain(plain(desk.bell.ahead(number, BOB)[-1]))


def test_why_says_whom_the_ladder_rings_next(ringing, clock):
    number = opened(ringing)
    assert ahead(ringing, number) == "Cleo, who is on call: rung next, 2026-06-02 11:00 UTC."
    clock.forward(hours=1)
    ringing.tick()
    assert ahead(ringing, number) == "Cleo, who is on call, the supervisors: rung next, 2026-06-02 12:00 UTC."


# As it is typed


def typed(desk, clock, by, line, agent=None):
    verb, _, values = lines.read(f"oncall {line}", "desk")
    call = Call(verb.name, by, clock(), None, values, agent=agent, source=f"slack:C/{clock().timestamp()}")
    return plain(verbs.run(desk, ROSTERED, call).text)


@pytest.mark.parametrize(("line", "begin", "end"), [
    ("take until tomorrow 9am", "2026-06-02 10:00", "2026-06-03 09:00"),
    ("take 2h", "2026-06-02 10:00", "2026-06-02 12:00"),
    ("take from friday 5pm until monday 9am", "2026-06-05 17:00", "2026-06-08 09:00"),
    ("take from 2026-06-04 09:00 for 2h", "2026-06-04 09:00", "2026-06-04 11:00"),
    ("take", "2026-06-02 10:00", "2026-06-08 07:00"),
])  # fmt: skip
def test_a_stretch_is_typed_as_people_say_it(desk, clock, line, begin, end):
    assert typed(desk, clock, DAN, line) == f"Dan is on call for support from {begin} UTC until {end} UTC."


def test_whom_it_names_may_have_a_name_of_several_words(desk, clock):
    miller = replace(DAN, name="Dan Miller")
    said = "Dan Miller is on call for support from 2026-06-02 10:00 UTC until"
    assert typed(desk, clock, SUE, "give @Dan Miller", miller) == f"{said} 2026-06-08 07:00 UTC."
    clock.forward(seconds=1)
    assert "until 2026-06-02 12:00 UTC" in typed(desk, clock, SUE, "give @Dan Miller until 12:00", miller)


def test_what_is_no_word_of_it_is_refused_and_undo_means_drop(desk, clock):
    with pytest.raises(Misunderstood, match="take, give, swap, drop, next, accept, decline"):
        typed(desk, clock, DAN, "tomorrow")
    with pytest.raises(Misunderstood, match="Mention the person: oncall swap @name"):
        typed(desk, clock, DAN, "swap")
    typed(desk, clock, DAN, "take 2h")
    clock.forward(seconds=1)
    assert typed(desk, clock, DAN, "undo").startswith("Taken back: Dan is on call")


def test_what_is_shown_says_who_is_passed_over_and_where_there_is_no_rota(desk, clock, store):
    seen(store, clock, BOB, left_at=clock())
    assert typed(desk, clock, DAN, "") == (
        "📟 support: Bob is on call until 2026-06-08 07:00 UTC\nNot there now: Bob. Cleo is rung instead\n"
        "Next: Cleo, from 2026-06-08 07:00 UTC"
    )
    assert typed(desk, clock, BEN, "").startswith("Nobody is on call: no [[oncall]] is set")
    assert typed(desk, clock, DAN, "next").splitlines()[:2] == [
        "📟 support:", "2026-06-02 10:00 UTC – 2026-06-08 07:00 UTC: Bob"
    ]  # fmt: skip
