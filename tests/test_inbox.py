"""Every arrival ends in exactly one fate, and a bad one never stops the next."""

import asyncio

import pytest
from sqlalchemy import text

from bot.errors import NoSuchTicket
from bot.inbox import Deed, Inbox
from bot.ports import Arrival, Fate, NotSent
from tests.conftest import ask


class Edge:
    """By body: b"bad" cannot be understood, b"no" is refused, b"half" breaks midway, b"down" needs a wire."""

    kind, takes_plain, ahead = "mail", False, 0

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
    """Understands up to four of a lane side by side: the first only when the others were; b"half" breaks midway."""

    kind, takes_plain, ahead = "mail", False, 3

    def __init__(self, store):
        self.store, self.others, self.together = store, 3, []
        self.ready = asyncio.Event()

    async def understand(self, arrival):
        if arrival.source == "t/0":
            await self.ready.wait()
        else:
            self.others -= 1
        if not self.others:
            self.ready.set()
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
def edge_ahead(store):
    return Ahead(store)


def done(store):
    with store.transaction() as tx:
        return tx.leases.value("done")


def test_understanding_runs_ahead_and_what_is_asked_is_done_in_order_and_together(store, edge_ahead, clock):
    with store.transaction() as tx:
        tx.arrivals.add([Arrival(f"t/{n}", "mail", b"1", clock(), "lane") for n in range(4)])

    asyncio.run(Inbox(store, edge_ahead, ask, clock, "tests").work())

    assert done(store) == "t/0 t/1 t/2 t/3 "
    assert len({id(tx) for tx in edge_ahead.together}) == 1


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
