"""Waiting for the world to change, without polling."""

import asyncio
from collections.abc import Callable


class Changes:
    """Every `touch` tells the watchers, and wakes everybody who waits, to look again."""

    def __init__(self) -> None:
        self.watchers: list[Callable[[], None]] = []
        self._event = asyncio.Event()

    def touch(self) -> None:
        self._event.set()
        self._event = asyncio.Event()
        for watcher in self.watchers:
            watcher()

    async def until(self, holds: Callable[[], object], seconds: float) -> bool:
        """True as soon as `holds()` is true, False if it is not within so many real seconds."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not holds():
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            try:
                await asyncio.wait_for(self._event.wait(), left)
            except TimeoutError:
                return bool(holds())
        return True
