"""Every arrival ends in exactly one fate, and a bad one never stops the next."""

import asyncio

import pytest
from sqlalchemy import text

from bot.errors import NoSuchTicket
from bot.inbox import SHARE, Deed, Inbox, OneByOne
from bot.ports import Arrival, Fate, NotSent
from tests.conftest import ask


class Edge(OneByOne):
    """By body: b"bad" cannot be understood, b"no" is refused, b"half" breaks midway, b"down" needs a wire."""

    kind, takes_plain = "mail", False

    def __init__(self, desk, store):
        self.desk, self.store, self.done, self.told = desk, store, [], []
        self.outages = 8

    async def understand(self, arrival):
        if arrival.body == b"down" and self.outages:
            self.outages -= 1
            raise NotSent("the platform is down")
        if arrival.body == b"disk" and self.outages:
            self.outages -= 1
            raise OSError("no space left on device")
        if arrival.body == b"bad":
            raise ValueError("no mail at all")

        def do():
            if arrival.body == b"no":
                raise NoSuchTicket
            with self.store.transaction() as tx:
                tx.leases.keep(f"done:{arrival.source}", "yes")
            if arrival.body == b"half":
                raise RuntimeError("the floor gave way")
            self.done.append(arrival.source)
            return Fate("done", "It is done.")

        async def tell(fate):
            self.told.append(fate.reason)

        return Deed(do, tell)

    def park(self, arrival, error):
        return Fate("quarantined", error)


@pytest.fixture
def edge(desk, store):
    return Edge(desk, store)


@pytest.fixture
def take(store, edge, clock):
    """Put bodies in, and let the inbox work until it is quiet, over an hour."""

    def run(*bodies):
        with store.transaction() as tx:
            tx.arrivals.add([Arrival(f"t/{n}", "mail", body, clock(), "lane") for n, body in enumerate(bodies)])
        inbox = Inbox(store, edge, ask, clock, "tests")
        for _ in range(60):
            while asyncio.run(inbox.work()):
                pass
            clock.forward(minutes=1)
        with store.transaction() as tx:
            return tx.arrivals.ledger()

    return run


def test_arrivals_of_a_lane_are_taken_in_order(take, edge):
    assert take(b"1", b"2", b"3") == {("mail", "done"): 3}
    assert edge.done == ["t/0", "t/1", "t/2"]


def test_a_bad_arrival_is_tried_three_times_then_quarantined_and_stops_nobody(take, edge):
    assert take(b"bad", b"2") == {("mail", "quarantined"): 1, ("mail", "done"): 1}


@pytest.mark.parametrize(
    "harm",
    ["DELETE FROM body WHERE arrival = 1", "UPDATE body SET body = (SELECT body FROM body WHERE arrival = 2)"],
    ids=["gone", "another's"],
)
def test_what_is_not_what_came_is_parked_and_stops_nobody(store, engine, edge, clock, harm):
    with store.transaction() as tx:
        tx.arrivals.add([Arrival(f"t/{n}", "mail", body, clock(), "lane") for n, body in enumerate((b"1", b"2"))])
    with engine.begin() as connection:
        connection.execute(text(harm))
    inbox = Inbox(store, edge, ask, clock, "tests")
    for _ in range(10):
        while asyncio.run(inbox.work()):
            pass
        clock.forward(minutes=1)
    assert edge.done == ["t/1"]
    with store.transaction() as tx:
        assert [one.source for one in tx.arrivals.parked(5)] == ["t/0"]


def test_a_refusal_is_told_to_the_asker_and_is_a_fate(take, edge):
    assert take(b"no") == {("mail", "refused"): 1}
    assert "no such ticket" in edge.told[0]


def test_a_deed_that_breaks_midway_leaves_nothing_behind(take, store):
    assert take(b"half") == {("mail", "quarantined"): 1}
    with store.transaction() as tx:
        assert tx.leases.value("done:t/0") == ""


def test_the_same_arrival_twice_is_taken_once(take, edge):
    take(b"1")
    take(b"1")
    assert edge.done == ["t/0"]


def test_an_arrival_with_a_date_in_the_future_does_not_wait_for_it(store, edge, clock):
    later = clock.forward(days=400)
    clock.forward(days=-400)
    with store.transaction() as tx:
        tx.arrivals.add([Arrival("t/1", "mail", b"1", later)])
    asyncio.run(Inbox(store, edge, ask, clock, "tests").work())
    assert edge.done == ["t/1"]


def test_what_needs_a_wire_that_is_down_waits_and_is_not_given_up(take, edge):
    assert take(b"down") == {("mail", "done"): 1}


def test_a_full_disk_is_not_the_arrivals_fault(take, edge):
    assert take(b"disk") == {("mail", "done"): 1}


class Ahead:
    """Foresees three of a lane, and is ready for these; b"half" breaks midway, b"slow" takes as long as it may."""

    kind, takes_plain, ahead = "mail", False, 3

    def __init__(self, store, clock):
        self.store, self.clock, self.together, self.foreseen = store, clock, [], []
        self.tries = []

    def foresee(self, arrival):
        self.foreseen.append(arrival.source)
        assert len(self.foreseen) <= self.ahead

    def is_ready(self, arrival):
        return arrival.source in self.foreseen

    def forget(self, arrival):
        self.foreseen.remove(arrival.source)

    async def understand(self, arrival):
        self.forget(arrival)
        self.tries.append((arrival.attempts, arrival.fence))
        if arrival.body == b"slow":
            self.clock.forward(seconds=SHARE.total_seconds() + 1)
        return Deed(lambda: self.do(arrival))

    def do(self, arrival):
        with self.store.transaction() as tx:
            if arrival.body == b"half":
                raise RuntimeError("the floor gave way")
            tx.leases.keep("done", tx.leases.value("done") + arrival.source + " ")
            self.together.append(tx)
        return Fate("done")

    def park(self, arrival, error):
        return Fate("quarantined", error)


@pytest.fixture
def edge_ahead(store, clock):
    return Ahead(store, clock)


def done(store):
    with store.transaction() as tx:
        return tx.leases.value("done")


def test_what_was_foreseen_and_is_ready_is_done_in_order_and_together(store, edge_ahead, clock):
    with store.transaction() as tx:
        tx.arrivals.add([Arrival(f"t/{n}", "mail", b"1", clock(), "lane") for n in range(6)])

    asyncio.run(Inbox(store, edge_ahead, ask, clock, "tests").work())

    assert done(store) == "t/0 t/1 t/2 t/3 t/4 t/5 "
    assert len({id(tx) for tx in edge_ahead.together}) == 2


def test_a_lane_that_takes_long_gives_back_what_it_has_not_begun_as_if_it_had_not_taken_it(store, edge_ahead, clock):
    bodies = [b"1", b"slow", b"3", b"4", b"5", b"6"]
    with store.transaction() as tx:
        tx.arrivals.add([Arrival(f"t/{n}", "mail", body, clock(), "lane") for n, body in enumerate(bodies)])
    inbox = Inbox(store, edge_ahead, ask, clock, "tests")

    asyncio.run(inbox.work())
    assert (done(store), edge_ahead.foreseen) == ("t/0 t/1 t/2 ", [])

    asyncio.run(inbox.work())
    assert done(store) == "t/0 t/1 t/2 t/3 t/4 t/5 "
    assert edge_ahead.tries == [(1, 1)] * 6


def test_what_breaks_takes_nothing_with_it_that_was_to_be_done_together(store, edge_ahead, clock):
    bodies = [b"1", b"half", b"3", b"4"]
    with store.transaction() as tx:
        tx.arrivals.add([Arrival(f"t/{n}", "mail", body, clock(), "lane") for n, body in enumerate(bodies)])
    inbox = Inbox(store, edge_ahead, ask, clock, "tests")

    for _ in range(3):
        asyncio.run(inbox.work())
        clock.forward(hours=1)

    assert done(store) == "t/0 t/2 t/3 "
    with store.transaction() as tx:
        assert tx.arrivals.ledger() == {("mail", "done"): 3, ("mail", "quarantined"): 1}
