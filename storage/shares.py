"""Who is given which ticket. See `bot.ports_shares.Shares`."""

from collections.abc import Collection

from sqlalchemy import Connection, exists, func, select, text, update

from storage.adding import add, insert
from storage.tables import HELD, IDENTITY, TICKET, TICKET_IS_OWNED, TICKET_IS_UNOWNED
from storage.tables_shares import SHARE

ALL = {"queue": "", "place": ""}  # the row that whoever gives one locks, and counts on


class SqlShares:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def lock(self) -> None:
        """Until the end of the transaction nobody else gives any: turns and caps are looked at one after the other."""
        add(self._sql, SHARE, [{**ALL, "given": 0}])
        mine = select(SHARE.c.given).where(SHARE.c.queue == "", SHARE.c.place == "")
        self._sql.execute(mine.with_for_update()).one()

    def waiting(self, queue: str, most: int) -> list[tuple[int, int]]:
        """Tickets that nobody has and that are to be worked on, but those that are held or proposed; due ones first."""
        is_held = exists().where(HELD.c.ticket == TICKET.c.number)
        found = select(TICKET.c.number, TICKET.c.version).where(text(TICKET_IS_UNOWNED), TICKET.c.queue == queue)
        found = found.where(TICKET.c.candidate.is_(None), ~is_held)
        rows = self._sql.execute(found.order_by(TICKET.c.due_by, TICKET.c.number).limit(most))
        return [(row.number, row.version) for row in rows]

    def given(self, queue: str) -> dict[str, int]:
        """When everybody was given one of the queue last."""
        rows = self._sql.execute(
            select(SHARE.c.place, SHARE.c.given).where(SHARE.c.queue == queue, SHARE.c.place != "")
        )
        return {row.place: row.given for row in rows}

    def give(self, queue: str, place: str) -> None:
        """Whoever is at `place` was given one now. Asked under the lock."""
        count = update(SHARE).where(SHARE.c.queue == "", SHARE.c.place == "").returning(SHARE.c.given)
        now = self._sql.execute(count.values(given=SHARE.c.given + 1)).scalar_one()
        row = insert(self._sql, SHARE).values(queue=queue, place=place, given=now)
        self._sql.execute(row.on_conflict_do_update(index_elements=["queue", "place"], set_={"given": now}))

    def loads(self, places: Collection[str]) -> dict[str, int]:
        """How many open tickets each of them has, in all queues; what waits for its requester is none."""
        counted = select(TICKET.c.owner, func.count().label("many")).where(text(TICKET_IS_OWNED))
        rows = self._sql.execute(counted.where(TICKET.c.owner.in_(places)).group_by(TICKET.c.owner))
        return dict.fromkeys(places, 0) | {row.owner: row.many for row in rows}

    def same(self, places: Collection[str]) -> dict[str, frozenset[str]]:
        """Everybody's places by each of these: those that are proven to be the same person's."""
        known = select(IDENTITY.c.person).where(IDENTITY.c.place.in_(places))
        theirs: dict[int, set[str]] = {}
        for row in self._sql.execute(select(IDENTITY.c.place, IDENTITY.c.person).where(IDENTITY.c.person.in_(known))):
            theirs.setdefault(row.person, set()).add(row.place)
        found = {place: frozenset(one) for one in theirs.values() for place in one}
        return {place: found.get(place, frozenset({place})) for place in places}
