"""A pretend world in a process of its own, so that its Python takes no turn from what is measured."""

import asyncio
import logging
import multiprocessing
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

World = Callable[["Stage"], Coroutine[Any, Any, None]]
PATIENCE = 300  # seconds until it stands


class Stage:
    """The world's side: `tell` the other process something, and wait until it asks for the end."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def tell(self, value: Any) -> None:
        self._pipe.send(value)

    async def until_the_end(self) -> None:
        """Returns once the other process is done, gone, or asks for something more to be told."""
        asked, loop = asyncio.Event(), asyncio.get_running_loop()
        loop.add_reader(self._pipe.fileno(), asked.set)
        await asked.wait()
        loop.remove_reader(self._pipe.fileno())
        with suppress(EOFError):
            self._pipe.recv()


@contextmanager
def elsewhere(world: World) -> Iterator[Any]:
    """Run `world` in another process while the block lasts. Gives what it tells first. Raises TimeoutError."""
    with asking(world) as (told, _):
        yield told


@contextmanager
def asking(world: World) -> Iterator[tuple[Any, Callable[[], Any]]]:
    """As `elsewhere`; gives also what asks it for more, and returns that."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(world, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(PATIENCE):
            raise TimeoutError(f"{world.__qualname__} does not start")
        yield ours.recv(), partial(_more, ours)
    finally:
        ours.close()
        process.join(10)
        process.kill()


def _more(pipe: Connection) -> Any:
    pipe.send("more")
    return pipe.recv()


def _run(world: World, pipe: Connection) -> None:
    logging.disable(logging.WARNING)  # what its libraries say of themselves
    asyncio.run(world(Stage(pipe)))
