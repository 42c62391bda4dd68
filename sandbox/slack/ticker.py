"""What is due in the sandbox's time: deadlines that fall when the clock passes them or is moved past them."""

import asyncio
import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

STEP = 0.02


class Ticker:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._due: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = count()
        self._task: asyncio.Task[None] | None = None

    def after(self, wait: timedelta, act: Callable[[], None]) -> None:
        heapq.heappush(self._due, (self._now() + wait, next(self._numbers), act))

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        # The clock can be moved by hand and tells nobody, so it is looked at.
        while True:
            await asyncio.sleep(STEP)
            while self._due and self._due[0][0] <= self._now():
                heapq.heappop(self._due)[2]()
