"""Tags over all tickets. See `bot.ports_labels.Labels`."""

import json
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, String, cast, delete, func, insert, select, true, update

from bot.ports_labels import Renaming
from storage.tables import TICKET
from storage.tables_labels import RENAMING


class SqlLabels:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def counts(self, queues: Collection[str], newest: int = 0) -> dict[str, int]:
        """How many tickets of these queues have each tag, most used first; of the `newest` numbers alone, if given."""
        is_sqlite = self._sql.dialect.name == "sqlite"
        each = func.json_each(TICKET.c.tags) if is_sqlite else func.json_array_elements_text(TICKET.c.tags)
        tag = each.table_valued("value")
        wanted = [TICKET.c.queue.in_(queues), cast(TICKET.c.tags, String) != "[]"]
        if newest:
            wanted.append(TICKET.c.number > select(func.max(TICKET.c.number) - newest).scalar_subquery())
        uses = func.count().label("uses")
        found = select(tag.c.value, uses).select_from(TICKET.join(tag, true())).where(*wanted).group_by(tag.c.value)
        return {row.value: row.uses for row in self._sql.execute(found.order_by(uses.desc(), tag.c.value))}

    def queues(self, tag: str) -> set[str]:
        """The queues whose tickets have the tag."""
        return set(self._sql.execute(select(TICKET.c.queue).where(_has(tag)).distinct()).scalars())

    def numbers(self, tag: str, queues: Collection[str], after: int, limit: int) -> list[int]:
        """The first tickets after the number `after` that have the tag."""
        found = select(TICKET.c.number).where(_has(tag), TICKET.c.queue.in_(queues), TICKET.c.number > after)
        return list(self._sql.execute(found.order_by(TICKET.c.number).limit(limit)).scalars())

    def rename(self, renaming: Renaming) -> Renaming:
        """Remember it."""
        values = vars(renaming) | {"queues": list(renaming.queues)}
        del values["id"]
        made = self._sql.execute(insert(RENAMING).values(values).returning(RENAMING.c.id))
        return replace(renaming, id=made.scalar_one())

    def next(self) -> Renaming | None:
        """The oldest that is not done and that nobody else works on, locked."""
        oldest = select(RENAMING).order_by(RENAMING.c.id).limit(1).with_for_update(skip_locked=True)
        row = self._sql.execute(oldest).mappings().first()
        return Renaming(**{**row, "queues": tuple(row["queues"])}) if row else None

    def done(self, renaming: Renaming, to: int | None) -> None:
        """It is done up to the ticket `to`; over, where that is None."""
        mine = RENAMING.c.id == renaming.id
        self._sql.execute(
            delete(RENAMING).where(mine) if to is None else update(RENAMING).where(mine).values(done_to=to)
        )


def _has(tag: str) -> ColumnElement[bool]:
    """Does it stand in the column, as a whole word of the list?"""
    quoted = json.dumps(tag, ensure_ascii=False)
    return cast(TICKET.c.tags, String).contains(quoted, autoescape=True)
