"""How a database is connected to, and how a SQLite file is kept to one process."""

import fcntl
import json
from dataclasses import is_dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import StaticPool

EMPTY: dict[str | bytes, type] = {"[]": list, "{}": dict, b"[]": list, b"{}": dict}  # as JSON writes them
PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=FULL")


class AlreadyRunning(Exception):
    """Another Deskbell has this database open; a SQLite database serves one process at a time."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Another Deskbell has {path} open. SQLite serves one process; use PostgreSQL for more.")


class NoPlace(Exception):
    """The SQLite file cannot be made or written where it should be."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"The database {path} cannot be made or written: {error.strerror}.")


def connect(url: str) -> Engine:
    """An engine for `sqlite:///file.db`, `sqlite://` (in memory) or `postgresql://…` by psycopg. Opens nothing."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), pool_pre_ping=True, **JSON)


def claim_alone(url: str) -> IO[str] | None:
    """Hold the lock beside a SQLite file until the result is closed; None where none is needed.

    Raises AlreadyRunning when another process has it.
    """
    path = _file(url)
    if path is None:
        return None
    try:
        held = path.with_name(f"{path.name}.lock").open("w")
        path.touch(mode=0o600)  # SQLite makes its other files with the same mode
    except OSError as error:
        raise NoPlace(path, error) from None
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise AlreadyRunning(path) from None
    return held


def dumps(value: Any) -> str:
    """JSON of plain values, dataclasses, aware times and lengths of time (in seconds)."""
    return ENCODE(value)


def loads(text: str | bytes) -> Any:
    """The value of JSON. Of a ticket's dozen most are empty, and a tick reads hundreds."""
    empty = EMPTY.get(text)
    return json.loads(text) if empty is None else empty()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return vars(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


ENCODE = json.JSONEncoder(default=_plain, ensure_ascii=False, separators=(",", ":")).encode  # made once
JSON: dict[str, Any] = {"json_serializer": dumps, "json_deserializer": loads}


def _file(url: str) -> Path | None:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def _sqlite(url: str) -> Engine:
    shared = {"check_same_thread": False}
    if _file(url) is None:  # every connection to :memory: would be another database
        engine = create_engine(url, connect_args=shared, poolclass=StaticPool, **JSON)
    else:
        engine = create_engine(url, connect_args=shared, **JSON)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin a transaction by itself, too late
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Reading first and writing later would fail at once when another wrote between: the lock is taken at the start."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
