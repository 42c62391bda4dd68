"""What a dead worker held is free at once; what a living one holds is its own until the lease ends."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from bot.ports import Arrival
from storage.engine import connect
from storage.store import SqlStore
from storage.tables import METADATA


@pytest.fixture
def urls(tmp_path, request, postgresql) -> dict[str, str]:
    postgresql.dispose()  # its connections may hold the locks of workers of other tests
    return {"sqlite": f"sqlite:///{tmp_path / 'desk.db'}", "postgresql": request.getfixturevalue("postgres")}


@pytest.fixture(params=["sqlite", "postgresql"])
def process(request, urls):
    """Each call is a process of its own on the same database: an engine, and the store on it."""
    opened: list[Engine] = []

    def start() -> tuple[Engine, SqlStore]:
        engine = connect(urls[request.param])
        METADATA.create_all(engine)
        opened.append(engine)
        return engine, SqlStore(engine)

    yield start
    for engine in opened:
        engine.dispose()


def came(store, clock) -> None:
    with store.transaction() as tx:
        tx.arrivals.add([Arrival("imap:support/1/1", "mail", b"", clock())])


def taken(store, clock, worker):
    with store.transaction() as tx:
        lease = tx.leases.take("mailbox:support", worker, clock(), clock() + timedelta(minutes=3))
        return lease, tx.arrivals.lease("mail", worker, clock(), 5)


def end(engine: Engine, worker: str) -> None:
    """The end of a process closes its connections; PostgreSQL is waited for until it has noticed."""
    engine.dispose()
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(worker, 0))))
        engine.dispose()


def test_what_a_dead_worker_held_is_free_at_once(process, clock, caplog):
    caplog.set_level(logging.WARNING, "storage.presence")
    dying, store = process()
    came(store, clock)
    assert taken(store, clock, "a")[0] == 1
    end(dying, "a")

    lease, [arrival] = taken(process()[1], clock, "b")

    assert (lease, arrival.fence) == (2, 2)
    assert "a is gone: 2 things" in caplog.text


def test_a_try_that_ended_with_its_process_is_not_the_arrivals_fault(process, clock):
    for worker in "abcde":
        engine, store = process()
        came(store, clock)
        _, [arrival] = taken(store, clock, worker)
        assert arrival.attempts == 1
        end(engine, worker)
    assert arrival.fence == 5


@pytest.mark.parametrize("process", ["postgresql"], indirect=True)
def test_what_a_living_worker_of_another_process_holds_is_left_alone(process, clock):
    _, store = process()
    came(store, clock)
    taken(store, clock, "a")

    _, other = process()
    assert taken(other, clock, "b") == (None, [])
    clock.forward(seconds=11)
    assert taken(other, clock, "b") == (None, [])


@pytest.mark.parametrize("process", ["postgresql"], indirect=True)
def test_a_worker_that_lives_on_notices_within_seconds_that_another_died(process, clock):
    dying, store = process()
    _, other = process()
    came(store, clock)
    taken(store, clock, "a")
    assert taken(other, clock, "b") == (None, [])
    end(dying, "a")

    clock.forward(seconds=11)
    lease, arrivals = taken(other, clock, "b")
    assert (lease, len(arrivals)) == (2, 1)
