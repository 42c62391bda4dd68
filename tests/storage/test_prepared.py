"""What is asked past SQLAlchemy answers, fails and recovers as what is asked through it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import IntegrityError

from storage.prepared import Prepared
from storage.store import SqlStore, StoreDown
from storage.tables import EVENT, LEASE, PERSON, TICKET
from tests.storage.deeds import OPENED, record

BERLIN = ZoneInfo("Europe/Berlin")
NAMED = select(PERSON.c.name).where(PERSON.c.id > bindparam("least")).order_by(PERSON.c.id)
LEAVE = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


def person(name: str, **values: int) -> dict[str, object]:
    return {"name": name, "language": "", **values}


@pytest.mark.parametrize("table", [TICKET, EVENT], ids=["ticket", "event"])
def test_its_rows_are_those_that_sqlalchemy_finds(store, engine, clock, table):
    record(store, clock, OPENED)
    with engine.begin() as connection:
        found = [dict(row) for row in connection.execute(select(table)).mappings()]
        assert Prepared(select(table)).mappings(connection) == found != []


def test_many_rows_are_written_at_once_and_counted(engine):
    with engine.begin() as connection:
        assert Prepared(insert(PERSON)).each(connection, [person("Ann"), person("100 %")]) == 2
        assert Prepared(NAMED).rows(connection, {"least": 0}) == [("Ann",), ("100 %",)]


@pytest.mark.parametrize("at", [datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 1, 9, 0, 0, 5, tzinfo=BERLIN)])
def test_a_time_is_written_as_sqlalchemy_writes_it(engine, at):
    rows = [{"name": name, "fence": 0, "value": "", "until_at": at} for name in ("a", "b")]
    with engine.begin() as connection:
        Prepared(insert(LEASE)).change(connection, rows[0])
        connection.execute(insert(LEASE), rows[1:])
        assert len(set(connection.execute(text("SELECT until_at FROM lease")).scalars())) == 1
        assert Prepared(select(LEASE.c.until_at)).rows(connection) == [(at,), (at,)]


def test_a_time_without_a_zone_is_refused(engine):
    row = {"name": "a", "fence": 0, "value": "", "until_at": datetime(2026, 3, 1, 9)}
    with pytest.raises(ValueError, match="zone"), engine.begin() as connection:
        Prepared(insert(LEASE)).change(connection, row)


def test_no_row_is_none(engine):
    with engine.begin() as connection:
        assert Prepared(NAMED).scalar(connection, {"least": 0}) is None


def test_it_raises_what_sqlalchemy_would(engine):
    with pytest.raises(IntegrityError), engine.begin() as connection:
        Prepared(insert(PERSON)).each(connection, [person("Ann", id=1), person("Bob", id=1)])


def look_on_a_cut_line(store, engine) -> None:
    with store.transaction() as tx:
        with engine.connect() as other:
            other.execute(LEAVE)
        tx.tickets.look(1)


def test_a_line_that_was_cut_is_an_outage_and_the_next_transaction_has_another(postgresql):
    store = SqlStore(postgresql)
    with pytest.raises(StoreDown):
        look_on_a_cut_line(store, postgresql)
    with store.transaction() as tx:
        assert tx.tickets.look(1) is None
