"""Statements that are asked for every mail: built once, and then given to the driver as they are.

SQLAlchemy's way from a statement to its rows takes several times as long as SQLite takes over the statement itself. A
prepared one keeps what that way leads to, its text and the converters of its values, and goes no further. It runs on
the connection of the transaction, and raises what SQLAlchemy would.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Delete, Insert, Select, TextClause, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel.sql.sqltypes import UTCDateTime

Values = Mapping[str, Any]
Row = tuple[Any, ...]
Convert = Callable[[Any], Any]
Statement = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | Insert | Update | Delete | TextClause
NOTHING: Values = {}


class Prepared:
    """One statement. Its values are its named parameters; of an insert or update without any, its columns too."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._built: dict[tuple[str, ...], _Built] = {}

    def scalar(self, connection: Connection, values: Values = NOTHING) -> Any:
        """The first column of the first row; None where there is no row."""
        rows = self.rows(connection, values)
        return rows[0][0] if rows else None

    def rows(self, connection: Connection, values: Values = NOTHING) -> list[Row]:
        """Every row, its columns in their order."""
        return self._for(connection, values).rows(connection, values)

    def mappings(self, connection: Connection, values: Values = NOTHING) -> list[dict[str, Any]]:
        """Every row by the names of its columns."""
        built = self._for(connection, values)
        return [dict(zip(built.names, row, strict=True)) for row in built.rows(connection, values)]

    def change(self, connection: Connection, values: Values = NOTHING) -> int:
        """How many rows it changed."""
        return self._for(connection, values).change(connection, [values])

    def each(self, connection: Connection, rows: Sequence[Values]) -> int:
        """How many rows it changed, run with each of `rows`: at least one, and all with the same names."""
        return self._for(connection, rows[0]).change(connection, rows)

    def _for(self, connection: Connection, values: Values) -> "_Built":
        key = (connection.dialect.name, *values)
        if key not in self._built:
            self._built[key] = _Built(self._statement, connection.dialect, key[1:])
        return self._built[key]


class _Built:
    """A statement in the words of one database."""

    def __init__(self, statement: Statement, dialect: Dialect, given: tuple[str, ...]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=given)
        assert isinstance(compiled, SQLCompiler)
        assert not compiled.insert_prefetch, "a default that only SQLAlchemy knows must be among the values"
        self._text, self._dialect = str(compiled), dialect
        self._constants = dict(compiled.params)
        self._row = compiled.positiontup  # None where the driver wants names
        self._converts = [(name, _to(compiled, dialect, name)) for name in self._row or self._constants]
        columns = () if isinstance(statement, TextClause) else tuple(statement.exported_columns)
        self.names = [str(column.key) for column in columns]
        self._kinds = [column.type.dialect_impl(dialect) for column in columns]
        self._reads: list[tuple[int, Convert]] | None = None

    def rows(self, connection: Connection, values: Values) -> list[Row]:
        cursor = self._run(connection, [values])
        try:
            found: list[Row] = cursor.fetchall()
            if self._reads is None:  # what the driver converts by itself it tells with its answer
                kinds = enumerate(zip(self._kinds, cursor.description, strict=True))
                readers = ((at, kind.result_processor(self._dialect, told[1])) for at, (kind, told) in kinds)
                self._reads = [(at, read) for at, read in readers if read]
        finally:
            cursor.close()
        return [self._read(row) for row in found] if self._reads else found

    def change(self, connection: Connection, rows: Sequence[Values]) -> int:
        cursor = self._run(connection, rows)
        changed: int = cursor.rowcount
        cursor.close()
        return changed

    def _run(self, connection: Connection, rows: Sequence[Values]) -> Any:
        told = [self._told(values) for values in rows]
        cursor = connection.connection.cursor()
        try:
            if len(told) == 1:
                cursor.execute(self._text, told[0])
            else:
                cursor.executemany(self._text, told)
        except self._dialect.loaded_dbapi.Error as error:
            cursor.close()
            kind = self._dialect.loaded_dbapi.Error
            raise DBAPIError.instance(self._text, None, error, kind, dialect=self._dialect) from error
        return cursor

    def _told(self, values: Values) -> Any:
        known = {**self._constants, **values}
        if self._row:
            return [to(known[name]) if to else known[name] for name, to in self._converts]
        return {name: to(known[name]) if to else known[name] for name, to in self._converts}

    def _read(self, row: Row) -> Row:
        told = list(row)
        for at, read in self._reads or ():
            told[at] = read(told[at])
        return tuple(told)


def _to(compiled: SQLCompiler, dialect: Dialect, name: str) -> Convert | None:
    kind = compiled.binds[name].type
    if isinstance(kind, UTCDateTime) and dialect.name == "sqlite":
        return _time
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _time(value: datetime | None) -> str | None:
    """As SQLAlchemy writes a time for SQLite, in a sixth of the time: a mail has twenty. Raises ValueError."""
    if value is None:
        return None
    if value.tzinfo is not UTC:
        if value.utcoffset() is None:
            raise ValueError("a time without a zone says nothing")
        value = value.astimezone(UTC)
    return value.replace(tzinfo=None).isoformat(" ", "microseconds")
