"""`deskbell sandbox`: the pretend world with the desk at work in it, to look at or as a story that plays by itself."""

import asyncio
import signal
import socket
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.page import Page
from sandbox.story import Story
from sandbox.town import Town

HINTS = """
What to try first:
  1. Send a mail as Ann: it becomes a card with buttons on Slack and on Discord.
  2. Press Claim as Bob: the card shows who has it. As Cleo type /ticket claim 1: she is told who.
  3. Write a line in the ticket's thread: a note that only agents see.
  4. Press Reply: the answer arrives in Ann's mailbox.
  5. Move the clock by a day: the supervisor is rung.
Ctrl-C ends it. `deskbell sandbox --story` plays all this by itself.
"""

Desk = Callable[[Mapping[str, str], Mapping[str, Any], Callable[[], datetime]], AbstractAsyncContextManager[Any]]


async def play_story(desk: Desk) -> int:
    """Play the life of two tickets. Returns the exit code: 0, or 1 at the first thing that does not happen."""
    with tempfile.TemporaryDirectory(prefix="deskbell-") as home:
        town = Town()
        await town.start()
        try:
            async with desk(town.env(Path(home)), town.desk_toml(), town.clock):
                return await Story(town).play()
        finally:
            await town.stop()


async def open_house(desk: Desk, bind: tuple[str, int]) -> int:
    """The world with its page, until Ctrl-C; then it is gone."""
    with tempfile.TemporaryDirectory(prefix="deskbell-") as home:
        return await _open(desk, bind, Path(home))


async def _open(desk: Desk, bind: tuple[str, int], home: Path) -> int:
    town, stop = Town(), asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await town.start()
    page = Page(town)
    try:
        async with desk(town.env(home), town.desk_toml(), town.clock):
            await page.start(bind[0], _free(*bind))
            print(f"The sandbox is open: {page.url}\n{HINTS}", flush=True)  # noqa: T201 - the command's output
            await stop.wait()
    finally:
        await page.stop()
        await town.stop()
    return 0


def _free(host: str, port: int) -> int:
    """The port, or the next one that nobody has."""
    for candidate in range(port, port + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return 0
