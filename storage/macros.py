"""Macros that people saved, and how often each is used. See `bot.ports_drafting.Macros`."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, or_, select

from bot.macro import Macro
from bot.printable import printable
from storage.adding import insert
from storage.tables_drafting import MACRO, MACRO_USE


class SqlMacros:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def save(self, macro: Macro, now: datetime) -> None:
        """Keep it, instead of another of that name."""
        macro = printable(macro)
        said = {"text": macro.text, "do": macro.do, "by_name": macro.by_name, "at": now}
        row = insert(self._sql, MACRO).values(**_key(macro), **said)
        self._sql.execute(row.on_conflict_do_update(index_elements=["owner", "name", "queue"], set_=said))

    def saved(self, owner: str, queues: Collection[str]) -> list[Macro]:
        """Those of `owner`, and everybody's of these queues."""
        shared = (MACRO.c.owner == "") & MACRO.c.queue.in_(["", *queues])
        found = select(MACRO).where(or_(MACRO.c.owner == owner, shared)).order_by(MACRO.c.name, MACRO.c.owner)
        return [_macro(row) for row in self._sql.execute(found).mappings()]

    def drop(self, macro: Macro) -> bool:
        """Forget it. False: it was not there."""
        key = [MACRO.c[name] == value for name, value in _key(macro).items()]
        return self._sql.execute(delete(MACRO).where(*key)).rowcount == 1

    def used(self, owner: str, name: str, now: datetime) -> None:
        """Once more."""
        row = insert(self._sql, MACRO_USE).values(owner=owner, name=name, count=1, last_at=now)
        more = {"count": MACRO_USE.c.count + 1, "last_at": now}
        self._sql.execute(row.on_conflict_do_update(index_elements=["owner", "name"], set_=more))

    def uses(self) -> dict[tuple[str, str], int]:
        """How often each was used, by owner and name."""
        found = select(MACRO_USE.c.owner, MACRO_USE.c.name, MACRO_USE.c.count)
        return {(owner, name): count for owner, name, count in self._sql.execute(found)}


def _key(macro: Macro) -> dict[str, str]:
    return {"owner": macro.owner, "name": macro.name, "queue": "".join(macro.queues[:1])}


def _macro(row: RowMapping) -> Macro:
    queues = (row["queue"],) if row["queue"] else ()
    return Macro(row["name"], row["text"], tuple(row["do"]), queues, row["owner"], by_name=row["by_name"])
