"""Which tickets lie on a heap of a board: index scans that end where enough is found. See `bot.ports_heaps.Heaps`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, Select, func, select, text, union_all

from bot.overview import Heap
from bot.ports_heaps import Lying
from bot.ticket import Ticket
from storage import lookups
from storage.tables import CARD, EVENT, TICKET, TICKET_IS_OWNED, TICKET_IS_RESOLVED, TICKET_IS_UNOWNED, TICKET_WAITS

NEWEST = select(
    select(func.max(EVENT.c.id)).scalar_subquery().label("event"),
    select(func.max(CARD.c.id)).scalar_subquery().label("card"),
)
RESTING = {Heap.WAITING: TICKET_WAITS, Heap.RESOLVED: TICKET_IS_RESOLVED}


class SqlHeaps:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def numbers(self, wanted: Lying, now: datetime, most: int) -> list[int]:
        """The first `most` of the heap: what is due first, or has rested longest."""
        if wanted.owners:
            owned = _ranked(wanted, now).where(TICKET.c.owner.in_(wanted.owners), TICKET.c.queue.in_(wanted.queues))
            found = owned.limit(most)
        else:  # each queue has its own order in the index
            each = [_ranked(wanted, now).where(TICKET.c.queue == one).limit(most) for one in wanted.queues]
            both = union_all(*(select(one.subquery()) for one in each)).subquery()
            found = select(both).order_by(both.c.at, both.c.number).limit(most)
        return [row.number for row in self._sql.execute(found)]

    def tickets(self, numbers: Sequence[int]) -> list[Ticket]:
        """These tickets, not locked, in this order."""
        known = lookups.tickets(self._sql, numbers) if numbers else {}
        return [known[number] for number in numbers]

    def owners(self, queues: Sequence[str], most: int) -> dict[str, int]:
        """Who has how many of them to work on, by name, the most first; nobody where there are more than `most`."""
        each = select(TICKET.c.owner, TICKET.c.owner_name).where(text(TICKET_IS_OWNED), TICKET.c.queue.in_(queues))
        some = each.limit(most + 1).subquery()
        many, name = func.count().label("many"), func.max(some.c.owner_name).label("name")
        rows = self._sql.execute(select(name, many).group_by(some.c.owner).order_by(many.desc(), name)).all()
        return {} if sum(row.many for row in rows) > most else {row.name: row.many for row in rows}

    def newest(self) -> tuple[int, int]:
        """The numbers of the last event and of the last card, 0 where there is none."""
        row = self._sql.execute(NEWEST).one()
        return row.event or 0, row.card or 0


def _ranked(wanted: Lying, now: datetime) -> Select[tuple[int, datetime]]:
    """The numbers of a heap in their order, with what that goes by."""
    conditions, at = _lying(wanted.heap, now)
    if wanted.but:
        conditions.append(TICKET.c.owner.not_in(wanted.but))
    return select(TICKET.c.number, at.label("at")).where(*conditions).order_by(at, TICKET.c.number)


def _lying(heap: Heap, now: datetime) -> tuple[list[ColumnElement[bool]], Column[datetime]]:
    """The conditions in the very words of an index, and the column that it is ordered by."""
    if heap in RESTING:
        return [_says(RESTING[heap])], TICKET.c.updated_at
    if heap is Heap.UNOWNED:
        return [_says(TICKET_IS_UNOWNED)], TICKET.c.due_by
    conditions = [_says(TICKET_IS_OWNED)]
    if heap is Heap.OVERDUE:
        conditions.append(TICKET.c.due_by <= now)
    elif heap is Heap.NEXT:
        conditions.append(TICKET.c.due_by > now)
    return conditions, TICKET.c.due_by


def _says(words: str) -> ColumnElement[bool]:
    said: ColumnElement[bool] = text(words)  # type: ignore[assignment]
    return said
