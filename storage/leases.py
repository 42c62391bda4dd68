"""Named leases: a mailbox poller, a Discord shard, a cursor. See `bot.ports_keeping.Leases`."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, case, or_, select, update

from storage import presence
from storage.adding import add
from storage.prepared import Prepared
from storage.tables import LEASE

VALUE = Prepared(select(LEASE.c.value).where(LEASE.c.name == bindparam("name")))


class SqlLeases:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def take(self, name: str, owner: str, now: datetime, until: datetime) -> int | None:
        """Take or renew; the fence is raised at each change of owner. None: another holds it."""
        presence.enter(self._sql, owner, now)
        self._know(name)
        is_free = or_(LEASE.c.owner.is_(None), LEASE.c.owner == owner, LEASE.c.until_at <= now)
        fence = case((LEASE.c.owner == owner, LEASE.c.fence), else_=LEASE.c.fence + 1)
        taken = update(LEASE).where(LEASE.c.name == name, is_free)
        found = self._sql.execute(taken.values(owner=owner, until_at=until, fence=fence).returning(LEASE.c.fence))
        return found.scalar()

    def drop(self, name: str, owner: str) -> None:
        """Give it back at once, if `owner` has it; its value stays."""
        held = update(LEASE).where(LEASE.c.name == name, LEASE.c.owner == owner)
        self._sql.execute(held.values(owner=None, until_at=None))

    def value(self, name: str) -> str:
        """What was kept under `name`, "" if nothing was."""
        return VALUE.scalar(self._sql, {"name": name}) or ""

    def keep(self, name: str, value: str, fence: int | None = None) -> bool:
        """Keep `value`. False, and nothing kept, when somebody took the lease after `fence` was given out."""
        self._know(name)
        mine = update(LEASE).where(LEASE.c.name == name)
        if fence is not None:
            mine = mine.where(LEASE.c.fence <= fence)
        return self._sql.execute(mine.values(value=value)).rowcount == 1

    def _know(self, name: str) -> None:
        if VALUE.scalar(self._sql, {"name": name}) is None:
            add(self._sql, LEASE, [{"name": name, "fence": 0, "value": ""}])
