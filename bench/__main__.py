"""`make bench`: how fast intake is beside the least that it could do, how soon a desk is ready, what memory it holds.

Exits with 1 where a limit is missed.
"""

import gc
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench import figures, limits, mail_sets, tables
from bench.corpus import MAILS
from bench.elsewhere import elsewhere
from bench.floor import floor
from bench.intake import intake
from bench.limits import Limit
from bench.memory import memory
from bench.page import Seen, page
from bench.provider import provider
from bench.scale import Scale, scale
from bench.spent import Spent
from bench.start import start
from bench.storm import storm, told
from bench.ticks import DUE, ticks
from tests.page.browser import CHROMIUM

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
    stormy = storm(ON_DISK)
    print(told(stormy), end="\n\n", flush=True)
    found += (
        Limit("a storm of 10,000 mails", stormy.seconds, limits.STORM, " s"),
        Limit("mails lost or doubled in it", stormy.lost + stormy.doubled, 1),
        Limit("mails to a robot until the loop was cut", max(stormy.rounds.values()), limits.ROUNDS + 1),
    )
    for one in scale(ON_DISK):
        found += _grown(one)
    for tick in ticks(ON_DISK):
        what = f"finding {DUE} due of {tick.tickets:,} open tickets, {tick.database}"
        found += (Limit(what, tick.look, limits.TICK, " ms"),)
    found += _counted()
    if CHROMIUM:
        found += _looked(page())
    else:
        print("The page is not measured: there is no Chromium here.")
    mail_sets.main()
    print(*found, sep="\n")
    return 0 if all(one.is_kept for one in found) else 1


def _looked(seen: Seen) -> tuple[Limit, ...]:
    return (
        Limit("first paint of the page", seen.paint, limits.PAINT, " ms"),
        Limit("a claim, from the click to the card on the page", seen.deed, limits.DEED, " ms"),
        Limit("first paint with 500 tickets", seen.busy_paint, limits.PAINT, " ms"),
        Limit("rows drawn for a new message among 500 tickets", seen.rows, limits.ROWS),
        Limit("between two frames meanwhile, p95", seen.frame, limits.FRAME, " ms"),
    )


def _grown(one: Scale) -> tuple[Limit, ...]:
    about = f"with {one.many.tickets:,} tickets on {one.database}"
    return (
        Limit(f"a command {about}, p95", one.many.command_p95, limits.COMMAND, " ms"),
        Limit(f"a command {about}, beside 1,000", one.growth, limits.GROWTH),
        Limit(f"a search {about}, p95", one.many.search_p95, limits.SEARCH, " ms"),
        Limit(f"memory {about}, beside 1,000", one.many.memory - one.few.memory, limits.HELD, " MB"),
    )


def _counted() -> tuple[Limit, ...]:
    """The numbers of a year, and the picture of them."""
    picture = figures.drawn()
    return (
        Limit("the first picture of numbers", picture.first, limits.FIRST_PICTURE, " s"),
        Limit("the next", picture.next, limits.NEXT_PICTURE, " s"),
        *(
            Limit(f"a year of {figures.TICKETS:,} tickets on {year.database}, {what}", took, limits.YEAR, " s")
            for year in figures.years(ON_DISK) for what, took in year.took.items()
        ),
    )  # fmt: skip


def _pair(imap_url: str) -> tuple[Spent, Spent]:
    with tempfile.TemporaryDirectory(dir=ON_DISK) as directory:
        gc.collect()
        least = floor(imap_url, Path(directory))
        gc.collect()
        return least, intake(imap_url, Path(directory), MAILS)


if __name__ == "__main__":
    sys.exit(main())
