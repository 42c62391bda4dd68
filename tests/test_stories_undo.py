"""What an agent did last can be taken back: the ticket is as if it had never been, unless others have built on it."""

from dataclasses import replace
from datetime import timedelta
from functools import reduce

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot import clocks, restoring
from bot.apply import apply
from bot.desk import Desk
from bot.errors import AgentsOnly, LeftAlready, NoSuchTicket, Refused
from bot.events import Undone
from bot.hours import AroundTheClock
from bot.incoming import Incoming
from bot.relations import How
from bot.standing import standing
from bot.ticket import Priority, Status, Ticket, timed
from storage.store import SqlStore
from tests.conftest import ANN, BEN, BILLS, BOB, CLEO, MAX, ROOM, SETTINGS, SUE, Clock
from tests.databases import in_memory

HOUR = timedelta(hours=1)


@pytest.fixture
def number(desk):
    return desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number


@pytest.fixture
def other(desk, number):
    return desk.open(ANN, "Intranet", "It is gone.", "support", ANN.place).number


def row(store, number):
    with store.transaction() as tx:
        ticket = tx.tickets.get(number)
        assert reduce(apply, tx.tickets.history(number), Ticket(number)) == ticket
        return ticket


def same(one, other):
    return replace(one, version=0, updated_at=None) == replace(other, version=0, updated_at=None)


DEEDS = {  # everything that can be taken back, on a ticket that Bob has
    "release": lambda desk, one, two: desk.release(one, BOB),
    "assign": lambda desk, one, two: desk.assign(one, BOB, SUE),
    "priority": lambda desk, one, two: desk.priority(one, BOB, Priority.URGENT),
    "queue": lambda desk, one, two: desk.queue(one, BOB, "billing"),
    "tag": lambda desk, one, two: desk.tag(one, BOB, ("vpn",), ("old",)),
    "subject": lambda desk, one, two: desk.subject(one, BOB, "Other"),
    "pend": lambda desk, one, two: desk.pend(one, BOB),
    "resolve": lambda desk, one, two: desk.resolve(one, BOB, "fixed", "Done."),
    "close": lambda desk, one, two: desk.close(one, BOB, "spam"),
    "time": lambda desk, one, two: desk.time(one, BOB, 15),
    "watch": lambda desk, one, two: desk.circle.watch(one, BOB),
    "cc": lambda desk, one, two: desk.circle.watch(one, BOB, "cc", address="dave@example.org"),
    "requester": lambda desk, one, two: desk.circle.watch(one, BOB, "requester", MAX),
    "merge": lambda desk, one, two: desk.ties.merge(one, BOB, two),
    "absorb": lambda desk, one, two: desk.ties.merge(two, BOB, one),
    "link": lambda desk, one, two: desk.ties.link(one, BOB, How.BLOCKS, two),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_what_one_did_is_as_if_it_had_never_been_on_every_ticket_it_touched(desk, store, clock, number, other, deed):
    desk.claim(number, BOB)
    desk.tag(number, BOB, ("old",))
    before = row(store, number), row(store, other)
    clock.forward(minutes=1)
    DEEDS[deed](desk, number, other)
    assert not same(row(store, number), before[0])
    clock.forward(minutes=1)

    desk.undo(number, BOB)

    assert same(row(store, number), before[0])
    assert same(row(store, other), before[1])


def test_one_undo_after_another_goes_back_step_by_step(desk, store, number):
    before = row(store, number)
    desk.claim(number, BOB)
    desk.priority(number, BOB, Priority.HIGH)
    desk.tag(number, BOB, ("vpn",))

    for _ in range(3):
        desk.undo(number, BOB)

    assert same(row(store, number), before)
    with pytest.raises(Refused, match="can be taken back"):
        desk.undo(number, BOB)


def test_what_was_reopened_ends_again_as_it_had(desk, store, clock, number):
    before = desk.resolve(number, BOB, "fixed")
    clock.forward(minutes=1)
    desk.reopen(number, BOB)

    assert same(desk.undo(number, BOB), before)


def test_a_removed_link_is_there_again_on_both(desk, store, number, other):
    desk.ties.link(number, BOB, How.BLOCKED, other)
    before = row(store, number), row(store, other)
    desk.ties.link(number, BOB, None, other)

    desk.undo(number, BOB)

    assert (same(row(store, number), before[0]), same(row(store, other), before[1])) == (True, True)


def test_notes_are_no_deeds_and_the_room_reads_what_was_taken_back(desk, wire, carry, number):
    desk.priority(number, BOB, Priority.HIGH)
    desk.note(number, BOB, "Hm.")
    desk.undo(number, BOB)
    carry()

    assert wire.said(ROOM)[-1] == "↩️ Bob took back the change of priority"


def test_what_others_did_meanwhile_stays_where_it_is_not_the_same(desk, number):
    desk.tag(number, BOB, ("vpn",))
    desk.tag(number, CLEO, ("net",))
    desk.claim(number, CLEO)
    desk.receive(Incoming(ANN, "Hello?", "support", "mail:<2@x>", ANN.place, is_conversation=True))

    after = desk.undo(number, BOB)

    assert (after.tags, after.owner, after.last_words) == (("net",), CLEO.place, "Hello?")


@pytest.mark.parametrize(
    ("mine", "theirs", "why"),
    [
        (lambda d, n: d.claim(n, BOB), lambda d, n: d.claim(n, CLEO, steal=True), "Cleo claimed this ticket"),
        (lambda d, n: d.priority(n, BOB, Priority.HIGH), lambda d, n: d.priority(n, SUE, Priority.LOW), "Sue set"),
        (lambda d, n: d.tag(n, BOB, ("vpn",)), lambda d, n: d.tag(n, SUE, (), ("vpn",)), "Sue tagged: -vpn"),
        (lambda d, n: d.resolve(n, BOB), lambda d, n: d.reopen(n, ANN), "Ann reopened this ticket"),
        (lambda d, n: d.close(n, BOB), lambda d, n: d.reopen(n, SUE), "Sue reopened this ticket"),
        (lambda d, n: d.subject(n, BOB, "a"), lambda d, n: d.subject(n, CLEO, "b"), "Cleo changed the subject"),
    ],
)
def test_what_others_have_built_on_is_kept_and_the_sentence_says_by_whom(desk, store, number, mine, theirs, why):
    mine(desk, number)
    theirs(desk, number)
    before = row(store, number)

    with pytest.raises(Refused, match=f"Since then: {why}"):
        desk.undo(number, BOB)
    assert row(store, number) == before


def test_a_resolution_that_was_not_told_yet_is_never_told(desk, wire, carry, number):
    carry()
    desk.resolve(number, BOB)
    desk.undo(number, BOB)
    carry()

    assert wire.at(ANN.place) == ["Acknowledged"]
    assert "told of it already" not in wire.said(ROOM)[-1]


def test_where_the_requester_was_told_already_the_room_reads_so(desk, wire, carry, number):
    desk.resolve(number, BOB)
    carry()
    assert desk.undo(number, BOB).status is Status.NEW
    carry()

    assert wire.at(ANN.place) == ["Acknowledged", "Resolved"]
    assert wire.said(ROOM)[-1].endswith("the requester was told of it already")


def test_an_answer_that_left_or_a_ring_stands_in_the_way_of_what_was_before(desk, carry, number):
    desk.claim(number, BOB)
    desk.escalate(number, BOB, "It burns.")
    with pytest.raises(Refused, match="ring the supervisors"):
        desk.undo(number, BOB)

    desk.reply(number, BOB, "Restart it.")
    carry()
    with pytest.raises(LeftAlready):
        desk.undo(number, BOB)


def test_who_moved_it_away_fetches_it_back_until_its_new_agents_touch_it(desk, wire, carry, number):
    desk.queue(number, BOB, "billing")
    with pytest.raises(NoSuchTicket):
        desk.undo(number, CLEO)
    assert desk.undo(number, BOB).queue == "support"
    carry()
    assert "Bob took back the move to the other queue" in wire.said(BILLS)[-1]

    desk.queue(number, BOB, "billing")
    desk.note(number, BEN, "Ours.")
    with pytest.raises(NoSuchTicket):
        desk.undo(number, BOB)


@pytest.mark.parametrize(("by", "why"), [(ANN, AgentsOnly), (BEN, NoSuchTicket), (MAX, NoSuchTicket)], ids=str)
def test_nobody_undoes_who_may_not_work_on_it(desk, number, by, why):
    desk.claim(number, BOB)
    with pytest.raises(why):
        desk.undo(number, by)


def test_the_same_click_twice_takes_one_step_back(desk, store, number):
    desk.claim(number, BOB)
    desk.priority(number, BOB, Priority.HIGH)
    desk.undo(number, BOB, source="slack:press/1")
    before = row(store, number)

    desk.undo(number, BOB, source="slack:press/1")

    assert row(store, number) == before


# Any history at all

STEPS = {
    **{name: deed for name, deed in DEEDS.items() if name not in ("queue", "requester")},
    "claim": lambda desk, one, two: desk.claim(one, BOB, steal=True),
    "reopen": lambda desk, one, two: desk.reopen(one, BOB),
    "reply": lambda desk, one, two: desk.reply(one, BOB, "Restart it."),
    "note": lambda desk, one, two: desk.note(one, BOB, "Hm."),
    "priority of Cleo": lambda desk, one, two: desk.priority(one, CLEO, Priority.LOW),
    "claim of Cleo": lambda desk, one, two: desk.claim(one, CLEO, steal=True),
    "close of Sue": lambda desk, one, two: desk.close(one, SUE),
    "Ann": lambda desk, one, two: desk.reopen(one, ANN),
    "undo": lambda desk, one, two: desk.undo(one, BOB),
    "undo of Cleo": lambda desk, one, two: desk.undo(one, CLEO),
}


def world():
    engine = in_memory()
    store, clock = SqlStore(engine), Clock()
    desk = Desk(store, replace(SETTINGS, undo_for=HOUR), clock)
    for subject in ("VPN is down", "Intranet"):
        desk.open(ANN, subject, "It is gone.", "support", ANN.place)
    return desk, store, clock


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from([(1, 2), (2, 1)])), max_size=14))
@settings(max_examples=80)
def test_after_any_deeds_a_ticket_is_what_its_history_amounts_to_without_what_was_undone(steps):
    desk, store, clock = world()
    for name, (one, two) in steps:
        clock.forward(minutes=7)
        try:
            STEPS[name](desk, one, two)
        except Refused:
            continue
        for number in (1, 2):
            with store.transaction() as tx:
                history, ticket = tx.tickets.history(number), tx.tickets.get(number)
            assert reduce(apply, history, Ticket(number)) == ticket
            without = restoring.folded(number, standing(history))
            due = clocks.due(without, SETTINGS.policy(without.priority), SETTINGS.ladder, AroundTheClock())
            assert same(timed(without, due), timed(ticket, due))
            assert not any(isinstance(event.fact, Undone) and not event.fact.events for event in history)


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=8), st.sampled_from(sorted(DEEDS)))
@settings(max_examples=60)
def test_a_deed_and_its_undo_leave_any_ticket_as_it_was(steps, deed):
    assume(deed != "requester" or "reply" not in steps)  # what did not leave yet stays taken back
    desk, store, clock = world()
    for name in steps:
        clock.forward(minutes=7)
        try:
            STEPS[name](desk, 1, 2)
        except Refused:
            continue
    before = {number: (row(store, number), row(store, number).version) for number in (1, 2)}
    try:
        DEEDS[deed](desk, 1, 2)
    except Refused:
        return
    if row(store, 1).version == before[1][1]:  # it was so already, or that of the ticket that it went into
        return

    desk.undo(1, BOB)

    for number, (ticket, _) in before.items():
        now = row(store, number)
        assert [name for name in restoring.KEPT if getattr(now, name) != getattr(ticket, name)] == []
