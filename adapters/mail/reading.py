"""Reading mails on threads: each mail has one at once or is told to wait, so that a slow one delays only itself."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Lock
from typing import TypeVar

from bot.ports import NotSent

R = TypeVar("R")

THREADS = 16  # mailboxes are read one mail each: the rest is for mails whose reading does not end
BUSY = timedelta(seconds=5)


class Reading:
    def __init__(self, threads: int = THREADS) -> None:
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="mail")
        self._free, self._lock = threads, Lock()

    async def do(self, read: Callable[[], R]) -> R:
        """`read()` on a thread of its own. Raises NotSent where none is free: nobody's time runs while it waits."""
        with self._lock:
            if not self._free:
                raise NotSent("every thread that reads mails is busy", BUSY)
            self._free -= 1
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._freeing, read)

    def close(self) -> None:
        self._threads.shutdown(wait=False)

    def _freeing(self, read: Callable[[], R]) -> R:
        try:
            return read()
        finally:  # when it has ended, not when nobody waits for it any more
            with self._lock:
                self._free += 1
