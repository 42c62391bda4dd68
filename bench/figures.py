"""`python -m bench.figures`: the numbers of a year with two hundred thousand tickets, and the picture of them.

On both databases, on disk. The figures are those that as many tickets leave: opened, answered, resolved, some reopened,
some too late, most with working time.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, insert

from adapters import pictures
from bench.past import SETTINGS, TEAM
from bench.scale import postgresql, sqlite
from bot.desk import Desk
from bot.figure import Kind
from bot.measures import Numbers
from bot.people import Person
from bot.periods import period
from bot.ports_figures import By
from bot.statistics import Asked, Step
from bot.ticket import Status, Ticket
from storage.facts import ticket_values
from storage.migrate import migrate
from storage.store import SqlStore
from storage.tables import EVENT, TICKET
from storage.tables_figures import FIGURE

TICKETS, BATCH, OPEN = 200_000, 5_000, 0.01
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
CATEGORIES = ("", "hardware", "software", "access")
QUEUES = tuple(replace(queue, supervisors=("slack:group:S0LEADS",)) for queue in SETTINGS.queues)
LEAD = Person("Sue", "slack:@USUE", TEAM[0].grants | {"slack:group:S0LEADS"})


@dataclass(frozen=True)
class Year:
    """Seconds that each question takes."""

    database: str
    took: dict[str, float]

    def __str__(self) -> str:
        return f"{self.database:<12}" + "  ".join(f"{what} {took:.2f} s" for what, took in self.took.items())


@dataclass(frozen=True)
class Drawn:
    """Seconds until the first picture, with the library's loading, and until the next."""

    first: float
    next: float


def years(on_disk: str) -> list[Year]:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    found = []
    for database in (sqlite, postgresql):
        with database(on_disk) as engine:
            if engine is not None:
                found.append(_measured(engine))
                print(found[-1], flush=True)
    return found


def drawn() -> Drawn:
    """Draw the same picture twice."""
    steps = period("30d", NOW, "UTC").steps()
    picture = pictures.drawing("Support", "30 days", [Step(day, 12, 11, 40) for day, _ in steps], Numbers())
    return Drawn(_took(picture.png), _took(picture.png))


def _measured(engine: Engine) -> Year:
    migrate(engine)
    _fill(engine)
    statistics, asked = _desk(engine).statistics, Asked(period("365d", NOW, "UTC"))
    return Year(engine.dialect.name, {
        "all": _took(lambda: statistics.stats(LEAD, asked)),
        "by agent": _took(lambda: statistics.apart(LEAD, asked, By.AGENT)),
        "by category": _took(lambda: statistics.apart(LEAD, asked, By.CATEGORY)),
        "by month": _took(lambda: statistics.steps(LEAD, asked)),
        "last year's": _took(lambda: statistics.stats(LEAD, Asked(period("2025", NOW, "UTC")))),
        "gauges": _took(statistics.gauges),
    })  # fmt: skip


def _desk(engine: Engine) -> Desk:
    return Desk(SqlStore(engine), replace(SETTINGS, queues=QUEUES), lambda: NOW)


def _took(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def _fill(engine: Engine) -> None:
    """Tickets, the event that opened each, and their figures, in the order in which they would come."""
    dice = random.Random(7)
    blank = ticket_values(Ticket(0))
    for first in range(0, TICKETS, BATCH):
        tickets, events, figures = [], [], []
        for number in range(first + 1, first + BATCH + 1):
            at = NOW - timedelta(days=365) * (1 - number / TICKETS)
            is_open, queue = dice.random() < OPEN, dice.choice(("support", "support", "billing"))
            status = Status.OPEN if is_open else Status.CLOSED
            agent = dice.choice(TEAM)
            tickets.append({**blank, "number": number, "queue": queue, "status": status.value, "opened_at": at,
                            "owner": agent.place, "owner_name": agent.name})  # fmt: skip
            events.append({"id": number, "ticket": number, "at": at, "by_name": "Ann", "by_place": "mail:ann@x.example",
                           "kind": "Opened", "fact": {}, "due": {}})  # fmt: skip
            figures += _figures(number, at, queue, agent, is_open, dice)
        with engine.begin() as connection:
            connection.execute(insert(TICKET), tickets)
            connection.execute(insert(EVENT), events)
            connection.execute(insert(FIGURE), figures)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _figures(
    number: int, at: datetime, queue: str, agent: Person, is_open: bool, dice: random.Random
) -> list[dict[str, object]]:  # fmt: skip
    answer, end = round(dice.lognormvariate(3.5, 1.5)), round(dice.lognormvariate(6.5, 1.5))
    same = {
        "ticket": number, "event": number, "queue": queue, "agent": agent.place, "agent_name": agent.name,
        "category": dice.choice(CATEGORIES), "booked": 0, "score": 0, "clock": "", "is_late": dice.random() < 0.05,
        "is_first_contact": dice.random() < 0.6, "is_first_level": dice.random() < 0.7,
        "came_back": dice.random() < 0.05, "is_counted": True, "minutes": 0, "working": 0,
    }  # fmt: skip
    found = [same | {"kind": Kind.CREATED.value, "at": at, "agent": "", "agent_name": ""}]
    after = at + timedelta(minutes=answer)
    found.append(same | {"kind": Kind.ANSWERED.value, "at": after, "minutes": answer, "working": answer // 3})
    found.append(same | {"kind": Kind.BOOKED.value, "at": after, "minutes": 15})
    if dice.random() < 0.2:
        found.append(same | {"kind": Kind.BREACHED.value, "at": after, "clock": "first"})
    if not is_open:
        ended = at + timedelta(minutes=end)
        found.append(same | {"kind": Kind.RESOLVED.value, "at": ended, "minutes": end, "working": end // 3,
                             "booked": 15})  # fmt: skip
    return found


if __name__ == "__main__":
    once = drawn()
    print(f"first picture {once.first:.2f} s, next {once.next:.2f} s")
    years("/var/tmp")
