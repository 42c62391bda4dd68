"""Those who stand in on call. See `bot.duty.Duties`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from bot.duty import Duty
from storage.tables_duty import DUTY

HIGHEST = 2**31 - 1  # that an id can be; people may name any


class SqlDuties:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def add(self, duties: Sequence[Duty]) -> None:
        self._sql.execute(insert(DUTY), [_row(one) for one in duties])

    def of(self, deed: str) -> list[Duty]:
        """All that was said at once, locked."""
        rows = select(DUTY).where(DUTY.c.deed == deed).order_by(DUTY.c.id).with_for_update()
        return [_duty(row) for row in self._sql.execute(rows).mappings()]

    def dropped(self, source: str) -> list[Duty]:
        return self._found(DUTY.c.dropped_by == source)

    def look(self, duty_id: int) -> Duty | None:
        return next(iter(self._found(DUTY.c.id == min(duty_id, HIGHEST))), None)

    def agreed(self, queue: str, begin: datetime, end: datetime) -> list[Duty]:
        """What counts at some time from `begin` to `end`, itself included; the oldest word first."""
        counts = (DUTY.c.agreed_at.is_not(None), DUTY.c.begins_at <= end, DUTY.c.ends_at > begin)
        found = self._found(DUTY.c.queue == queue, *counts)
        return sorted((one for one in found if not one.is_over), key=lambda one: (one.agreed_at, one.id))

    def open(self, queues: Sequence[str], now: datetime) -> list[Duty]:
        """What is not over yet, whether it is agreed upon or not; the newest first."""
        found = self._found(DUTY.c.queue.in_(queues), DUTY.c.ends_at > now)
        return [one for one in reversed(found) if not one.is_over]

    def keep(self, duty: Duty) -> None:
        self._sql.execute(update(DUTY).where(DUTY.c.id == duty.id).values(_row(duty)))

    def _found(self, *which: ColumnElement[bool]) -> list[Duty]:
        rows = self._sql.execute(select(DUTY).where(*which).order_by(DUTY.c.id)).mappings()
        return [_duty(row) for row in rows]


def _row(duty: Duty) -> dict[str, Any]:
    what = {name: value for name, value in vars(duty).items() if name != "id"}
    return what | {"places": list(duty.places), "asked": list(duty.asked)}


def _duty(row: RowMapping) -> Duty:
    return Duty(**dict(row) | {"places": tuple(row["places"]), "asked": tuple(row["asked"])})
