"""`python -m bench.ticks`: does a tick cost more with a million open tickets than with ten thousand?

On both databases, on disk, durable as in production, in a desk with working hours: for a hundred tickets the ladder
rings now, all others wait for their time. Measured are the look for what is due, and all that the rings write.
"""

import gc
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median

from sqlalchemy import Engine, func, insert, literal, select, text, update

from bench.past import SETTINGS, TEAM
from bench.scale import postgresql, sqlite
from bot.desk import Desk
from bot.people import Person
from bot.week import Hours, week
from storage.migrate import migrate
from storage.store import SqlStore
from storage.tables import TICKET

FEW, MANY, DUE, TURNS = 10_000, 1_000_000, 100, 5
HOURS = Hours("office", "Europe/Berlin", week("Mon-Sun 00:00-12:00, 12:00-24:00"))
OFFICE = replace(SETTINGS, hours=(HOURS,), queues=tuple(replace(one, hours="office") for one in SETTINGS.queues))


@dataclass(frozen=True)
class Tick:
    """Milliseconds, medians."""

    database: str
    tickets: int
    look: float
    rings: float

    def __str__(self) -> str:
        return (f"{self.database:<11} {self.tickets:>9,} open, {DUE} due: found in {self.look:.1f} ms, "
                f"rung and written in {self.rings:.0f} ms")  # fmt: skip


def ticks(on_disk: str) -> list[Tick]:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    found = []
    for database in (sqlite, postgresql):
        with database(on_disk) as engine:
            for tick in _measured(engine) if engine is not None else ():
                print(tick, flush=True)
                found.append(tick)
    return found


def _measured(engine: Engine) -> list[Tick]:
    migrate(engine)
    store, now = SqlStore(engine), datetime.now(UTC)
    desk = Desk(store, OFFICE, lambda: now)
    number = desk.open(Person("Ann", "mail:ann@customer.example"), "VPN", "Down.", "support").number
    desk.claim(number, TEAM[0])
    found = []
    for many in (FEW, MANY):
        _multiply(engine, many, now)
        took = [_turn(engine, store, desk, now) for _ in range(TURNS)]
        found.append(Tick(engine.dialect.name, many, *(median(each) for each in zip(*took, strict=True))))
    return found


def _multiply(engine: Engine, many: int, now: datetime) -> None:
    """As many open tickets as the first one, each with a time of its own in the days to come."""
    while True:
        with engine.begin() as connection:
            there, last = connection.execute(select(func.count(), func.max(TICKET.c.number))).one()
            if there >= many:
                break
            values = [column + last if column.name == "number" else column for column in TICKET.c]
            copied = select(*values).order_by(TICKET.c.number).limit(many - there)
            connection.execute(insert(TICKET).from_select([column.name for column in TICKET.c], copied))
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        for share in range(8):
            connection.execute(
                update(TICKET).where(TICKET.c.number % 8 == share).values(ring_at=now + timedelta(hours=1 + share))
            )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if is_sqlite else "VACUUM ANALYZE"))


def _turn(engine: Engine, store: SqlStore, desk: Desk, now: datetime) -> tuple[float, float]:
    """A hundred become due; how long it takes to find them, and to ring for them all."""
    began = now - timedelta(hours=5)
    fresh = select(TICKET.c.number).where(TICKET.c.ring_at > now).order_by(TICKET.c.ring_at).limit(DUE)
    with engine.begin() as connection:
        due = update(TICKET).where(TICKET.c.number.in_(fresh.scalar_subquery()))
        connection.execute(due.values(ring_at=literal(now), started_at=began, opened_at=began))
    gc.collect()
    start = time.perf_counter()
    with store.transaction() as tx:
        assert len(tx.tickets.timed(now, DUE)) == DUE
    found = time.perf_counter()
    while desk.tick():
        pass
    return 1000 * (found - start), 1000 * (time.perf_counter() - found)


if __name__ == "__main__":
    ticks("/var/tmp")
