"""The outbox: heads first, one worker each, and nothing settled twice."""

import threading
from datetime import timedelta

import pytest

from bot.events import Noted, Opened
from bot.ports import Draft, Kind, Mark, Receipt
from storage.store import SqlStore
from tests.conftest import ANN, BOARD, BOB, ROOM
from tests.storage.deeds import OPENED, record

LINES = [Draft(ROOM, Kind.ROOT), Draft(ROOM, Kind.LINE)]


def lease(store, clock, worker="w", limit=20, channel="slack"):
    with store.transaction() as tx:
        return tx.posts.lease(channel, worker, clock(), limit)


def sent(store, clock, post, ref="slack:C0ROOM/1.1", thread=None):
    with store.transaction() as tx:
        return tx.posts.sent(post, Receipt(ref, thread), clock())


def test_lines_wait_until_the_root_has_its_receipt(store, clock):
    record(store, clock, OPENED, *LINES)

    (root,) = lease(store, clock)
    assert (root.kind, lease(store, clock)) == (Kind.ROOT, [])
    sent(store, clock, root)

    (line,) = lease(store, clock)
    assert (line.kind, line.thread) == (Kind.LINE, "slack:C0ROOM/1.1")


def test_a_place_gets_its_posts_one_at_a_time_in_order(store, clock):
    number = record(store, clock, OPENED, Draft(ANN.place, Kind.REQUESTER)).number
    record(store, clock, Noted("two"), Draft(ANN.place, Kind.REQUESTER), number=number)

    (first,) = lease(store, clock, channel="mail")
    assert isinstance(first.event.fact, Opened)
    with store.transaction() as tx:
        tx.posts.again(first, "no route", clock() + timedelta(hours=1), False)
    assert lease(store, clock, channel="mail") == []  # the second waits for the first


def test_a_dead_post_lets_the_next_go(store, clock):
    number = record(store, clock, OPENED, Draft(ANN.place, Kind.REQUESTER)).number
    record(store, clock, Noted("two"), Draft(ANN.place, Kind.REQUESTER), number=number)
    with store.transaction() as tx:
        assert tx.posts.dead(tx.posts.lease("mail", "w", clock(), 9)[0], "gone")

    (second,) = lease(store, clock, channel="mail")
    assert second.event.fact == Noted("two")


def test_other_places_and_tickets_do_not_wait(store, clock):
    record(store, clock, OPENED, Draft(ROOM, Kind.ROOT), Draft("slack:C0OTHER", Kind.ROOT))
    record(store, clock, OPENED, Draft(ROOM, Kind.ROOT), Draft(BOARD, Kind.ROOT))

    assert [post.place for post in lease(store, clock)] == [ROOM, "slack:C0OTHER", ROOM]
    assert [post.place for post in lease(store, clock, channel="discord")] == [BOARD]


def test_a_lease_that_ran_out_comes_back_as_unknown(store, clock):
    record(store, clock, OPENED, *LINES)
    (first,) = lease(store, clock)
    clock.forward(seconds=119)
    assert lease(store, clock, "other") == []
    clock.forward(seconds=1)

    (again,) = lease(store, clock, "other")

    assert (first.is_unknown, again.is_unknown) == (False, True)
    assert (again.fence, again.attempts) == (first.fence + 1, 1)


def test_who_lost_the_lease_settles_nothing(store, clock):
    record(store, clock, OPENED, *LINES)
    (old,) = lease(store, clock)
    clock.forward(minutes=3)
    (new,) = lease(store, clock, "other")

    assert not sent(store, clock, old)
    with store.transaction() as tx:
        assert not tx.posts.dead(old, "late")
        assert not tx.posts.again(old, "late", clock(), False)
        assert tx.cards.threads(1) == {}
    assert sent(store, clock, new)
    assert not sent(store, clock, new)


@pytest.mark.parametrize("unknown", [True, False])
def test_a_post_that_may_have_arrived_is_looked_up(store, clock, unknown):
    record(store, clock, OPENED, *LINES)
    (post,) = lease(store, clock)
    with store.transaction() as tx:
        assert tx.posts.again(post, "?", clock() + timedelta(seconds=5), unknown)

    assert lease(store, clock) == []
    clock.forward(seconds=5)
    assert [again.is_unknown for again in lease(store, clock)] == [unknown]


def test_composed_bytes_stay_the_same_over_retries(store, clock):
    record(store, clock, OPENED, Draft(ANN.place, Kind.REQUESTER))
    (post,) = lease(store, clock, channel="mail")
    with store.transaction() as tx:
        assert tx.posts.composed(post, b"\x00mail\xff").payload == b"\x00mail\xff"
        tx.posts.again(post, "later", clock(), False)

    (again,) = lease(store, clock, channel="mail")
    assert (again.payload, again.uuid) == (b"\x00mail\xff", post.uuid)


def test_references_are_what_was_said_and_answered_on_the_same_channel(store, clock):
    number = record(store, clock, OPENED, Draft(ANN.place, Kind.REQUESTER), source="mail:<1@x>").number
    (first,) = lease(store, clock, channel="mail")
    sent(store, clock, first, "mail:<2@desk>")
    record(store, clock, Noted("hm"), source="slack:C0ROOM/7.7", number=number)
    record(store, clock, Noted("hm"), source="mail:<3@x>", number=number)
    record(store, clock, Noted("hm"), Draft(ANN.place, Kind.REQUESTER), number=number)

    (post,) = lease(store, clock, channel="mail")
    assert post.refs == ("mail:<1@x>", "mail:<2@desk>", "mail:<3@x>")


def test_a_requeued_post_is_looked_up_and_tried_again(store, clock):
    record(store, clock, OPENED, *LINES)
    (post,) = lease(store, clock)
    with store.transaction() as tx:
        tx.posts.dead(post, "archived")
        assert tx.posts.unsettled(clock()) == {"dead": 1, "pending": 1}
        tx.posts.requeue(post.id, clock())

    (again,) = lease(store, clock)
    assert (again.id, again.is_unknown, again.attempts) == (post.id, True, 0)


def test_only_dead_posts_are_requeued(store, clock):
    record(store, clock, OPENED, *LINES)
    (post,) = lease(store, clock)
    sent(store, clock, post)
    with store.transaction() as tx:
        tx.posts.requeue(post.id, clock())

    assert [post.kind for post in lease(store, clock)] == [Kind.LINE]


def test_the_delivery_is_that_of_the_newest_answer(desk, store, clock):
    with store.transaction() as tx:
        assert tx.posts.delivery(1) is None
    number = desk.open(ANN, "VPN", "", "support", ANN.place).number
    assert desk.show(number, BOB).delivery is None  # an acknowledgement is no answer
    desk.reply(number, BOB, "Try now?")
    assert desk.show(number, BOB).delivery is Mark.QUEUED

    for _ in range(2):
        (post,) = lease(store, clock, channel="mail")
        sent(store, clock, post, f"mail:<{post.id}>")
    assert desk.show(number, BOB).delivery is Mark.DELIVERED


def test_eight_workers_never_lease_the_same_post(postgresql, clock):
    store = SqlStore(postgresql)
    record(store, clock, OPENED, *(Draft(f"slack:C{room}", Kind.ROOT) for room in range(1000)))
    taken: list[int] = []

    def work(worker: str) -> None:
        while posts := lease(store, clock, worker, 10):
            taken.extend(post.id for post in posts)

    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(3):  # what was locked by another when somebody looked
        work("last")

    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 1000
