"""Who works here is remembered from look to look, and only a look that was complete says that somebody left."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.people import Person
from bot.roster import Member, Presence
from tests.conftest import BEN, BOB, CLEO, SETTINGS, SUE

SUPPORT, BILLING = SETTINGS.queues


@pytest.fixture
def look(store, clock):
    """A complete look at a chat: who is there now, all with one presence."""

    def keep(*people: Person, channel: str = "slack", presence: Presence = Presence.HERE) -> None:
        with store.transaction() as tx:
            tx.roster.keep(channel, [Member(one, clock(), presence) for one in people], clock())

    return keep


def at(store, place):
    with store.transaction() as tx:
        return tx.roster.member(place)


def names(store, queue):
    with store.transaction() as tx:
        return [one.person.name for one in tx.roster.of(queue)]


def test_a_queue_has_the_agents_whom_the_platforms_told_by_name(store, look):
    look(SUE, BOB, BEN)
    look(CLEO, channel="discord")
    assert names(store, SUPPORT) == ["Bob", "Cleo", "Sue"]
    assert names(store, BILLING) == ["Ben", "Sue"]
    assert at(store, BOB.place).person.grants == BOB.grants
    assert at(store, "slack:@UNOBODY") is None


def test_whom_a_look_does_not_find_has_left_and_only_on_that_chat(store, look, clock):
    look(BOB, SUE)
    look(CLEO, channel="discord")
    gone_at = clock.forward(minutes=5)
    look(SUE)
    clock.forward(minutes=5)
    look(SUE)
    assert names(store, SUPPORT) == ["Cleo", "Sue"]
    left = at(store, BOB.place)
    assert (left.left_at, left.is_available(clock()), left.person.grants) == (gone_at, False, frozenset())
    look(BOB, SUE)
    assert names(store, SUPPORT) == ["Bob", "Cleo", "Sue"]
    assert at(store, BOB.place).left_at is None


def test_who_lost_a_queues_group_is_no_agent_of_it_any_more(store, look, clock):
    look(BOB)
    clock.forward(minutes=5)
    look(replace(BOB, grants=BEN.grants))
    assert names(store, SUPPORT) == []
    assert names(store, BILLING) == ["Bob"]


def test_a_look_that_began_before_another_one_undoes_nothing_of_it(store, look, clock):
    began_at = clock()
    clock.forward(seconds=9)
    look(BOB)
    with store.transaction() as tx:
        tx.roster.keep("slack", [], began_at)
    assert names(store, SUPPORT) == ["Bob"]


def test_away_lasts_from_the_first_look_that_says_so(store, look, clock):
    look(BOB)
    since = clock.forward(minutes=5)
    for _ in range(3):
        look(BOB, presence=Presence.AWAY)
        clock.forward(minutes=5)
    assert at(store, BOB.place).away_since == since
    assert not at(store, BOB.place).is_available(clock())
    look(BOB)
    assert (at(store, BOB.place).away_since, at(store, BOB.place).is_available(clock())) == (None, True)


def test_what_nobody_looked_at_for_hours_is_not_taken_for_an_absence(store, look, clock):
    look(BOB, presence=Presence.AWAY)
    again = clock.forward(days=3)
    look(BOB, presence=Presence.AWAY)
    assert at(store, BOB.place).away_since == again


def test_who_is_unknown_is_available(store, look, clock):
    look(BOB, presence=Presence.UNKNOWN)
    assert at(store, BOB.place).is_available(clock())


def test_ones_own_word_outlasts_the_looks_until_it_ends(store, look, clock):
    look(BOB)
    back_at = clock() + timedelta(days=2)
    with store.transaction() as tx:
        known = tx.roster.member(BOB.place)
        tx.roster.put(
            replace(known, presence=Presence.AWAY, away_since=clock(), away_until=back_at, is_word=True)
        )  # fmt: skip
    clock.forward(days=1)
    look(BOB)
    assert not at(store, BOB.place).is_available(clock())
    clock.forward(days=1)
    assert at(store, BOB.place).is_available(clock())
    look(BOB, presence=Presence.AWAY)
    assert (at(store, BOB.place).away_since, at(store, BOB.place).is_word) == (back_at, False)


def test_who_said_that_they_are_away_may_leave_meanwhile(store, look, clock):
    look(BOB)
    with store.transaction() as tx:
        known = tx.roster.member(BOB.place)
        tx.roster.put(replace(known, presence=Presence.AWAY, away_since=clock(), is_word=True))
    clock.forward(minutes=5)
    look()
    assert names(store, SUPPORT) == []
