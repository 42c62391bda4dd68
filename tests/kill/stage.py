"""Putting up a city and a desk in it, and leaving the desk alone until it has nothing more to do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.kill import books
from tests.kill.city import City
from tests.kill.process import CONNECTED, Process

PATIENCE, STILL = 300.0, 2.0  # seconds


@asynccontextmanager
async def stage(url: str, home: Path, *names: str) -> AsyncIterator[tuple[City, list[Process]]]:
    """A running city and the desks `names` (not yet started) that share the database at `url`."""
    city = City()
    await city.start()
    desks = [_desk(city, url, home / name, name) for name in names or ("desk",)]
    try:
        yield city, desks
    finally:
        await asyncio.gather(*(desk.stop() for desk in desks))
        await city.stop()


async def rested(url: str, desk: Process) -> None:
    """Wait until a connected desk says that nothing is under way, or patience ends: then the account tells."""
    await desk.says(CONNECTED)
    looking = books.engine(url)
    for _ in range(int(PATIENCE / STILL)):
        await asyncio.sleep(STILL)
        if (await asyncio.to_thread(books.read, looking)).is_quiet:
            break
    looking.dispose()


async def drained(url: str, desk: Process) -> books.Books:
    """Wait until it rests, then a little longer, for what comes twice; stop it. What its books say in the end."""
    await rested(url, desk)
    await asyncio.sleep(STILL)
    await desk.stop()
    return read(url)


def read(url: str) -> books.Books:
    looking = books.engine(url)
    try:
        return books.read(looking)
    finally:
        looking.dispose()


def _desk(city: City, url: str, home: Path, name: str) -> Process:
    home.mkdir(exist_ok=True)
    shared = {"DATABASE_URL": url, "FILES_DIR": str(home.parent / "files")}
    return Process(home, city.env(home) | shared, city.desk_toml(), name)
