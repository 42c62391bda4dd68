"""`make bench`: how fast intake is beside the least that it could do, how soon a desk is ready, what memory it holds.

Exits with 1 where a limit is missed.
"""

import gc
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench import limits, tables
from bench.corpus import MAILS
from bench.elsewhere import elsewhere
from bench.floor import floor
from bench.intake import intake
from bench.limits import Limit
from bench.memory import memory
from bench.provider import provider
from bench.spent import Spent
from bench.start import start

ROUNDS, STARTS = 5, 3
ON_DISK = "/var/tmp" if Path("/var/tmp").is_dir() else tempfile.gettempdir()  # /tmp may lie in memory


def main() -> int:
    """Measure, print, and return the exit code."""
    with elsewhere(provider) as imap_url:
        pairs = [_pair(imap_url) for _ in range(1 + ROUNDS)][1:]  # the first one warms up
    print(tables.rounds(pairs), end="\n\n")
    print(tables.parts("floor", [one for one, _ in pairs]), end="\n\n")
    print(tables.parts("intake (threads overlap)", [one for _, one in pairs]), end="\n\n", flush=True)
    starts = start(STARTS, ON_DISK)
    print(f"every channel connected: {median(one.connected for one in starts):.2f} s", flush=True)
    held = memory(MAILS, ON_DISK)
    print(f"memory at rest after {MAILS} mails: {held.rest / 1e6:.0f} MB", end="\n\n")
    found = (
        Limit(
            "intake beside the floor", median(ours.rate / least.rate for least, ours in pairs), limits.RATIO, "", True
        ),
        Limit("start-up until ready", median(one.ready for one in starts), limits.READY, " s"),
        Limit(f"memory with {MAILS} mails, at its peak", held.peak / 1e6, limits.MEMORY, " MB"),
    )
    print(*found, sep="\n")
    return 0 if all(one.is_kept for one in found) else 1


def _pair(imap_url: str) -> tuple[Spent, Spent]:
    with tempfile.TemporaryDirectory(dir=ON_DISK) as directory:
        gc.collect()
        least = floor(imap_url, Path(directory))
        gc.collect()
        return least, intake(imap_url, Path(directory), MAILS)


if __name__ == "__main__":
    sys.exit(main())
