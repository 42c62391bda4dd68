"""Reading mails on threads: each mail has one at once or is told to wait, so that a slow one delays only itself."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
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
        done = self._threads.submit(read)
        done.add_done_callback(self._freed)  # when it has ended, not when nobody waits for it any more
        return await asyncio.wrap_future(done)

    def close(self) -> None:
        self._threads.shutdown(wait=False)

    def _freed(self, _done: Future[R]) -> None:
        with self._lock:
            self._free += 1
