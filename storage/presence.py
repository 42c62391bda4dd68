"""Which workers live: what a dead one held is free at once, not only when its lease ends.

A SQLite file serves one process, so whoever did not come in through this one is dead. In PostgreSQL a worker's
connection holds a shared advisory lock under the worker's name; the server lets go of it when the process dies, however
it dies. A lease still ends by itself where this cannot be told: behind a pool of connections, or when a host vanishes.
"""

import logging
from collections.abc import Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, func, select, text, union, update

from storage.tables import ARRIVAL, ARRIVAL_IS_OPEN, CARD, CARD_IS_STALE, LEASE, POST, POST_IS_OPEN

log = logging.getLogger(__name__)

LOOK = timedelta(seconds=10)  # between two looks for the dead
KEPT = "deskbell workers"  # in a connection's info: whose locks it holds


@dataclass
class _Here:
    """The workers of this process on one database."""

    workers: set[str] = field(default_factory=set)
    looked_at: datetime | None = None


_HERE: WeakKeyDictionary[Engine, _Here] = WeakKeyDictionary()


def enter(connection: Connection, worker: str, now: datetime) -> None:
    """`worker` is about to take work. At its first time, and now and then, free what the dead hold."""
    here = _HERE.setdefault(connection.engine, _Here())
    is_new = worker not in here.workers
    here.workers.add(worker)
    is_shared = connection.dialect.name == "postgresql"
    if is_shared:
        _sign(connection, worker)
    is_time = here.looked_at is None or now - here.looked_at >= LOOK
    if is_new or (is_shared and is_time):
        here.looked_at = now
        _bury(connection, here.workers, now)


def _bury(connection: Connection, living: Set[str], now: datetime) -> None:
    held = _held(now)
    owners = connection.execute(union(*(select(table.c.owner).where(is_held) for table, is_held in held))).scalars()
    for owner in owners.all():
        if owner in living or not _is_dead(connection, owner):
            continue
        mine = [(table, is_held & (table.c.owner == owner)) for table, is_held in held]
        # a try that ended with the process says nothing about the arrival; its fence still counts it
        connection.execute(update(ARRIVAL).where(dict(mine)[ARRIVAL]).values(attempts=ARRIVAL.c.attempts - 1))
        freed = [
            connection.execute(update(table).where(is_mine).values(until_at=now)).rowcount for table, is_mine in mine
        ]
        log.warning("the worker %s is gone: %s things that it held are free", owner, sum(freed))


def _held(now: datetime) -> list[tuple[Table, ColumnElement[bool]]]:
    return [
        (POST, and_(text(POST_IS_OPEN), POST.c.state == "leased", POST.c.until_at > now)),
        (ARRIVAL, and_(text(ARRIVAL_IS_OPEN), ARRIVAL.c.state == "leased", ARRIVAL.c.until_at > now)),
        (CARD, and_(text(CARD_IS_STALE), CARD.c.owner.is_not(None), CARD.c.until_at > now)),
        (LEASE, and_(LEASE.c.owner.is_not(None), LEASE.c.until_at > now)),
    ]


def _sign(connection: Connection, worker: str) -> None:
    """Hold the worker's lock for as long as the connection lives, whatever becomes of the transaction."""
    kept: set[str] = connection.info.setdefault(KEPT, set())
    if worker not in kept:
        connection.execute(select(func.pg_advisory_lock_shared(func.hashtextextended(worker, 0))))
        kept.add(worker)


def _is_dead(connection: Connection, owner: str) -> bool:
    if connection.dialect.name != "postgresql":
        return True
    taken = select(func.pg_try_advisory_xact_lock(func.hashtextextended(owner, 0)))
    return bool(connection.execute(taken).scalar())
