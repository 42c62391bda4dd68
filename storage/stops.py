"""What stops at an address. See `bot.ports.Stops`."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.stops import Halt, Stop
from storage.adding import insert
from storage.columns import Record
from storage.prepared import Prepared
from storage.tables import STOP

STANDS = or_(STOP.c.until_at.is_(None), STOP.c.until_at > bindparam("now"))
AT = Prepared(select(STOP).where(STOP.c.place == bindparam("place"), STANDS))


class SqlStops:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection
        self._known: dict[str, dict[Halt, Stop]] = {}  # one message asks for its sender more than once

    def at(self, place: str, now: datetime) -> dict[Halt, Stop]:
        """What stops at `place` now."""
        if place not in self._known:
            rows = AT.mappings(self._sql, {"place": place, "now": now})
            self._known[place] = {stop.kind: stop for stop in map(_stop, rows)}
        return self._known[place]

    def put(self, stop: Stop) -> None:
        """Put it up, or anew."""
        self._known.clear()
        values = vars(stop) | {"kind": stop.kind.value}
        anew = {name: value for name, value in values.items() if name not in ("place", "kind")}
        new = insert(self._sql, STOP).values(values)
        self._sql.execute(new.on_conflict_do_update(index_elements=["place", "kind"], set_=anew))

    def lift(self, place: str, now: datetime) -> list[Stop]:
        """End all that stops at `place` now; what that was."""
        self._known.clear()
        ended = update(STOP).where(STOP.c.place == place, STANDS).values(until_at=now).returning(STOP)
        return [_stop(row) for row in self._sql.execute(ended, {"now": now}).mappings()]

    def all(self, kind: Halt, now: datetime, limit: int) -> list[Stop]:
        """The newest that stand now."""
        found = select(STOP).where(STOP.c.kind == kind.value, STANDS).order_by(STOP.c.at.desc()).limit(limit)
        return [_stop(row) for row in self._sql.execute(found, {"now": now}).mappings()]


def _stop(row: Record) -> Stop:
    return Stop(**{**row, "kind": Halt(row["kind"])})
