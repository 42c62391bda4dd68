"""The desk as what it is in life: a process of its own, that can be killed with nothing said."""

import asyncio
import json
import os
import signal
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
READY, CONNECTED = "ready:", "Discord: connected"
TAIL = 60  # lines kept for the message of a failed test
BOOT, GOODBYE = 60.0, 20.0  # seconds


class Process:
    """`deskbell run` in `home`. Start it, kill it, start it again: it finds the same database and settings."""

    def __init__(self, home: Path, env: Mapping[str, str], toml: Mapping[str, Any], name: str = "desk") -> None:
        self.name, self.tail = name, deque[str](maxlen=TAIL)
        self.starts = self.kills = 0
        self._home = home
        settings = home / "desk.toml"
        settings.write_text(written(toml))
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        self._env = {**kept, **env, "DESK_CONFIG": str(settings), "PYTHONPATH": str(ROOT), "LOG_LEVEL": "INFO"}
        self._child: asyncio.subprocess.Process | None = None
        self._said: list[str] = []
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    @property
    def is_up(self) -> bool:
        return self._child is not None and self._child.returncode is None

    async def start(self, words: str = READY) -> None:
        """Start it and wait for its line that says `words`."""
        self._said = []
        self._child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "main", "run",
            cwd=self._home, env=self._env, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self.starts += 1
        self._reader = asyncio.create_task(self._read(self._child.stderr))
        await self.says(words)

    async def says(self, words: str, patience: float = BOOT) -> None:
        """Until it has logged `words` since its start."""
        try:
            async with asyncio.timeout(patience):
                while not any(words in line for line in self._said):
                    assert self.is_up, self._died()
                    await self._news.wait()
        except TimeoutError:
            raise TimeoutError(f"{self.name} never said “{words}”:\n{self.told()}") from None

    async def kill(self) -> None:
        """SIGKILL: no line of it runs any more."""
        assert self._child, "it was never started"
        assert self.is_up, self._died()
        self._child.send_signal(signal.SIGKILL)
        self.kills += 1
        await self._gone()

    async def stop(self) -> int:
        """Ask it to go, as a service manager does; the exit code. Does nothing to what is gone already."""
        if not self._child:
            return 0
        if self.is_up:
            self._child.terminate()
            try:
                async with asyncio.timeout(GOODBYE):
                    await self._gone()
            except TimeoutError:
                self._child.kill()
                await self._gone()
        return self._child.returncode or 0

    def told(self) -> str:
        """The last lines of its log."""
        return "\n".join(self.tail)

    def _died(self) -> str:
        return f"{self.name} ended by itself:\n{self.told()}"

    async def _gone(self) -> None:
        assert self._child
        assert self._reader
        await self._child.wait()
        await self._reader

    async def _read(self, stream: asyncio.StreamReader | None) -> None:
        assert stream
        while raw := await stream.readline():
            line = raw.decode(errors="replace").rstrip()
            self._said.append(line)
            self.tail.append(line)
            self._ring()
        await asyncio.sleep(0)
        self._ring()

    def _ring(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def written(toml: Mapping[str, Any]) -> str:
    """Tables and arrays of tables of strings, numbers and lists, as TOML; what JSON says of those, TOML reads."""
    lines: list[str] = []
    for name, value in toml.items():
        rows: Sequence[Mapping[str, Any]] = [value] if isinstance(value, Mapping) else value
        head = f"[{name}]" if isinstance(value, Mapping) else f"[[{name}]]"
        for row in rows:
            lines += [head, *(f"{key} = {json.dumps(one)}" for key, one in row.items()), ""]
    return "\n".join(lines)
