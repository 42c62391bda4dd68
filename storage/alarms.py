"""When rules look at tickets again, and how often each ran. See `bot.ports_rules.Alarms`."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select

from bot.events import Ruled
from bot.ticket import Status, Ticket
from storage.adding import insert
from storage.facts import ticket_of
from storage.prepared import Prepared
from storage.tables import EVENT, TICKET
from storage.tables_rules import ALARM

GONE = Prepared(delete(ALARM).where(ALARM.c.ticket == bindparam("number")))
RAN = EVENT.c.kind == Ruled.__name__


class SqlAlarms:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def set(self, number: int, at: datetime | None) -> None:
        """Look at the ticket then, and not before."""
        if at is None:
            GONE.change(self._sql, {"number": number})
            return
        row = insert(self._sql, ALARM).values(ticket=number, at=at)
        self._sql.execute(row.on_conflict_do_update(index_elements=["ticket"], set_={"at": at}))

    def due(self, now: datetime, limit: int) -> list[Ticket]:
        """The tickets whose hour has come, locked as whoever changes one locks it; what others hold is left out."""
        found = select(TICKET).join(ALARM, ALARM.c.ticket == TICKET.c.number).where(ALARM.c.at <= now)
        found = found.order_by(ALARM.c.at, TICKET.c.number).limit(limit)
        locked = found.with_for_update(of=TICKET, skip_locked=True, key_share=True)
        return [ticket_of(row) for row in self._sql.execute(locked).mappings()]

    def spread(self, after: int, limit: int, now: datetime, statuses: Collection[Status]) -> int:
        """Ring now for the next such tickets above a number. Returns the last of them, 0 where there is none."""
        is_next = (TICKET.c.number > after, TICKET.c.status.in_([one.value for one in statuses]))
        some = select(TICKET.c.number).where(*is_next).order_by(TICKET.c.number).limit(limit)
        numbers = self._sql.execute(some).scalars().all()
        if numbers:
            rows = insert(self._sql, ALARM).values([{"ticket": number, "at": now} for number in numbers])
            self._sql.execute(rows.on_conflict_do_update(index_elements=["ticket"], set_={"at": now}))
        return max(numbers, default=0)

    def runs(self, place: str, since: datetime, now: datetime) -> int:
        """How often the rule of that place ran since, without what a clock that was ahead dated later than now."""
        count = select(func.count()).select_from(EVENT).where(RAN, EVENT.c.at > since, EVENT.c.at <= now)
        return self._sql.execute(count.where(EVENT.c.by_place == place)).scalar_one()

    def uses(self, since: datetime) -> dict[str, tuple[int, datetime]]:
        """How often each rule ran since, and when last, by its place."""
        last = func.max(EVENT.c.at)
        found = select(EVENT.c.by_place, func.count(), last).where(RAN, EVENT.c.at > since).group_by(EVENT.c.by_place)
        return {place: (count, at) for place, count, at in self._sql.execute(found)}
