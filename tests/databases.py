"""Databases of tests: the tables are made once a process, each test has a copy of them on SQLite and finds them emptied
on PostgreSQL. To make them takes twenty times as long as to copy them; to truncate them, a hundred times as long as to
delete the few rows of a test.
"""

from contextlib import closing
from functools import cache

from sqlalchemy import Engine, text
from sqlalchemy.util import LRUCache

from storage.engine import connect
from storage.tables import METADATA

COMPILED = LRUCache(2_000)  # statements in the words of SQLite: each engine would make them anew


def in_memory() -> Engine:
    """A SQLite database of its own, with every table."""
    engine = connect("sqlite://")
    engine.dialect = _made().dialect
    engine.update_execution_options(compiled_cache=COMPILED)
    with closing(_made().raw_connection()) as made, closing(engine.raw_connection()) as copy:
        made.driver_connection.backup(copy.driver_connection)
    return engine


def emptied(engine: Engine) -> Engine:
    """A PostgreSQL database as it was when its tables were made: no row, and every number begins anew."""
    with engine.begin() as connection:
        connection.exec_driver_sql(_emptying(engine))
    return engine


@cache
def _made() -> Engine:
    engine = connect("sqlite://")
    METADATA.create_all(engine)
    return engine


@cache
def _emptying(engine: Engine) -> str:
    with engine.begin() as connection:
        tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        numbers = connection.execute(
            text("SELECT sequencename, start_value FROM pg_sequences WHERE schemaname = 'public'")
        ).all()
    unchecked = "SET LOCAL session_replication_role = replica"  # or the order of tables would matter
    deletes = [f"DELETE FROM {table}" for table in tables]
    restarts = [f"SELECT setval('{name}', {start}, false)" for name, start in numbers]
    return "; ".join([unchecked, *deletes, *restarts])
