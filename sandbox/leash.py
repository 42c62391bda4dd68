"""The desk as what it is in life: a process of its own, that tells what it does and can be killed with nothing said.

A line of JSON values holds it: settings and clock moves go in, its state and its window come out. When the line is let
go the desk ends; so it never outlives us.
"""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sandbox.clock import Clock

PATIENCE = 6.0  # seconds for an end in order
LONGEST = 2**24  # bytes of a line
TAIL = 4000  # characters of its log that tell why it ended


class Leash:
    """`start`, `kill`, `start` again: it finds the same database and settings. `listeners` hear each change.

    `state` is `off`, `starting`, `up`, `killed`, or `ended` when it went by itself: then `trouble` is the end of its
    log. `window` is what it last told of itself.
    """

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], toml: Mapping[str, Any], clock: Clock, log: Path
    ) -> None:
        self.state, self.trouble = "off", ""
        self.window: dict[str, Any] = {}
        self.listeners: list[Callable[[], None]] = []
        self._command, self._env, self._toml, self._clock, self._log = command, env, toml, clock, log
        self._child: Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._turn, self._is_over = asyncio.Lock(), False
        clock.listeners.append(self._move)

    @property
    def is_up(self) -> bool:
        """Is there a process, be it that it starts still?"""
        return self.state in ("starting", "up")

    async def start(self) -> None:
        """Start it, unless it lives; returns before it is up."""
        async with self._turn:
            if self.is_up or self._is_over:
                return
            self._log.parent.mkdir(parents=True, exist_ok=True)  # somebody may have deleted it
            with self._log.open("ab") as log:
                began = log.tell()
                self._child = await asyncio.create_subprocess_exec(
                    *self._command, stdin=PIPE, stdout=PIPE, stderr=log, limit=LONGEST, start_new_session=True
                )  # a session of its own: Ctrl-C is for us, and we end it in order
            self.trouble = ""
            self._become("starting")
            self._say({"env": dict(self._env), "toml": dict(self._toml), "moved": self._clock.moved.total_seconds()})
            self._reading = asyncio.create_task(self._read(self._child, began))

    async def kill(self) -> None:
        """SIGKILL: no line of it runs any more."""
        await self._end("killed", 0)

    async def stop(self) -> None:
        """Let it end in order, for good; kill it when it takes too long."""
        self._is_over = True
        await self._end("off", PATIENCE)

    async def settled(self) -> bool:
        """Wait while it starts. True once it is up."""
        changed = asyncio.Event()
        self.listeners.append(changed.set)
        while self.state == "starting":
            await changed.wait()
            changed.clear()
        self.listeners.remove(changed.set)
        return self.state == "up"

    async def _end(self, state: str, patience: float) -> None:
        async with self._turn:
            if not self._child or not self._reading or not self.is_up:
                return
            self._become(state)
            if patience and self._child.stdin:
                self._child.stdin.close()
                await asyncio.wait([self._reading], timeout=patience)
            with suppress(ProcessLookupError):
                self._child.kill()
            await self._reading

    async def _read(self, child: Process, began: int) -> None:
        if child.stdout:
            async for line in child.stdout:
                if line.endswith(b"\n"):  # a kill cuts a word off
                    self._hear(json.loads(line))
        await child.wait()
        if self.is_up:
            self.trouble = self._end_of_log(began)
            self._become("ended")

    def _end_of_log(self, began: int) -> str:
        try:
            return self._log.read_bytes()[began:].decode(errors="replace")[-TAIL:].strip()
        except OSError as error:
            return f"its log cannot be read: {error.strerror}"

    def _hear(self, told: dict[str, Any]) -> None:
        self.window = told.get("window", self.window)
        self._become(told.get("state", self.state) if self.is_up else self.state)

    def _become(self, state: str) -> None:
        self.state = state
        for listener in list(self.listeners):
            listener()

    def _move(self) -> None:
        if self.is_up:
            self._say({"moved": self._clock.moved.total_seconds()})

    def _say(self, value: dict[str, Any]) -> None:
        if self._child and self._child.stdin:
            self._child.stdin.write(json.dumps(value).encode() + b"\n")
