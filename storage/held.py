"""Roots that wait for the end of a storm. See `bot.ports_keeping.Held`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, or_, select, text

from bot.ticket import Ticket
from storage import lookups
from storage.columns import Ref
from storage.prepared import Prepared
from storage.tables import HELD, POST, ROOT_IS_OPEN

ADD = Prepared(insert(HELD))
PLACE = bindparam("place", type_=Ref)
WAITING = select(POST.c.id).where(text(ROOT_IS_OPEN), POST.c.place == PLACE).limit(bindparam("most"))
CROWDED = Prepared(
    select(
        or_(
            exists().where(HELD.c.place == PLACE),
            select(func.count()).select_from(WAITING.subquery()).scalar_subquery() >= bindparam("most"),
        )
    )
)
RELEASE = Prepared(delete(HELD).where(HELD.c.ticket == bindparam("number")).returning(HELD.c.place, HELD.c.event))
HAS = Prepared(select(HELD.c.id).where(HELD.c.ticket == bindparam("number")).limit(1))


class SqlHeld:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection
        self._known: dict[int, bool] = {}  # a new ticket is asked for more than once
        self._crowded: set[str] = set()  # where something is held stays crowded until that is let go

    def add(self, number: int, places: Sequence[str], event: int, now: datetime) -> None:
        """The ticket that `event` opened has no root in `places` yet."""
        ADD.each(self._sql, [{"ticket": number, "place": one, "event": event, "at": now} for one in places])
        self._known[number] = True
        self._crowded.update(places)

    def crowded(self, places: Sequence[str], most: int) -> set[str]:
        """Those of `places` where some tickets are held already, or `most` roots wait to be sent."""
        return {
            one for one in places if one in self._crowded or CROWDED.scalar(self._sql, {"place": one, "most": most})
        }

    def has(self, number: int) -> bool:
        """Is the ticket held anywhere?"""
        if number not in self._known:
            self._known[number] = HAS.scalar(self._sql, {"number": number}) is not None
        return self._known[number]

    def release(self, number: int) -> dict[str, int]:
        """Whoever gets its places, each with the event that opened it, must queue the roots."""
        self._known.clear()
        self._crowded.clear()
        return dict(RELEASE.rows(self._sql, {"number": number}))

    def next(self, place: str, limit: int) -> list[int]:
        """The tickets that have waited longest there."""
        oldest = select(HELD.c.ticket).where(HELD.c.place == place).order_by(HELD.c.id).limit(limit)
        return list(self._sql.execute(oldest).scalars())

    def places(self) -> dict[str, tuple[int, datetime]]:
        """Where roots wait: how many, and since when the first of them."""
        counted = select(HELD.c.place, func.count(), func.min(HELD.c.id)).group_by(HELD.c.place)
        found = {place: (count, first) for place, count, first in self._sql.execute(counted)}
        since = select(HELD.c.id, HELD.c.at).where(HELD.c.id.in_([first for _, first in found.values()]))
        began = {row.id: row.at for row in self._sql.execute(since)} if found else {}
        return {place: (count, began[first]) for place, (count, first) in found.items()}

    def newest(self, place: str, limit: int) -> list[Ticket]:
        """The tickets that came last."""
        last = select(HELD.c.ticket).where(HELD.c.place == place).order_by(HELD.c.id.desc()).limit(limit)
        found = lookups.tickets(self._sql, set(self._sql.execute(last).scalars()))
        return [found[number] for number in sorted(found, reverse=True)]
