"""Tags and their upkeep: how they are spelled, which there are, and how a supervisor renames and merges them."""

from dataclasses import replace
from functools import reduce

import pytest

from bot.apply import apply
from bot.desk import Desk
from bot.errors import AgentsOnly, Misunderstood, SupervisorsOnly, Unknown
from bot.labels import BATCH, spelled
from bot.people import Person
from bot.ticket import Ticket
from tests.conftest import ANN, BEN, BOB, ROOM, SETTINGS, SUE

LEA = Person("Lea", "slack:@ULEA", frozenset({ROOM, "slack:group:S0SUPPORT"}))


def tagged(desk, *tags, queue="support"):
    number = desk.open(ANN, "VPN is down", "Nothing loads.", queue, ANN.place).number
    return desk.tag(number, BOB if queue == "support" else BEN, tags).number


def tags(desk, number, by=BOB):
    return desk.show(number, by).ticket.tags


@pytest.mark.parametrize(
    ("typed", "kept"), [("VPN", "vpn"), ("#Billing", "billing"), ("Straße", "strasse"), ("a-b", "a-b")]
)
def test_a_tag_is_one_word_in_lower_case(typed, kept):
    assert spelled(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "two words", "a,b", "x" * 41, "#", "-spam", "a\tb"])
def test_what_is_no_tag_is_refused(typed):
    with pytest.raises(Misunderstood, match="one word of at most 40 characters"):
        spelled(typed)


def test_a_tag_is_there_once_however_it_is_typed(desk):
    number = tagged(desk, "VPN", "vpn", "#vpn")
    assert tags(desk, number) == ("vpn",)
    assert desk.tag(number, BOB, (), ("VPN",)).tags == ()


def test_the_list_counts_the_tickets_of_ones_own_queues(desk):
    tagged(desk, "vpn", "network")
    tagged(desk, "vpn")
    tagged(desk, "refund", queue="billing")

    assert list(desk.labels.tags(BOB).items()) == [("vpn", 2), ("network", 1)]
    assert desk.labels.tags(BEN) == {"refund": 1}
    assert desk.labels.tags(BOB, newest=1) == {}  # the newest ticket is billing's
    with pytest.raises(AgentsOnly):
        desk.labels.tags(ANN)


def test_a_renamed_tag_keeps_its_place_and_says_nothing_in_the_threads(desk, wire, carry):
    number = tagged(desk, "old", "vpn")
    other = tagged(desk, "older")

    assert desk.labels.rename(SUE, "OLD", "New") == (1, False)
    carry()

    assert tags(desk, number) == ("new", "vpn")
    assert tags(desk, other) == ("older",)
    assert wire.at(ROOM).count("Relabelled") == 0
    assert "Relabelled" in [type(event.fact).__name__ for event in desk.history(number, BOB)]


def test_renamed_to_one_that_is_there_the_two_become_one(desk, store):
    number = tagged(desk, "pc", "vpn", "hardware")
    desk.labels.rename(SUE, "pc", "hardware")

    assert tags(desk, number) == ("hardware", "vpn")
    assert desk.labels.tags(BOB) == {"hardware": 1, "vpn": 1}
    with store.transaction() as tx:
        assert reduce(apply, tx.tickets.history(number), Ticket(number)) == tx.tickets.get(number)


def test_many_are_renamed_a_few_at_a_time_and_each_once(desk):
    numbers = [tagged(desk, "old") for _ in range(BATCH + 3)]

    assert desk.labels.rename(SUE, "old", "new") == (BATCH, True)
    assert tags(desk, numbers[-1]) == ("old",)
    desk.tag(numbers[-1], BOB, (), ("old",))
    assert desk.labels.follow() == 2
    assert desk.labels.follow() == 0

    assert desk.labels.tags(BOB) == {"new": BATCH + 2}
    assert [type(event.fact).__name__ for event in desk.history(numbers[0], BOB)].count("Relabelled") == 1


def test_a_renaming_twice_is_a_tag_that_nobody_has(desk):
    tagged(desk, "old")
    desk.labels.rename(SUE, "old", "new")

    with pytest.raises(Unknown, match="No ticket has the tag “old”"):
        desk.labels.rename(SUE, "old", "new")


def test_tags_with_signs_of_their_own_are_told_apart(desk):
    number = tagged(desk, "a_b", 'x"y', "100%", "日本")
    tagged(desk, "acb")

    assert desk.labels.rename(SUE, "a_b", "ab") == (1, False)
    assert desk.labels.rename(SUE, 'x"y', "xy") == (1, False)
    assert desk.labels.rename(SUE, "日本", "japan") == (1, False)
    assert tags(desk, number) == ("ab", "xy", "100%", "japan")


@pytest.mark.parametrize("by", [BOB, BEN, ANN])
def test_only_supervisors_rename(desk, by):
    number = tagged(desk, "old")
    with pytest.raises(SupervisorsOnly):
        desk.labels.rename(by, "old", "new")
    assert tags(desk, number) == ("old",)


def test_who_does_not_supervise_every_queue_with_the_tag_does_not_rename_it(store, clock):
    support, billing = SETTINGS.queues
    parted = replace(SETTINGS, queues=(replace(support, supervisors=("slack:group:S0SUPPORT",)), billing))
    desk = Desk(store, parted, clock)
    number = tagged(desk, "old")
    tagged(desk, "old", queue="billing")

    with pytest.raises(SupervisorsOnly, match="queues that you do not supervise"):
        desk.labels.rename(LEA, "old", "new")
    assert tags(desk, number) == ("old",)
