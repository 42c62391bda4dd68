"""Work under way side by side, up to a number: what is slow delays only itself."""

import asyncio
from collections.abc import Coroutine
from typing import Any

MOMENT = 0.25  # seconds between two looks for more work while all that is under way is slow


class Hands:
    def __init__(self, many: int) -> None:
        self._many = many
        self._busy: set[asyncio.Task[None]] = set()

    @property
    def free(self) -> int:
        return max(0, self._many - len(self._busy))

    def take(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin `work`. Raises nothing of what it raises: it must say so itself."""
        self._busy.add(asyncio.create_task(work))

    async def rest(self) -> int:
        """Until something is done, or for a moment. Returns how much was under way. Cancelled, it ends all of it."""
        under_way = len(self._busy)
        if not under_way:
            return 0
        try:
            done, self._busy = await asyncio.wait(self._busy, timeout=MOMENT, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            for task in self._busy:
                task.cancel()
            await asyncio.gather(*self._busy, return_exceptions=True)
            self._busy = set()
            raise
        for task in done:
            task.result()  # a bug of ours comes to light here
        return under_way
