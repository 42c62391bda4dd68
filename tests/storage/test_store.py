"""Transactions: all or nothing, one per thread, and news only after the commit."""

import threading

import pytest

from bot.ports import Arrival, Draft, Kind
from storage.engine import connect
from storage.migrate import migrate
from storage.store import SqlStore
from tests.conftest import ROOM
from tests.storage.deeds import OPENED, record


def test_inside_another_it_is_the_very_same(store):
    with store.transaction() as outer, store.transaction() as inner:
        assert inner is outer


def open_and_fail(store, outer):
    with store.transaction() as inner:
        inner.tickets.new()
    assert outer.tickets.look(1)
    raise ZeroDivisionError


def test_what_ends_inside_is_committed_with_what_is_around_it(store):
    with pytest.raises(ZeroDivisionError), store.transaction() as outer:
        open_and_fail(store, outer)
    with store.transaction() as tx:
        assert tx.tickets.look(1) is None


def test_after_a_failure_the_next_one_starts_afresh(store):
    with pytest.raises(ZeroDivisionError), store.transaction() as broken:
        raise ZeroDivisionError
    with store.transaction() as tx:
        assert tx is not broken
        assert tx.tickets.new().version == 0


def test_another_thread_has_a_transaction_of_its_own(postgresql):
    store, seen = SqlStore(postgresql), []

    def other() -> None:
        with store.transaction() as tx:
            seen.append(tx)

    with store.transaction() as tx:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert seen != [tx]


def test_listeners_hear_of_posts_arrivals_and_stale_cards_after_the_commit(store, clock):
    heard = []
    store.listeners.append(lambda: heard.append(1))
    record(store, clock, OPENED)
    assert heard == []  # nobody waits for a fact alone
    record(store, clock, OPENED, Draft(ROOM, Kind.ROOT))
    assert len(heard) == 1
    with store.transaction() as tx:
        tx.arrivals.add([Arrival("mail:1", "mail", b"", clock())])
        assert len(heard) == 1
    assert len(heard) == 2


def test_nobody_hears_of_what_was_rolled_back(store, clock):
    heard = []
    store.listeners.append(lambda: heard.append(1))
    with pytest.raises(KeyError), store.transaction() as tx:
        {}[tx.arrivals.add([Arrival("mail:1", "mail", b"", clock())])]
    assert heard == []


def test_threads_take_turns_at_one_sqlite_file(tmp_path, clock):
    engine = connect(f"sqlite:///{tmp_path}/desk.db")
    migrate(engine)
    store = SqlStore(engine)
    threads = [threading.Thread(target=lambda: [record(store, clock, OPENED) for _ in range(10)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.transaction() as tx:
        assert tx.tickets.new().number == 81
