"""Memory: what a real desk holds while a thousand mails come in and its posts go out, and when it has rested."""

import sqlite3
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.child import running
from bench.elsewhere import elsewhere
from bench.town import busy_town

DECIDED = "SELECT count(*) FROM arrival WHERE kind = 'mail' AND state = 'settled'"
PATIENCE = 120.0  # seconds until all mails must be settled
REST = 5.0  # seconds after the last mail; posts go out meanwhile
LOOK = 0.05  # seconds between two looks


@dataclass(frozen=True)
class Held:
    """Resident bytes: the most that was seen, and what was left after `REST`."""

    peak: int
    rest: int


def memory(mails: int, on_disk: str) -> Held:
    """Let a desk take in the corpus. Raises TimeoutError."""
    with elsewhere(busy_town) as (env, toml), tempfile.TemporaryDirectory(dir=on_disk) as home:
        with running(env, toml, Path(home)) as desk:
            desk.until_connected()
            return _watched(psutil.Process(desk.pid), Path(home) / "deskbell.db", mails)


def _watched(process: psutil.Process, database: Path, mails: int) -> Held:
    peak, end, rested = 0, time.monotonic() + PATIENCE, 0.0
    with sqlite3.connect(database) as reading:
        while not rested or time.monotonic() < rested:
            peak = max(peak, process.memory_info().rss)
            if not rested and reading.execute(DECIDED).fetchone()[0] >= mails:
                rested = time.monotonic() + REST
            if not rested and time.monotonic() > end:
                raise TimeoutError("the desk does not take in its mails")
            time.sleep(LOOK)
    return Held(peak, int(process.memory_info().rss))
