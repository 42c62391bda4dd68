"""People: remembered by place, found by name."""

from bot.people import Person
from tests.conftest import ANN, BOB


def test_people_are_found_on_their_channel_by_name_or_place(store, clock):
    with store.transaction() as tx:
        tx.people.meet(BOB, clock())
        tx.people.meet(ANN, clock())
        assert tx.people.named("bob", "slack") == tx.people.named(BOB.place, "slack") == [BOB]
        assert tx.people.named("bob", "mail") == tx.people.named("bo", "slack") == []


def test_grants_are_never_remembered(store, clock):
    with store.transaction() as tx:
        tx.people.meet(BOB, clock())
        assert tx.people.named("Bob", "slack")[0].grants == frozenset()


def test_a_new_name_replaces_the_old_and_no_name_replaces_none(store, clock):
    with store.transaction() as tx:
        for name in ("Bob", "Robert", ""):
            tx.people.meet(Person(name, BOB.place), clock())
        assert tx.people.named("robert", "slack") == [Person("Robert", BOB.place)]
        assert tx.people.named("bob", "slack") == []


def test_two_people_may_share_a_name(store, clock):
    with store.transaction() as tx:
        for number in (2, 1):
            tx.people.meet(Person("Kim", f"slack:@U{number}"), clock())
        assert [person.place for person in tx.people.named("Kim", "slack")] == ["slack:@U1", "slack:@U2"]
