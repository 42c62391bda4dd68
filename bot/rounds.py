"""Work that is done over and over: one `Round` for each kind, woken by a bell, with a pulse that health can feel."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

log = logging.getLogger(__name__)


class Bell:
    """Wakes every round. `ring` may be called from any thread: the desk's own rings it after a commit."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._sleepers: list[asyncio.Event] = []

    def sleeper(self) -> asyncio.Event:
        event = asyncio.Event()
        self._sleepers.append(event)
        return event

    def ring(self) -> None:
        for event in self._sleepers:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(event.set)


class Round:
    """Calls `work` until it finds nothing to do, then sleeps until the bell. Never dies of an error."""

    def __init__(self, name: str, work: Callable[[], Awaitable[int]], bell: Bell, now: Callable[[], datetime]) -> None:
        self.name, self.beat_at = name, now()
        self._work, self._woken, self._now = work, bell.sleeper(), now

    async def run(self) -> None:
        while True:
            self._woken.clear()
            try:
                while await self._work():
                    self.beat_at = self._now()
            except Exception:
                log.exception("%s failed; it goes on at the next bell", self.name)
            self.beat_at = self._now()
            await self._woken.wait()
