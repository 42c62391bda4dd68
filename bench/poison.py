"""How the desk fares with mails made to break it: `python -m bench.poison`.

Each goes through the real edge and inbox, with a good one behind it. Told are the seconds until both have their fate,
and how much more memory the main process and those that read mails ever held.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psutil
from sqlalchemy import Engine, select

from adapters.mail.edge import MailEdge
from adapters.mail.reading import Reading
from adapters.serial import Serial
from bench.corpus import mails
from bench.wiring import now, settings
from bot.desk import Desk
from bot.inbox import Inbox
from bot.ports import Arrival
from storage.engine import connect
from storage.files import FileStore
from storage.migrate import migrate
from storage.store import SqlStore
from storage.tables import ARRIVAL
from tests.adapters.mail.poisons import POISONS

NEXT, GROWN = 5.0, 100.0  # seconds until the next mail is done, MB that the main process may grow by
LOOK = 0.02  # seconds between two looks


@dataclass(frozen=True)
class Fared:
    name: str
    fate: str
    own: float  # seconds
    next: float
    grown: float  # MB
    readers: float


def main() -> None:
    """Measure and print."""
    found = poison()
    print(f"{'mail':<8} {'fate':<12} {'its own s':>9} {'the next s':>10} {'main +MB':>9} {'readers MB':>10}")
    for one in found:
        print(f"{one.name:<8} {one.fate:<12} {one.own:>9.2f} {one.next:>10.2f} {one.grown:>9.1f} {one.readers:>10.1f}")
    late, grown = max(one.next for one in found), max(one.grown for one in found)
    print(f"the next mail after {late:.2f} s at most (limit {NEXT:g}), main process +{grown:.0f} MB (limit {GROWN:g})")


def poison() -> list[Fared]:
    """Take in every mail of the list, one after the other."""
    with tempfile.TemporaryDirectory() as directory:
        return asyncio.run(_fared(Path(directory)))


async def _fared(directory: Path) -> list[Fared]:
    told = settings("imap://nobody@127.0.0.1", directory)
    engine = connect(told.database_url.reveal())
    migrate(engine)
    store, reading, ask = SqlStore(engine), Reading(), Serial()
    edge = MailEdge(Desk(store, told, now), store, told, FileStore(told.files_dir), reading)
    case = _Case(engine, store, Inbox(store, edge, ask, now, "bench"), reading)
    good = mails(100)
    for number in range(25):
        await case.fare("warm-up", good[number], good[-1 - number])
    found = []
    for name, raws in POISONS.items():
        found += [await case.fare(name, raw, good[25 + len(found)]) for raw in raws]
    edge.close()
    ask.close()
    engine.dispose()
    return found


class _Case:
    def __init__(self, engine: Engine, store: SqlStore, inbox: Inbox, reading: Reading) -> None:
        self._engine, self._store, self._inbox, self._reading = engine, store, inbox, reading
        self._numbers = count(1)

    async def fare(self, name: str, raw: bytes, good: bytes) -> Fared:
        """Take in `raw`, and `good` behind it."""
        own, after = (f"bench/{next(self._numbers)}" for _ in range(2))
        before, began = _rss([os.getpid()]), time.perf_counter()
        with self._store.transaction() as tx:
            tx.arrivals.add([Arrival(one, "mail", body, now(), "support") for one, body in ((own, raw), (after, good))])
        done: dict[str, float] = {}
        peak = readers = 0.0
        working = asyncio.create_task(self._work())
        while len(done) < 2:
            await asyncio.sleep(LOOK)
            if working.done():
                working.result()  # what ended it is told, instead of waiting for ever
            peak, readers = max(peak, _rss([os.getpid()])), max(readers, _rss(self._reading.pids))
            done |= {one: time.perf_counter() - began for one in (own, after) if one not in done and self._fate(one)}
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)  # the next one's hands are the same
        return Fared(name, self._fate(own), done[own], done[after], peak - before, readers)

    def _fate(self, source: str) -> str:
        with self._engine.connect() as connection:
            return connection.execute(select(ARRIVAL.c.fate).where(ARRIVAL.c.source == source)).scalar() or ""

    async def _work(self) -> None:
        while True:
            if not await self._inbox.work():
                await asyncio.sleep(LOOK)


def _rss(pids: Iterable[int]) -> float:
    """Resident MB of these processes."""
    found = 0.0
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            found += psutil.Process(pid).memory_info().rss / 1e6
    return found


if __name__ == "__main__":
    main()
