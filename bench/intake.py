"""Intake: from IMAP to committed tickets with their posts queued, by the code that runs in production."""

import asyncio
from collections import Counter
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter

from sqlalchemy import func, select

from bench.spent import Spent
from bench.threads import busy
from bench.wiring import ROOMS, Wired, settings
from storage.tables import ARRIVAL, HELD, POST


class Incomplete(Exception):
    """Not every mail was taken in, or nothing was queued: such a run measures nothing."""


def intake(imap_url: str, directory: Path, mails: int) -> Spent:
    """Take in the whole mailbox into a new desk in `directory`. Raises Incomplete."""
    return asyncio.run(_intake(imap_url, directory, mails))


async def _intake(imap_url: str, directory: Path, mails: int) -> Spent:
    desk = Wired(settings(imap_url, directory))
    await desk.warm()
    before, began = busy(), perf_counter()
    await desk.take_in(mails)
    took, after = perf_counter() - began, busy()
    _verify(desk, mails)
    ended = getrusage(RUSAGE_CHILDREN)
    await desk.close()
    readers = getrusage(RUSAGE_CHILDREN)
    used = {name: seconds - before.get(name, 0) for name, seconds in after.items()}
    parts = {
        "fetch": used.get("imap", 0),
        "ask the readers, keep files": used.get("mail", 0) + used.get("asyncio", 0),
        "readers, start and end": readers.ru_utime + readers.ru_stime - ended.ru_utime - ended.ru_stime,
        "desk and database": used.get("desk", 0),
        "desk waits for the disk and its turn": desk.ask.seconds - used.get("desk", 0),
        "event loop": used.get("MainThread", 0),
    }
    return Spent(mails, took, parts)


def _verify(desk: Wired, mails: int) -> None:
    with desk.engine.connect() as connection:
        rows = connection.execute(select(ARRIVAL.c.fate, func.count().label("many")).group_by(ARRIVAL.c.fate))
        fates: Counter[str] = Counter({row.fate: row.many for row in rows})
        queued = connection.execute(select(func.count()).where(POST.c.kind == "root")).scalar_one()
        held = connection.execute(select(func.count()).select_from(HELD)).scalar_one()  # by the storm that this is
    good = fates["ticketed"] + fates["appended"]
    if good != mails or queued + held != len(ROOMS) * fates["ticketed"]:
        raise Incomplete(f"{mails} mails ended as {dict(fates)}, with {queued} roots queued and {held} held")
