"""Tickets that have to do with each other: what blocks must end first, and no circle is ever tied."""

import pytest

from bot.errors import AgentsOnly, NoSuchTicket, Refused
from bot.events import Freed, Linked, Unlinked
from bot.relations import How, told
from bot.ticket import Status
from tests.conftest import ANN, BEN, BOB, CLEO, MAX, ROOM, SUE


@pytest.fixture
def four(desk):
    for subject in ("VPN", "Cable", "Digger", "Permit"):
        desk.open(ANN, subject, "It is gone.", "support", ANN.place)


def facts(desk, number):
    return [event.fact for event in desk.history(number, SUE)]


@pytest.mark.parametrize(
    ("how", "here", "there"),
    [
        (How.RELATES, "see also #2", "see also #1"),
        (How.BLOCKS, "blocks #2", "⛔ blocked by #1"),
        (How.BLOCKED, "⛔ blocked by #2", "blocks #1"),
        (How.DUPLICATES, "duplicate of #2", "has the duplicate #1"),
        (How.CHILD, "child of #2", "parent of #1"),
    ],
)
def test_a_link_stands_on_both_cards_and_in_both_threads(desk, wire, carry, four, how, here, there):
    desk.ties.link(1, BOB, how, 2)
    desk.ties.link(1, CLEO, how, 2)
    carry()

    assert [told(desk.show(number, BOB).ticket) for number in (1, 2)] == [here, there]
    assert [sum(isinstance(fact, Linked) for fact in facts(desk, number)) for number in (1, 2)] == [1, 1]
    assert sum("🔗 Bob: this ticket" in line for line in wire.said(ROOM)) == 2


def test_a_removed_link_is_gone_on_both(desk, four):
    desk.ties.link(1, BOB, How.BLOCKS, 2)
    desk.ties.link(1, BOB, How.RELATES, 2)
    desk.ties.link(2, CLEO, None, 1)
    desk.ties.link(2, CLEO, None, 1)

    assert [desk.show(number, BOB).ticket.links for number in (1, 2)] == [(), ()]
    assert sum(isinstance(fact, Unlinked) for fact in facts(desk, 2)) == 2


@pytest.mark.parametrize("verb", ["resolve", "close"])
def test_a_blocked_ticket_does_not_end_and_says_what_blocks_it(desk, four, verb):
    desk.ties.link(1, BOB, How.BLOCKED, 3)
    desk.ties.link(2, BOB, How.BLOCKS, 1)

    with pytest.raises(
        Refused, match=r"#1 is blocked by #2, #3\. End that first, or remove the link: link 1 remove 2\."
    ):
        getattr(desk, verb)(1, BOB)
    desk.resolve(2, BOB)
    desk.close(3, BOB)
    assert getattr(desk, verb)(1, BOB).status in (Status.RESOLVED, Status.CLOSED)


def test_whoever_asked_it_is_done_when_they_say_so(desk, four):
    desk.ties.link(1, BOB, How.BLOCKED, 2)

    assert desk.close(1, ANN).status is Status.CLOSED


def test_when_the_last_that_blocked_it_ends_its_owner_is_told_once(desk, clock, wire, carry, four):
    desk.claim(1, CLEO)
    for number in (2, 3):
        desk.ties.link(1, BOB, How.BLOCKED, number)
    desk.resolve(2, BOB)
    assert not any(isinstance(fact, Freed) for fact in facts(desk, 1))

    desk.resolve(3, BOB)
    clock.forward(days=30)
    while desk.tick():
        pass
    carry()

    assert [fact for fact in facts(desk, 1) if isinstance(fact, Freed)] == [Freed(3, (CLEO.place,))]
    assert any("#3 has ended: nothing blocks this ticket any more" in line for line in wire.said(ROOM))


def test_what_is_merged_blocks_as_long_as_what_it_went_into(desk, four):
    desk.ties.link(2, BOB, How.BLOCKS, 1)
    desk.ties.merge(2, BOB, 3)
    with pytest.raises(Refused, match="#1 is blocked by #3"):
        desk.close(1, BOB)

    desk.resolve(3, BOB)

    assert facts(desk, 1)[-1] == Freed(3)
    assert desk.close(1, BOB).status is Status.CLOSED


@pytest.mark.parametrize("how", [How.BLOCKS, How.BLOCKED, How.CHILD])
def test_no_circle_is_tied_however_long(desk, four, how):
    desk.ties.link(1, BOB, how, 2)
    desk.ties.link(2, BOB, how, 3)
    desk.ties.link(3, BOB, how, 4)
    before = [desk.show(number, BOB).ticket for number in (1, 2, 3, 4)]

    for start in (4, 3, 2):
        with pytest.raises(Refused, match=f"That would be a circle: #1 .* #{start} already"):
            desk.ties.link(start, BOB, how, 1)
    with pytest.raises(Refused, match="this very ticket"):
        desk.ties.link(1, BOB, how, 1)
    assert [desk.show(number, BOB).ticket for number in (1, 2, 3, 4)] == before


def test_a_child_has_one_parent_and_a_parent_knows_which_children_are_open(desk, four):
    desk.ties.link(2, BOB, How.CHILD, 1)
    desk.ties.link(1, BOB, How.PARENT, 3)
    with pytest.raises(Refused, match="#2 is a child of #1 already"):
        desk.ties.link(2, BOB, How.CHILD, 4)
    desk.close(3, BOB)

    assert desk.ties.children(1, BOB) == [2]
    assert desk.resolve(1, BOB).status is Status.RESOLVED


@pytest.mark.parametrize("by", [ANN, BEN, MAX])
def test_only_who_works_on_both_queues_links_them(desk, four, by):
    desk.open(ANN, "Bill", "Too much.", "billing", ANN.place)
    for number, to in ((1, 2), (1, 5), (5, 1)):
        with pytest.raises((NoSuchTicket, AgentsOnly)):
            desk.ties.link(number, by, How.BLOCKS, to)
    with pytest.raises(NoSuchTicket):
        desk.ties.link(1, BOB, How.BLOCKS, 5)
    assert desk.show(1, BOB).ticket.links == ()


def test_the_same_click_twice_links_once(desk, four):
    for _ in range(2):
        desk.ties.link(1, BOB, How.RELATES, 2, source="slack:press/1")

    assert sum(isinstance(fact, Linked) for fact in facts(desk, 2)) == 1
