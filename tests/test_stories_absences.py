"""Who left or is away lets go of their tickets, in working hours, once, and those who stand in are told why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters import verbs
from adapters.calls import Call
from bot import emphasis, moments, timetable
from bot.config import Policy, Step
from bot.desk import Desk
from bot.errors import AgentsOnly, Misunderstood
from bot.events import Escalated, Vacated
from bot.people import Person
from bot.problems import BadSettings, Problems
from bot.roster import Member, Presence
from bot.ticket import Status
from bot.week import Hours, week
from storage.store import SqlStore
from tests.conftest import ANN, BOARD, BOB, CLEO, ROOM, SETTINGS, SUE
from tests.storage.test_races import at_once

OFFICE = Hours("office", "Europe/Berlin", week("Mon-Fri 09:00-17:00"))
SUPPORT, BILLING = SETTINGS.queues
PATIENT = replace(
    SETTINGS,
    queues=(replace(SUPPORT, hours="office", release_after=timedelta(hours=12)), BILLING), hours=(OFFICE,),
    clocks={"normal": Policy(timedelta(hours=4), timedelta(hours=4), timedelta(hours=40))},
    ladder=(Step(0.5, ("owner", "watchers")),),
)  # fmt: skip
LEADS = (SUE.place, "slack:group:S0LEADS")


def local(day, hour, minute=0):
    """A moment of June 2026 in Berlin; the 1st is a Monday."""
    return datetime(2026, 6, day, hour - 2, minute, tzinfo=UTC)


@pytest.fixture
def desk(store, clock):
    clock.time = local(1, 10)
    return Desk(store, PATIENT, clock)


@pytest.fixture
def number(desk):
    number = desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number
    return desk.claim(number, BOB).number


@pytest.fixture
def look(desk, clock):
    """A complete look at Slack."""

    def look(*people, presence=Presence.HERE):
        desk.attendance.keep("slack", [Member(one, clock(), presence) for one in people], clock())

    return look


def passes(desk, clock, end, look=None):
    """Time passes until `end`; every half hour the platform is looked at, and those who are gone let go."""
    while clock() < end:
        clock.forward(minutes=30)
        if look:
            look()
        let_go(desk, clock)


def let_go(desk, clock):
    clock.forward(minutes=1)
    done = 0
    while some := desk.attendance.release():
        done += some
    return done


def ticket(desk, number):
    return desk.show(number, SUE).ticket


def vacated(desk, number):
    return [one.fact for one in desk.history(number, SUE) if isinstance(one.fact, Vacated)]


def says(desk, clock, by, do):
    return moments.plain(verbs.run(desk, PATIENT, Call("me", by, clock(), values={"do": do})).text)


# Left


def test_who_left_the_agents_lets_go_of_open_and_of_snoozed_tickets_and_supervisors_are_told_why(
    desk, clock, look, number, wire, carry
):
    snoozed = desk.claim(desk.open(ANN, "Toner", "Empty.", "support", ANN.place).number, BOB).number
    desk.pend(snoozed, BOB, local(5, 9))
    look(BOB, SUE)
    assert let_go(desk, clock) == 0
    look(SUE)
    assert let_go(desk, clock) == 2

    assert [ticket(desk, one).owner for one in (number, snoozed)] == [None, None]
    assert ticket(desk, snoozed).status is Status.PENDING
    assert vacated(desk, number) == [Vacated("Bob", "support", "left", LEADS)]
    carry()
    assert "👤 Bob has left the agents of support: #1 is nobody's again" in wire.said(ROOM)
    assert wire.slack.words[-1].pings == LEADS


def test_who_was_deactivated_has_left_and_who_lost_one_queues_room_has_left_that_queue(desk, clock, look, number):
    look(replace(BOB, grants=frozenset({"slack:C0BILLS"})), SUE)
    assert let_go(desk, clock) == 1
    assert vacated(desk, number)[0].cause == "left"


def test_without_a_look_nobody_has_left(desk, clock, look, number):
    look(BOB, SUE)
    passes(desk, clock, local(3, 12))  # Slack is down for two days
    assert ticket(desk, number).owner == BOB.place


def test_a_look_of_a_clock_that_was_ahead_does_not_outlast_those_that_follow(desk, clock, look, number):
    now = clock()
    clock.forward(days=1)
    look(BOB)
    clock.time = now
    look()
    desk.attendance.release()
    assert ticket(desk, number).owner is None


def test_a_look_at_one_chat_says_nothing_of_another(desk, clock, look, number):
    desk.claim(number, CLEO, steal=True)
    desk.attendance.keep("discord", [Member(CLEO, clock())], clock())
    look(SUE)
    assert let_go(desk, clock) == 0


def test_what_has_ended_stays_theirs(desk, clock, look, number):
    desk.resolve(number, BOB)
    look(SUE)
    assert let_go(desk, clock) == 0
    assert ticket(desk, number).owner == BOB.place


def test_at_night_nobody_is_told_and_the_tickets_wait_until_somebody_works(desk, clock, look, number):
    clock.time = local(1, 20)
    look(BOB, SUE)
    look(SUE)
    assert let_go(desk, clock) == 0
    clock.time = local(2, 9)
    assert let_go(desk, clock) == 1


def test_who_comes_back_gets_nothing_back_by_itself(desk, clock, look, number):
    look(BOB, SUE)
    look(SUE)
    let_go(desk, clock)
    look(BOB, SUE)
    assert let_go(desk, clock) == 0
    assert ticket(desk, number).owner is None
    assert desk.claim(number, BOB).owner == BOB.place


def test_many_at_once_are_one_message_and_go_in_batches(desk, clock, look, wire, carry):
    numbers = [desk.open(ANN, f"Mail {n}", "Lost.", "support").number for n in range(60)]
    for one in numbers:
        desk.claim(one, BOB)
    look(BOB, SUE)
    look(SUE)
    clock.forward(minutes=1)
    assert [desk.attendance.release() for _ in range(3)] == [50, 10, 0]

    carry()
    [told] = [one for one in wire.board(ROOM) if "Bob" in one]
    assert told.startswith(
        "👤 Bob has left the agents of support: 60 tickets are nobody's again. /desk list owner:none"
    )
    assert [one for one in wire.board(BOARD) if "60 tickets" in one]
    assert {fact.is_gathered for one in numbers for fact in vacated(desk, one)} == {True}
    assert not [words.pings for words in wire.slack.words if words and getattr(words, "pings", ())]


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_two_processes_let_go_of_each_ticket_once(engine, desk, clock, look):
    numbers = [desk.open(ANN, f"Mail {n}", "Lost.", "support").number for n in range(120)]
    for one in numbers:
        desk.claim(one, BOB)
    look(BOB, SUE)
    look(SUE)
    clock.forward(minutes=1)

    def process():
        other = Desk(SqlStore(engine), PATIENT, clock)
        while other.attendance.release():
            pass

    assert at_once(*(process for _ in range(3))) == []
    assert [len(vacated(desk, one)) for one in numbers] == [1] * 120
    with desk._store.transaction() as tx:
        assert tx.roster.owns(BOB.place) == {}


# Away


def test_away_on_the_platform_counts_working_time_of_the_queue(desk, clock, look, number):
    def away():
        look(BOB, presence=Presence.AWAY)

    away()
    passes(desk, clock, local(2, 13, 30), away)  # 7 hours on Monday, 4.5 on Tuesday
    assert ticket(desk, number).owner == BOB.place
    passes(desk, clock, local(2, 14, 30), away)
    assert vacated(desk, number) == [Vacated("Bob", "support", "away", LEADS)]


def test_who_is_back_in_time_keeps_all_and_begins_anew(desk, clock, look, number):
    look(BOB, presence=Presence.AWAY)
    passes(desk, clock, local(2, 13), lambda: look(BOB, presence=Presence.AWAY))
    look(BOB)
    passes(desk, clock, local(3, 16), lambda: look(BOB, presence=Presence.AWAY))
    assert ticket(desk, number).owner == BOB.place


def test_an_outage_is_no_absence(desk, clock, look, number):
    look(BOB, presence=Presence.AWAY)
    passes(desk, clock, local(4, 10))
    look(BOB, presence=Presence.AWAY)
    assert let_go(desk, clock) == 0


def test_a_queue_that_says_nothing_waits_for_ever(store, clock, look, number):
    waiting = Desk(store, SETTINGS, clock)
    waiting.attendance.away(BOB, clock() + timedelta(days=300))
    clock.forward(days=200)
    assert waiting.attendance.release() == 0
    assert waiting.show(number, BOB).ticket.owner == BOB.place


# One's own word


def test_away_until_a_time_is_said_back_and_shown(desk, clock, number):
    told = says(desk, clock, BOB, "away until tomorrow 9am")
    assert told == (
        "You are away until 2026-06-02 09:00 UTC. Meanwhile no ticket is given to you, and who stands in is rung."
    )
    assert "You are away until 2026-06-02 09:00 UTC." in says(desk, clock, BOB, "")
    assert says(desk, clock, BOB, "back") == "You are here again. Tickets that went back to their queue stay there."
    assert "away" not in says(desk, clock, BOB, "")


def test_away_without_an_end_lasts_until_they_are_back(desk, clock, look, number):
    assert says(desk, clock, BOB, "away").startswith("You are away until you say: /desk me back")
    passes(desk, clock, local(2, 13), lambda: look(BOB, SUE))
    assert ticket(desk, number).owner == BOB.place
    passes(desk, clock, local(2, 15), lambda: look(BOB, SUE))
    assert vacated(desk, number)[0].cause == "away"


def test_who_will_be_away_for_longer_than_the_queue_waits_is_told_and_lets_go_at_once(desk, clock, number):
    told = says(desk, clock, BOB, "away until 2026-06-15 09:00")
    assert told.endswith("That is longer than support waits: your ticket there is given back.")
    assert desk.attendance.release() == 1
    assert ticket(desk, number).owner is None


def test_only_agents_are_away_and_only_until_a_time_to_come(desk, clock):
    with pytest.raises(AgentsOnly):
        says(desk, clock, Person("Max", "slack:@UMAX"), "away")
    for said in ("away until whenever", "away until yesterday", "back tomorrow"):
        with pytest.raises(Misunderstood):
            says(desk, clock, BOB, said)


def rung(desk, clock, number):
    clock.forward(hours=2)
    while desk.tick():
        pass
    return [one.fact for one in desk.history(number, SUE) if isinstance(one.fact, Escalated)][-1]


def test_who_said_that_they_are_away_is_not_rung_and_who_stands_in_reads_why(desk, clock, number, wire, carry):
    says(desk, clock, BOB, "away until tomorrow 9am")
    fact = rung(desk, clock, number)
    assert (fact.pinged, fact.is_away) == (LEADS, True)
    carry()
    assert "🔔 First response to #1 is due soon; Bob has it: Bob is away: who stands in is rung." in wire.said(ROOM)


def test_who_is_only_idle_on_the_platform_is_rung(desk, clock, look, number):
    look(BOB, SUE, presence=Presence.AWAY)
    assert rung(desk, clock, number).pinged == (BOB.place,)


def test_a_watcher_who_is_away_is_not_rung(desk, clock, number):
    desk.circle.watch(number, SUE)
    says(desk, clock, SUE, "away")
    assert rung(desk, clock, number).pinged == (BOB.place,)


def release_after(said):
    """What a queue's `release_after` is read as, or the sentences that refuse it."""
    wrong = Problems()
    queue = timetable.timed(wrong, "[[queue]] support", {"release_after": said}, SUPPORT, {})
    try:
        wrong.stop()
    except BadSettings as error:
        return error.sentences
    return queue.release_after


def test_how_long_a_queue_waits_is_a_length_up_to_a_year_or_never():
    assert release_after("16h") == timedelta(hours=16)
    assert release_after("never") == timedelta()
    assert "366d, or “never”" in release_after("400d")[0]
    assert "accepted is a length of time" in release_after("soon")[0]


def test_why_names_who_stands_in_for_an_owner_who_will_be_away_then(desk, number):
    def ahead():
        return emphasis.plain(desk.bell.ahead(number, BOB)[-1])

    assert ahead().startswith("Bob: rung next")
    desk.attendance.away(BOB, local(1, 11))  # back before it rings
    assert ahead().startswith("Bob: rung next")
    desk.attendance.away(BOB, None)
    assert ahead().startswith("the supervisors: rung next")
