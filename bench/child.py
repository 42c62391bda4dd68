"""The desk as people run it: `python -m main run`, a process of its own in an empty folder."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0  # seconds until it must be ready
CONNECTED = "Discord: connected"


class Child:
    """A running desk. `pid` is its process; `log` what it says."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path, port: int) -> None:
        self._process, self._log, self._url = process, log, f"http://127.0.0.1:{port}/readyz"
        self.pid = process.pid

    def until_ready(self) -> None:
        """Returns once /readyz says that all is well. Raises TimeoutError."""
        self._until(self._is_well)

    def until_connected(self) -> None:
        """Returns once Discord's gateway, the slowest of the channels, is up too. Raises TimeoutError."""
        self._until(lambda: CONNECTED in self._log.read_text())

    def _until(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > end or self._process.poll() is not None:
                raise TimeoutError(f"the desk does not get ready:\n{self._log.read_text()[-2000:]}")
            time.sleep(0.02)

    def _is_well(self) -> bool:
        try:
            with urllib.request.urlopen(self._url, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def running(env: Mapping[str, str], toml: Mapping[str, Any], home: Path) -> Iterator[Child]:
    """Start a desk in `home` and stop it when the block is left."""
    (home / "desk.toml").write_text(_written(toml))
    port, log = _free_port(), home / "desk.log"
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    told = {**kept, **env, "PYTHONPATH": str(ROOT), "HTTP_BIND": f"127.0.0.1:{port}", "DESK_CONFIG": "desk.toml"}
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "main", "run"], cwd=home, env=told, stdout=out, stderr=out)
    try:
        yield Child(process, log, port)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _written(toml: Mapping[str, Any]) -> str:
    """Tables and arrays of tables; what JSON says of strings and lists, TOML reads."""
    lines: list[str] = []
    for name, value in toml.items():
        is_table = isinstance(value, Mapping)
        for row in [value] if is_table else value:
            head = f"[{name}]" if is_table else f"[[{name}]]"
            lines += [head, *(f"{key} = {json.dumps(one)}" for key, one in row.items())]
    return "\n".join(lines)
