"""Intake: from IMAP to committed tickets with their posts queued, by the code that runs in production."""

import asyncio
from collections import Counter
from pathlib import Path
from time import perf_counter

from sqlalchemy import func, select

from bench.spent import Spent
from bench.threads import busy
from bench.wiring import Wired, settings
from storage.tables import ARRIVAL, POST


class Incomplete(Exception):
    """Not every mail was taken in, or nothing was queued: such a run measures nothing."""


def intake(imap_url: str, directory: Path, mails: int) -> Spent:
    """Take in the whole mailbox into a new desk in `directory`. Raises Incomplete."""
    return asyncio.run(_intake(imap_url, directory, mails))


async def _intake(imap_url: str, directory: Path, mails: int) -> Spent:
    desk = Wired(settings(imap_url, directory))
    before, began = busy(), perf_counter()
    await desk.take_in(mails)
    took, after = perf_counter() - began, busy()
    _verify(desk, mails)
    await desk.close()
    used = {name: seconds - before.get(name, 0) for name, seconds in after.items()}
    parts = {
        "fetch": used.get("imap", 0),
        "parse, keep files": used.get("mail", 0),
        "desk and database": used.get("desk", 0),
        "desk waits for the disk and its turn": desk.ask.seconds - used.get("desk", 0),
        "event loop": used.get("MainThread", 0),
    }
    return Spent(mails, took, parts)


def _verify(desk: Wired, mails: int) -> None:
    with desk.engine.connect() as connection:
        rows = connection.execute(select(ARRIVAL.c.fate, func.count().label("many")).group_by(ARRIVAL.c.fate))
        fates: Counter[str] = Counter({row.fate: row.many for row in rows})
        queued = connection.execute(select(func.count()).select_from(POST)).scalar_one()
    good = fates["ticketed"] + fates["appended"]
    if good != mails or queued < 2 * mails:
        raise Incomplete(f"{mails} mails ended as {dict(fates)}, with {queued} posts queued")
