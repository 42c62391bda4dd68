"""What the tables are built from: references, checks, partial indexes and how they are named."""

import re
from typing import Any

from sqlalchemy import CheckConstraint, Index, MetaData, RowMapping, String, literal_column, null, text
from sqlmodel import Field, SQLModel

# References are compared by byte on both databases: their order and their prefixes must not depend on a locale.
Ref = String().with_variant(String(collation="C"), "postgresql")

Record = RowMapping | dict[str, Any]  # a row by the names of its columns


def ref(**options: Any) -> Any:
    """A column that holds a place or a reference."""
    return Field(sa_type=Ref, **options)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Only `values` may stand in `column`."""
    said = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({said})", name=column)


def spelled(value: Any) -> Any:
    """A constant of ours as it stands in a statement, where that can be: a bound one costs time at each run."""
    if value is None:
        return null()
    if value == () or value == {}:
        return literal_column("'[]'" if value == () else "'{}'")
    return literal_column(repr(value)) if isinstance(value, int | str) else value


def partly(name: str, words: str, *columns: str) -> Index:
    """An index of the rows of which `words` is true."""
    where = text(re.sub(r"\b\w+\.", "", words))
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class Row(SQLModel):
    """What every table inherits."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
