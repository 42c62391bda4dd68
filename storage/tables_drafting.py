"""The tables of answers that are being written, and of macros. See `storage.tables`."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text
from sqlmodel import Field

from storage.columns import Row, ref
from storage.tables import METADATA


class UnsentRow(Row, table=True):
    """An answer that is written and not sent."""

    __tablename__ = "unsent"
    __table_args__ = ({"sqlite_autoincrement": True},)  # what it is sent as is named by its id
    id: int = Field(default=None, primary_key=True)
    ticket: int = Field(foreign_key="ticket.number")
    by: str = ref()
    text: str = Field(sa_type=Text)
    files: list[dict[str, Any]] = Field(default=(), sa_type=JSON)
    source: str = ref(default="")
    macro: str = ""
    owner: str = ref(default="")
    do: list[str] = Field(default=(), sa_type=JSON)
    article: int | None = None
    is_in_clear: bool = False
    seen: int | None = None
    at: datetime = Field(index=True)


class WritingRow(Row, table=True):
    """Somebody who is writing an answer, until then unless they send it or go on."""

    __tablename__ = "writing"
    ticket: int = Field(primary_key=True, foreign_key="ticket.number", sa_column_kwargs={"autoincrement": False})
    place: str = ref(primary_key=True)
    name: str
    since_at: datetime
    until_at: datetime = Field(index=True)


class MacroRow(Row, table=True):
    """A macro that somebody saved: their own, or, without an owner, everybody's of its queue, "" for all."""

    __tablename__ = "macro"
    owner: str = ref(primary_key=True)
    name: str = Field(primary_key=True)
    queue: str = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    do: list[str] = Field(default=(), sa_type=JSON)
    by_name: str
    at: datetime


class MacroUseRow(Row, table=True):
    """How often a macro was used, those of the settings included."""

    __tablename__ = "macro_use"
    owner: str = ref(primary_key=True)
    name: str = Field(primary_key=True)
    count: int = 0
    last_at: datetime


UNSENT, WRITING = METADATA.tables["unsent"], METADATA.tables["writing"]
MACRO, MACRO_USE = METADATA.tables["macro"], METADATA.tables["macro_use"]
