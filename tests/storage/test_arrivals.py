"""The inbox: durable, unique, one fate each, a lane in order."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.ports import Arrival, Fate
from storage.store import SqlStore


def add(store, clock, *sources, lane=""):
    with store.transaction() as tx:
        return tx.arrivals.add([Arrival(source, "mail", b"\x00\xff", clock(), lane) for source in sources])


def lease(store, clock, worker="w", limit=50):
    with store.transaction() as tx:
        return tx.arrivals.lease("mail", worker, clock(), limit)


def settle(store, clock, arrival, fate=None):
    with store.transaction() as tx:
        return tx.arrivals.settle(arrival, fate or Fate("done"), clock())


def test_what_came_twice_is_written_down_once(store, clock):
    assert add(store, clock, "mail:a/1", "mail:a/2") == 2
    assert add(store, clock, "mail:a/2", "mail:a/3", "mail:a/3") == 1
    assert add(store, clock) == 0
    assert [arrival.source for arrival in lease(store, clock)] == ["mail:a/1", "mail:a/2", "mail:a/3"]


def test_an_arrival_comes_back_as_it_came(store, clock):
    add(store, clock, "mail:a/1", lane="a")
    (arrival,) = lease(store, clock)

    whole = Arrival("mail:a/1", "mail", b"\x00\xff", clock(), "a")
    assert arrival == replace(whole, id=arrival.id, attempts=1, fence=1)


def test_one_kind_does_not_see_the_other(store, clock):
    add(store, clock, "mail:a/1")
    with store.transaction() as tx:
        assert tx.arrivals.lease("slack", "w", clock(), 9) == []


def test_an_arrival_gets_one_fate_and_the_ledger_counts_it(store, clock):
    add(store, clock, "mail:a/1", "mail:a/2")
    first, _ = lease(store, clock)

    assert settle(store, clock, first, Fate("ticketed", ticket=7))
    assert not settle(store, clock, first, Fate("done"))
    with store.transaction() as tx:
        assert tx.arrivals.ledger() == {("mail", "ticketed"): 1, ("mail", "pending"): 1}


def test_an_unknown_fate_is_refused_by_the_database(store, clock):
    add(store, clock, "mail:a/1")
    (arrival,) = lease(store, clock)
    with pytest.raises(IntegrityError):
        settle(store, clock, arrival, Fate("vanished"))


def test_a_failed_arrival_comes_again_when_its_time_has_come(store, clock):
    add(store, clock, "mail:a/1")
    (arrival,) = lease(store, clock)
    with store.transaction() as tx:
        tx.arrivals.again(arrival, "broke", clock() + timedelta(seconds=5))

    assert lease(store, clock) == []
    clock.forward(seconds=5)
    assert [again.attempts for again in lease(store, clock)] == [2]


def test_what_is_given_back_is_as_if_nobody_had_taken_it(store, clock):
    add(store, clock, "mail:a/1", "mail:a/2", lane="a")
    taken = lease(store, clock)
    with store.transaction() as tx:
        tx.arrivals.give_back(taken)

    assert lease(store, clock) == taken


def test_what_another_worker_has_by_now_is_not_given_back(store, clock):
    add(store, clock, "mail:a/1")
    old = lease(store, clock, "paused")
    clock.forward(seconds=121)
    [new] = lease(store, clock, "other")
    with store.transaction() as tx:
        tx.arrivals.give_back(old)

    assert settle(store, clock, new)


def test_a_worker_that_was_paused_beyond_its_lease_settles_nothing(store, clock):
    add(store, clock, "mail:a/1")
    (old,) = lease(store, clock, "paused")
    clock.forward(minutes=2)
    (new,) = lease(store, clock, "other")

    assert (settle(store, clock, old), settle(store, clock, new)) == (False, True)


def test_a_lane_has_one_worker_at_a_time(store, clock):
    add(store, clock, "mail:a/1", "mail:a/2", lane="a")
    add(store, clock, "mail:b/1", lane="b")

    assert [one.source for one in lease(store, clock, "first", 1)] == ["mail:a/1"]
    assert [one.source for one in lease(store, clock, "second")] == ["mail:b/1"]


def test_what_waits_for_its_next_try_does_not_stop_its_lane(store, clock):
    add(store, clock, "mail:a/1", "mail:a/2", lane="a")
    (first,) = lease(store, clock, limit=1)
    with store.transaction() as tx:
        tx.arrivals.again(first, "broke", clock() + timedelta(hours=1))

    assert [one.source for one in lease(store, clock)] == ["mail:a/2"]


def test_a_lane_that_another_is_about_to_take_is_left_to_it(postgresql, clock):
    store, other = SqlStore(postgresql), SqlStore(postgresql)
    add(store, clock, "mail:a/1", "mail:a/2", lane="a")

    with store.transaction() as tx, other.transaction() as second:
        assert [one.source for one in tx.arrivals.lease("mail", "w", clock(), 1)] == ["mail:a/1"]
        assert second.arrivals.lease("mail", "v", clock(), 9) == []


@pytest.mark.parametrize("known", [[], ["mail:a/1"], ["mail:a/1", "mail:a/9"]])
def test_the_last_one_is_the_greatest_that_begins_so(store, clock, known):
    add(store, clock, "mail:b/5", "mail:A/7", "mail:a", *known)
    with store.transaction() as tx:
        assert tx.arrivals.last("mail:a/") == (known[-1] if known else None)


def test_eight_workers_never_lease_the_same_arrival(postgresql, clock):
    store = SqlStore(postgresql)
    add(store, clock, *(f"mail:a/{number}" for number in range(500)))
    taken: list[int] = []

    def work(worker: str) -> None:
        while arrivals := lease(store, clock, worker, 5):
            taken.extend(arrival.id for arrival in arrivals)

    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work("last")

    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 500
