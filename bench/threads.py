"""How busy each thread was: by the processor's clock, which says nothing of waiting, and on the desk's own by both."""

import threading
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from adapters.serial import Serial

P = ParamSpec("P")
R = TypeVar("R")


class Clocked(Serial):
    """The desk's thread, with the seconds that its operations took on the wall."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    async def __call__(self, operation: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await super().__call__(self._clocked, operation, *args, **kwargs)

    def _clocked(self, operation: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        began = time.perf_counter()
        try:
            return operation(*args, **kwargs)
        finally:
            self.seconds += time.perf_counter() - began


def busy() -> dict[str, float]:
    """Processor seconds of every living thread so far, by the first word of its name."""
    found: dict[str, float] = {}
    for thread in threading.enumerate():
        if thread.ident is not None:
            word = thread.name.partition("-")[0].partition("_")[0]
            found[word] = found.get(word, 0) + time.clock_gettime(time.pthread_getcpuclockid(thread.ident))
    return found
