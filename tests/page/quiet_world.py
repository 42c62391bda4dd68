"""A town with its page and nobody at work in it: for what the desk itself never sends, and for very much of it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sandbox.page import Page
from sandbox.town import Town

PATIENCE = 60.0  # seconds


@contextmanager
def quiet(fill: Callable[[Town], None]) -> Iterator[tuple[str, Callable[[Callable[[Town], object]], None]]]:
    """What `fill` puts into the town, on a loop of its own: the page's address, and a way to do more there."""
    loop, town = asyncio.new_event_loop(), Town()
    page = Page(town)
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def begin() -> None:
        await town.start()
        fill(town)
        await page.start("127.0.0.1", 0)

    async def end() -> None:
        await page.stop()
        await town.stop()

    asyncio.run_coroutine_threadsafe(begin(), loop).result(PATIENCE)
    try:
        yield page.url, lambda act: loop.call_soon_threadsafe(act, town)
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
