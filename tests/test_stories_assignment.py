"""Tickets that nobody has are given to agents by the desk, where their queue says so, and fairly."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import ruling, verbs
from bot.assignment import Assignment
from bot.desk import Desk
from bot.emphasis import bold
from bot.events import Assigned, Released
from bot.figures import figures
from bot.handover import To
from bot.hours import AroundTheClock
from bot.incoming import Incoming
from bot.people import Person
from bot.roster import Member, Presence
from bot.rule import Rule
from bot.week import Hours
from storage.engine import connect
from storage.store import SqlStore
from storage.tables import METADATA
from tests.conftest import ANN, BOARD, MAX, ROOM, SETTINGS, SUE, Clock
from tests.storage.test_races import at_once

BOB, DAN, EVE = (Person(name, f"slack:@U{name.upper()}", frozenset({ROOM})) for name in ("Bob", "Dan", "Eve"))
CLEO = Person("Cleo", "discord:@300", frozenset({BOARD}))
WEEK = Hours("office", "UTC", (((540, 1020),),) * 5 + ((), ()))  # nine to five
SERIAL = count()


def sharing(how="round robin", most=10, **more):
    first, *others = SETTINGS.queues
    return replace(SETTINGS, queues=(replace(first, assign=how, assign_most=most, **more), *others))


def works(store, *people, presence=Presence.HERE, at=None, **more):
    with store.transaction() as tx:
        for one in people:
            tx.roster.put(Member(one, at or datetime(2026, 6, 1, 12, tzinfo=UTC), presence, **more))


def asks(desk, many=1, requester=ANN):
    return [
        desk.receive(
            Incoming(requester, "It burns.", "support", f"mail:<{next(SERIAL)}@example.org>", ANN.place, "VPN")
        )[0].number
        for _ in range(many)
    ]


def share(desk):
    while desk.assignment.give():
        pass


def owners(desk, numbers):
    return [desk.show(number, SUE).ticket.owner_name for number in numbers]


@pytest.fixture
def fair(store, clock):
    works(store, BOB, DAN, EVE)
    return Desk(store, sharing(), clock)


def test_nothing_is_given_where_the_queue_does_not_say_so(desk, store):
    works(store, BOB)
    numbers = asks(desk)
    share(desk)
    assert owners(desk, numbers) == [""]


def test_by_turns_everybody_is_given_one_after_the_other(fair):
    numbers = asks(fair, 5)
    share(fair)
    assert owners(fair, numbers) == ["Bob", "Dan", "Eve", "Bob", "Dan"]


def test_a_restart_keeps_the_turn(fair, store, clock):
    asks(fair)
    share(fair)
    after = Desk(store, sharing(), clock)
    numbers = asks(after)
    share(after)
    assert owners(after, numbers) == ["Dan"]


def test_the_least_loaded_is_given_the_next_and_of_equals_who_was_given_one_longest_ago(store, clock):
    works(store, BOB, DAN, EVE)
    desk = Desk(store, sharing("least loaded"), clock)
    first = asks(desk, 3)
    desk.claim(first[0], BOB)
    desk.claim(first[1], BOB)
    desk.claim(first[2], DAN)
    more = asks(desk, 4)
    share(desk)
    assert owners(desk, more) == ["Eve", "Dan", "Eve", "Bob"]


def test_what_waits_for_its_requester_is_no_load(store, clock):
    works(store, BOB, DAN)
    desk = Desk(store, sharing("least loaded", most=1), clock)
    [first] = asks(desk)
    share(desk)
    assert owners(desk, [first]) == ["Bob"]
    desk.pend(first, BOB)
    second = asks(desk, 2)
    share(desk)
    assert sorted(owners(desk, second)) == ["Bob", "Dan"]


def test_nobody_is_given_more_than_the_cap_but_people_may_take_more(store, clock):
    works(store, BOB, DAN)
    desk = Desk(store, sharing(most=2), clock)
    numbers = asks(desk, 6)
    share(desk)
    assert sorted(owners(desk, numbers)) == ["", "", "Bob", "Bob", "Dan", "Dan"]
    desk.claim(numbers[-1], BOB)
    share(desk)
    assert owners(desk, numbers).count("Dan") == 2


def test_the_room_is_told_once_that_nobody_can_be_given_any_and_why_says_so_of_each(store, clock, wire, carry):
    works(store, BOB)
    works(store, DAN, presence=Presence.AWAY)
    desk = Desk(store, sharing(most=1), clock)
    numbers = asks(desk, 3)
    share(desk)
    clock.forward(minutes=2)
    share(desk)
    carry()
    [told] = [one for one in wire.board(ROOM) if one.startswith("🪑")]
    assert told == "🪑 New tickets of support are nobody's for now: Dan is away, Bob has 1 open ticket"
    assert desk.assignment.why(numbers[-1], SUE) == ["Nobody has it: Dan is away, Bob has 1 open ticket."]
    assert desk.assignment.why(numbers[-1], ANN) == []


def test_who_is_away_is_passed_over_and_is_given_the_next_when_back(fair, store, clock):
    works(store, BOB, presence=Presence.AWAY, away_until=clock() + timedelta(hours=1), is_word=True)
    first = asks(fair, 2)
    share(fair)
    assert owners(fair, first) == ["Dan", "Eve"]
    clock.forward(hours=2)
    second = asks(fair)
    share(fair)
    assert owners(fair, second) == ["Bob"]


def test_who_left_is_given_nothing(fair, store, clock):
    works(store, BOB, left_at=clock())
    numbers = asks(fair, 2)
    share(fair)
    assert owners(fair, numbers) == ["Dan", "Eve"]


def test_supervisors_are_given_none_unless_there_is_nobody_else(fair, store, clock):
    works(store, SUE)
    numbers = asks(fair, 4)
    share(fair)
    assert "Sue" not in owners(fair, numbers)
    works(store, BOB, DAN, EVE, left_at=clock())
    alone = asks(fair)
    clock.forward(minutes=1)
    share(fair)
    assert owners(fair, alone) == ["Sue"]


def test_one_person_on_two_chats_has_one_turn_and_one_cap_and_is_away_on_both(store, clock):
    works(store, BOB, CLEO)
    with store.transaction() as tx:
        for one in (BOB, CLEO):
            tx.people.meet(one, clock())
        tx.people.join(BOB.place, [CLEO.place])
    desk = Desk(store, sharing(most=2), clock)
    numbers = asks(desk, 3)
    share(desk)
    assert sorted(owners(desk, numbers)) in (["", "Bob", "Bob"], ["", "Cleo", "Cleo"])
    works(store, CLEO, presence=Presence.AWAY, is_word=True)
    desk.resolve(numbers[0], SUE)
    clock.forward(minutes=1)
    share(desk)
    assert owners(desk, numbers)[-1] == ""
    works(store, BOB, presence=Presence.AWAY)  # as Slack shows it; Discord shows nobody
    works(store, CLEO, presence=Presence.UNKNOWN)
    clock.forward(minutes=1)
    share(desk)
    assert owners(desk, numbers)[-1] == ""


def test_what_somebody_gave_back_goes_to_another_and_never_at_once_to_them(fair):
    [number] = asks(fair)
    share(fair)
    fair.release(number, BOB)
    share(fair)
    assert owners(fair, [number]) == ["Dan"]


def test_what_everybody_who_is_here_gave_back_stays_nobodys_and_says_why(store, clock):
    works(store, BOB)
    desk = Desk(store, sharing(), clock)
    [number] = asks(desk)
    share(desk)
    desk.handover.give(BOB, {number: ""}, To.NOBODY)
    share(desk)
    assert owners(desk, [number]) == [""]
    assert desk.assignment.why(number, BOB)[-1] == "Nobody has it: Bob has had it."
    works(store, DAN)
    clock.forward(minutes=1)
    share(desk)
    assert owners(desk, [number]) == ["Dan"]


def test_nobody_is_given_it_again_while_the_desk_alone_has_given_it_to_others_since(store, clock):
    works(store, BOB, DAN)
    desk = Desk(store, sharing(), clock)
    [number] = asks(desk)
    for one in (BOB, DAN):
        share(desk)
        desk.release(number, one)
    share(desk)
    assert owners(desk, [number]) == [""]
    desk.assign(number, SUE, EVE)
    desk.release(number, EVE)
    share(desk)
    assert owners(desk, [number]) == ["Bob"]


@pytest.mark.parametrize(("happening", "wanted"), [("owner", ""), ("time", "older:1h owner:any")])
def test_a_rule_that_takes_from_each_what_the_desk_gives_comes_to_an_end(store, clock, happening, wanted):
    works(store, BOB, DAN, EVE)
    made = replace(sharing(), rules=(Rule("freer", (happening,), ("release",), wanted),))
    desk = ruling.enlist(Desk(store, made, clock), made, verbs.TABLE)
    [number] = asks(desk)
    clock.forward(hours=2)
    for _ in range(12):
        share(desk)
        while desk.rules.tick():
            pass
        clock.forward(minutes=2)
    assert sum(isinstance(event.fact, Assigned) for event in desk.history(number, SUE)) == 3


def test_what_nobody_can_be_given_keeps_nothing_waiting_that_comes_later(store, clock):
    works(store, BOB)
    desk = Desk(store, sharing(), clock)
    for number in asks(desk, 7):
        desk.claim(number, BOB)
        desk.release(number, BOB)
    desk.assignment = Assignment(store, desk._book, batch=3)
    last = asks(desk)
    for _ in range(3):
        share(desk)
    assert owners(desk, last) == ["Bob"]


def test_outside_working_hours_nobody_is_given_one_and_in_the_morning_somebody_is(store, clock):
    works(store, BOB)
    desk = Desk(store, replace(sharing(hours="office"), hours=(WEEK,)), clock)
    clock.time = datetime(2026, 6, 1, 20, tzinfo=UTC)
    numbers = asks(desk)
    share(desk)
    assert owners(desk, numbers) == [""]
    assert "it does when work begins" in desk.assignment.why(numbers[0], BOB)[-1]
    clock.time = datetime(2026, 6, 2, 9, 1, tzinfo=UTC)
    share(desk)
    assert owners(desk, numbers) == ["Bob"]


def test_what_a_person_does_goes_first(fair):
    number, other = asks(fair, 2)
    fair.claim(number, EVE)
    share(fair)
    assert owners(fair, [number, other]) == ["Eve", "Bob"]
    fair.claim(other, DAN, steal=True)
    share(fair)
    assert owners(fair, [other]) == ["Dan"]


def test_a_moved_and_a_reopened_ticket_without_an_owner_are_given_too(fair):
    moved = fair.open(ANN, "Bill", "Why?", "billing", ANN.place).number
    share(fair)
    fair.queue(moved, SUE, "support")
    share(fair)
    assert owners(fair, [moved]) == ["Bob"]
    [ended] = asks(fair)
    fair.resolve(ended, ANN)
    share(fair)
    assert owners(fair, [ended]) == [""]
    fair.reopen(ended, ANN)
    share(fair)
    assert owners(fair, [ended]) == ["Dan"]


def test_parts_of_an_incident_are_left_alone_and_the_incident_is_given(fair):
    numbers = asks(fair, 2)
    incident = fair.circle.incident(numbers[0], SUE, [numbers[1]])
    share(fair)
    assert owners(fair, [*numbers, incident.number]) == ["", "", "Bob"]
    assert "part of an incident" in fair.assignment.why(numbers[0], SUE)[-1]


def test_what_is_held_in_a_storm_waits_for_its_card(fair, store, clock):
    [number] = asks(fair)
    with store.transaction() as tx:
        tx.held.add(number, (ROOM,), tx.tickets.history(number)[0].id, clock())
    share(fair)
    assert owners(fair, [number]) == [""]
    with store.transaction() as tx:
        tx.held.release(number)
    clock.forward(minutes=1)
    share(fair)
    assert owners(fair, [number]) == ["Bob"]


def test_what_is_proposed_for_another_ticket_waits_for_a_decision(fair):
    first = Incoming(ANN, "It burns.", "support", "mail:<first@example.org>", ANN.place, "VPN")
    fair.claim(fair.receive(first)[0].number, EVE)
    doubtful = replace(first, by=MAX, text="Me too.", source="mail:<2@x>", origin=MAX.place, answers=(first.source,))
    proposed, _ = fair.receive(doubtful)
    assert proposed.candidate
    share(fair)
    assert owners(fair, [proposed.number]) == [""]
    fair.separate(proposed.number, SUE)
    share(fair)
    assert owners(fair, [proposed.number]) == ["Bob"]


def test_the_thread_calls_whoever_is_given_it_once_and_the_history_tells_why(fair, wire, carry):
    [number] = asks(fair)
    share(fair)
    share(fair)
    carry()
    called = [words for words in wire.slack.words if words and words.pings]
    assert [(words.head, words.pings) for words in called] == [
        ("Deskbell gave this ticket to Bob: it is their turn", (BOB.place,))
    ]
    facts = [event.fact for event in fair.history(number, SUE) if isinstance(event.fact, Assigned)]
    assert facts == [Assigned(BOB.place, "Bob", how="round robin")]
    assert fair.assignment.why(number, SUE) == [f"{bold('Bob')} was given it by the desk: it was their turn."]


def test_it_cannot_be_undone_but_given_back(fair):
    [number] = asks(fair)
    share(fair)
    with pytest.raises(Exception, match="Nothing on #"):
        fair.undo(number, BOB)
    fair.release(number, BOB)
    assert isinstance(fair.history(number, SUE)[-1].fact, Released)


def test_what_the_desk_gave_to_one_who_solved_it_counts_as_first_level(fair, store):
    [number] = asks(fair)
    share(fair)
    fair.reply(number, BOB, "Plug it in.")
    fair.resolve(number, BOB)
    with store.transaction() as tx:
        history = tx.tickets.history(number)
    assert any(one.is_first_level for one in figures(number, history, AroundTheClock().between))


def test_two_processes_at_once_keep_the_turns_and_the_cap(store, clock):
    people = [Person(name, f"slack:@U{name}", frozenset({ROOM})) for name in ("A", "B", "C", "D")]
    works(store, *people)
    desks = [Desk(store, sharing(most=5), clock) for _ in range(3)]
    numbers = asks(desks[0], 30)

    assert at_once(*(lambda desk=desk: share(desk) for desk in desks)) == []
    with store.transaction() as tx:
        events = sorted((event for number in numbers for event in tx.tickets.history(number)), key=lambda one: one.id)
    given_to = [event.fact.owner_name for event in events if isinstance(event.fact, Assigned)]
    assert given_to == ["A", "B", "C", "D"] * 5


STEPS = st.lists(
    st.one_of(
        st.just(("asks", 0)), st.tuples(st.just("ends"), st.integers(0, 9)),
        st.tuples(st.just("away"), st.integers(0, 3)), st.tuples(st.just("back"), st.integers(0, 3)),
    ), max_size=20,
)  # fmt: skip


@given(how=st.sampled_from(("round robin", "least loaded")), most=st.integers(1, 3), steps=STEPS)
@settings(max_examples=25)
def test_whatever_happens_the_choice_is_that_of_a_slow_oracle(how, most, steps):
    engine = connect("sqlite://")
    METADATA.create_all(engine)
    store, clock = SqlStore(engine), Clock()
    people = [Person(name, f"slack:@U{name}", frozenset({ROOM})) for name in "ABCD"]
    works(store, *people)
    desk = Desk(store, sharing(how, most), clock)
    here, line, has, waiting = set("ABCD"), list("ABCD"), dict[int, str](), list[int]()
    for what, which in steps:
        if what == "asks":
            waiting += asks(desk)
        elif what == "ends" and has:
            number = sorted(has)[which % len(has)]
            desk.resolve(number, SUE)
            del has[number]
        elif what in ("away", "back"):
            works(store, people[which], presence=Presence.AWAY if what == "away" else Presence.HERE)
            (here.discard if what == "away" else here.add)("ABCD"[which])
        clock.forward(minutes=1)
        share(desk)
        while waiting:
            loads = {one: list(has.values()).count(one) for one in line}
            fit = [one for one in line if one in here and loads[one] < most]
            if not fit:
                break
            chosen = fit[0] if how == "round robin" else min(fit, key=lambda one: loads[one])
            line.remove(chosen)
            line.append(chosen)
            has[waiting.pop(0)] = chosen
        assert {number: desk.show(number, SUE).ticket.owner_name for number in [*has, *waiting]} == has | dict.fromkeys(
            waiting, ""
        )
    engine.dispose()
