"""The books are read from indexes, and what is parked is taken up once."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.ports import Arrival, Fate
from bot.ports_notices import ITSELF
from bot.words import Button, ForRoom


@pytest.fixture
def parked(store, clock):
    with store.transaction() as tx:
        tx.arrivals.add([Arrival("t/1", "mail", b"raw", clock(), "support")])
        [arrival] = tx.arrivals.lease("mail", "tests", clock(), 1)
        tx.arrivals.settle(arrival, Fate("quarantined", "it broke"), clock())
    return arrival


def test_what_is_parked_is_taken_up_once_with_its_body(store, clock, parked):
    with store.transaction() as tx:
        assert (tx.arrivals.look(parked.id).raw, tx.arrivals.parked(5)[0].error) == (b"raw", "it broke")
        assert [tx.arrivals.retry(parked.id, 0), tx.arrivals.retry(parked.id, 0)] == [True, False]
        [again] = tx.arrivals.lease("mail", "tests", clock(), 1)
        assert (again.body, again.attempts, again.fence) == (b"raw", 1, 2)
        assert tx.arrivals.look(parked.id) is tx.arrivals.look(10**12) is None


def test_the_books_count_each_arrival_once(store, clock, parked):
    with store.transaction() as tx:
        tx.arrivals.add([Arrival(f"t/{n}", "mail", b"", clock(), "sales") for n in range(2, 5)])
        for arrival, reason in zip(tx.arrivals.lease("mail", "tests", clock(), 2), ("loop", "hops"), strict=True):
            tx.arrivals.settle(arrival, Fate("ignored", reason), clock())

        assert tx.arrivals.books("mail") == {
            ("support", "quarantined", ""): 1,
            ("sales", "ignored", "loop"): 1,
            ("sales", "ignored", "hops"): 1,
            ("sales", "pending", ""): 1,
        }


@pytest.mark.parametrize("harm", ["DELETE FROM body", "UPDATE body SET body = substr(body, 1, 1)"])
def test_an_arrival_whose_body_is_gone_or_cut_is_astray(store, engine, clock, harm):
    with store.transaction() as tx:
        tx.arrivals.add([Arrival("t/1", "mail", b"raw", clock())])
        assert tx.arrivals.astray(5) == []
    with engine.begin() as connection:
        connection.execute(text(harm))
    with store.transaction() as tx:
        assert tx.arrivals.astray(5) == ["t/1"]


@pytest.mark.parametrize(
    "question",
    [
        "SELECT lane, fate, count(*) FROM arrival WHERE kind = 'mail' GROUP BY fate, lane",
        "SELECT lane, reason, count(*) FROM arrival WHERE kind = 'mail' AND fate = 'ignored' GROUP BY lane, reason",
        "SELECT id FROM post WHERE kind = 'root' AND state IN ('pending', 'leased', 'unknown') AND place = 'x'",
    ],
)
def test_the_books_are_read_from_indexes_alone(sqlite, question):
    with sqlite.connect() as connection:
        plan = [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {question}"))]
    assert any("INDEX" in one for one in plan)
    assert not any(one.startswith("SCAN") and "INDEX" not in one for one in plan)


def test_a_notice_is_put_up_once_and_edited_only_where_its_words_change(store, clock):
    words = ForRoom("✂️", "Cut", buttons=(Button("Keep", "cuts", 0, f"keep {ITSELF}"),))
    with store.transaction() as tx:
        assert tx.notices.once("cap:x", "support", ("slack:C1", "slack:C2"), words, clock())
        assert not tx.notices.once("cap:x", "support", ("slack:C1",), ForRoom("✂️", "Other"), clock())
        shown = tx.notices.stale("slack", "tests", clock(), 9)
        assert [(one.place, one.words.buttons[0].rest) for one in shown] == [
            (place, f"keep {one.id}") for place, one in zip(("slack:C1", "slack:C2"), shown, strict=True)
        ]
        for one in shown:
            tx.notices.drawn(one, f"{one.place}/1", clock(), timedelta(seconds=3))
        tx.notices.tell("cap:x", "support", ("slack:C1",), ForRoom("✂️", "Kept"), clock())
        tx.notices.tell("cap:x", "support", ("slack:C1",), ForRoom("✂️", "Kept"), clock())
        assert tx.notices.stale("slack", "tests", clock(), 9) == []  # it rests a moment
        clock.forward(seconds=3)
        [again] = tx.notices.stale("slack", "tests", clock(), 9)
        assert (again.words.head, again.ref, again.wanted) == ("Kept", "slack:C1/1", 2)
        assert [one.place for one in tx.notices.undecided("cap:", 9)] == ["slack:C2"]
