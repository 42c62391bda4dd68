"""The processes that read mails for the desk: a few, each with one mail at a time, and one more that waits.

A mail that takes long is put aside while it is read, so that those behind it go first; one that breaks its process
costs the next nothing, because another has started already.
"""

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Lock
from typing import Any, Generic, TypeVar

from adapters.mail.child_process import MEGABYTES, PROGRAM, SECONDS, SOON, Child
from adapters.mail.letter import Letter
from bot.ports import NotSent

SIZE = min(max(os.cpu_count() or 1, 2), 4)  # mails read at once
BRISK = 0.02  # seconds that most mails do not take
SLOW = 3.0  # seconds after which those behind a mail go first
PATIENCE = 30.0  # seconds to wait for a process
ASIDE = 8  # mails put aside whose letters are kept
ENDS = "the desk ends"
R = TypeVar("R")


class Reading:
    """Processes are started when they are needed. Raises nothing of a mail's own but Broken."""

    def __init__(
        self, size: int = SIZE, program: str = PROGRAM, seconds: float = SECONDS, megabytes: int = MEGABYTES,
        slow: float = SLOW, patience: float = PATIENCE,
    ) -> None:  # fmt: skip
        self._size, self._program, self._seconds, self._megabytes = size, program, seconds, megabytes
        self._slow, self._patience = slow, patience
        self._threads = ThreadPoolExecutor(max_workers=size, thread_name_prefix="mail")
        self._keepers = ThreadPoolExecutor(max_workers=size, thread_name_prefix="keep")  # while they wait for a disk
        self._alone, self._alone_since = Lock(), 0.0  # monotonic time
        self._lock, self._closed = Lock(), False
        self._children: set[Child] = set()
        self._idle: deque[Child] = deque()
        self._aside: dict[str, Job[Any]] = {}

    @property
    def pids(self) -> set[int]:
        """Of the processes that run now."""
        with self._lock:
            return {child.pid for child in self._children}

    async def read(self, source: str, raw: bytes, trusted: Sequence[str] = (), defect: str = "") -> Letter:
        """The letter of the mail `source`; with a `defect`, its headers only. See `parse.letter` and `parse.bare`.

        Raises Broken, and NotSent where the mail is to wait: it takes long, no process is free, or none starts.
        """
        return await self.result(source, self.begin(source, raw, trusted, defect, _itself))

    def begin(
        self, source: str, raw: bytes, trusted: Sequence[str], defect: str, then: Callable[[Letter], R]
    ) -> "Job[R]":  # fmt: skip
        """As `read`, whose result is for later. `then` makes it of the letter, on a thread; what it raises, it is."""
        return self._aside.pop(source, None) or Job(self._threads, self._done, raw, trusted, defect, then)

    async def result(self, source: str, job: "Job[R]") -> R:
        """What `begin` began; at once, where that is done. Raises as `read` does."""
        if job.future.done():
            return job.future.result()
        asked, done = time.monotonic(), asyncio.wrap_future(job.future)
        done.add_done_callback(_seen)
        while not (await asyncio.wait({done}, timeout=self._slow / 3))[0]:
            now = time.monotonic()
            if job.begun and now - job.begun > self._slow:
                self._put_aside(source, job)
                raise NotSent("reading it takes long: those behind it go first", timedelta(seconds=self._seconds))
            if not job.begun and now - asked > self._patience and job.future.cancel():
                raise NotSent("every process that reads mails is busy", SOON)
        return await done

    def close(self) -> None:
        """End every process at once."""
        self._threads.shutdown(wait=False)  # what waits is told so
        self._keepers.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._closed = True
            idle = list(self._idle)
            busy = self._children.difference(idle)
            self._idle.clear()
        for child in idle:
            self._lost(child)
        for child in busy:
            child.kill()  # the thread that waits for it ends it

    def _put_aside(self, source: str, job: "Job[Any]") -> None:
        self._aside[source] = job
        while len(self._aside) > ASIDE:  # it is read anew
            del self._aside[next(iter(self._aside))]

    def _done(self, job: "Job[Any]") -> None:
        if not job.future.set_running_or_notify_cancel():
            return
        try:
            letter = self._read(job)
            if letter.attachments:
                self._keepers.submit(job.end, letter)
                return
        except BaseException as error:
            job.future.set_exception(error)
        else:
            job.end(letter)

    def _read(self, job: "Job[Any]") -> Letter:
        """Alone, unless one takes longer than most: two at once would take the desk its processor, and it is slower."""
        is_alone = self._alone.acquire(timeout=max(0.0, self._alone_since + BRISK - time.monotonic()))
        if is_alone:
            self._alone_since = time.monotonic()
        try:
            return self._asked(job)
        finally:
            if is_alone:
                self._alone.release()

    def _asked(self, job: "Job[Any]") -> Letter:
        child = self._taken()
        try:
            self._have_spare()
            child.await_start()
            job.begun = time.monotonic()
            read = child.read(job.raw, job.trusted, job.defect)
        except BaseException:
            self._lost(child)
            raise
        with self._lock:
            if is_kept := not (child.is_spent or self._closed):
                self._idle.append(child)
        if not is_kept:
            self._lost(child)
        return read

    def _taken(self) -> Child:
        """The one that waits for the shortest time, else a new one."""
        while True:
            with self._lock:
                child = self._idle.pop() if self._idle else None
            if child is None:
                return self._started()
            if child.is_alive:
                return child
            self._lost(child)

    def _lost(self, child: Child) -> None:
        child.end()
        with self._lock:
            self._children.discard(child)
        self._have_spare()

    def _have_spare(self) -> None:
        """See that one waits, ready, for the next mail."""
        with suppress(NotSent):  # it is for later, and the next one is told
            if not (self._idle or self._closed or len(self._children) > self._size):
                spare = self._started()
                with self._lock:
                    self._idle.appendleft(spare)

    def _started(self) -> Child:
        with self._lock:
            if self._closed:
                raise NotSent(ENDS)
            child = Child(self._program, self._seconds, self._megabytes)
            self._children.add(child)
            return child


class Job(Generic[R]):
    """A mail that is read, or waits to be: `begun` is when its reading began, by the monotonic clock, or 0."""

    def __init__(
        self, threads: ThreadPoolExecutor, run: Callable[["Job[R]"], None],
        raw: bytes, trusted: Sequence[str], defect: str, then: Callable[[Letter], R],
    ) -> None:  # fmt: skip
        self.raw, self.trusted, self.defect, self._then = raw, trusted, defect, then
        self.begun = 0.0
        self.future: Future[R] = Future()
        try:
            threads.submit(run, self)
        except RuntimeError:  # they are shut down
            self.future.set_exception(NotSent(ENDS))

    def end(self, letter: Letter) -> None:
        try:
            self.future.set_result(self._then(letter))
        except BaseException as error:
            self.future.set_exception(error)


def _itself(letter: Letter) -> Letter:
    return letter


def _seen(done: "asyncio.Future[Any]") -> None:
    """Its error, if any, is nobody's surprise: the mail was put aside."""
    if not done.cancelled():
        done.exception()
