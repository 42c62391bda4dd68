"""The process that holds this desk on a line: settings and clock come in, what the desk does goes out.

One JSON value a line, by stdin and stdout. The end of stdin is the end of the desk: it never outlives its holder.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import IO, Any

LONGEST = 2**24  # bytes of a line


class Holder:
    """`first`, then `follow` until it lets go; `clock` is the time that it wants."""

    def __init__(self, hears: IO[Any], says: IO[str], now: Callable[[], datetime]) -> None:
        self._hears, self._says, self._now = hears, says, now
        self._lines = asyncio.StreamReader(limit=LONGEST)
        self._moved = timedelta()
        self._told = ""

    def clock(self) -> datetime:
        """Real time, plus what the holder moved it by."""
        return self._now() + self._moved

    async def first(self) -> dict[str, Any] | None:
        """`{"env", "toml", "moved"}`: how the desk is to be; None where the holder has let go already."""
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(self._lines), self._hears)
        return await self._next()

    async def follow(self, ring: Callable[[], None]) -> None:
        """Take clock moves, and `ring` after each, until the holder lets go."""
        while await self._next():
            ring()

    async def tell(self, value: dict[str, Any]) -> None:
        """Say it, unless it was the last thing said."""
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if line != self._told:
            self._told = line
            await asyncio.to_thread(self._say, line)  # a holder that does not read must not stop the desk

    def _say(self, line: str) -> None:
        with suppress(BrokenPipeError):  # the end of stdin says the same, in order
            print(line, file=self._says, flush=True)

    async def _next(self) -> dict[str, Any] | None:
        line = await self._lines.readline()
        if not line.endswith(b"\n"):
            return None
        told: dict[str, Any] = json.loads(line)
        self._moved = timedelta(seconds=told["moved"])
        return told
