"""Start-up: from `python -m main run` in an empty folder to a desk that is ready, and on until every channel is up."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.child import running
from bench.elsewhere import elsewhere
from bench.town import quiet_town


@dataclass(frozen=True)
class Started:
    """Seconds until /readyz said 200, and until the slowest channel was connected."""

    ready: float
    connected: float


def start(times: int, on_disk: str) -> list[Started]:
    """Start a desk as many times, each in an empty folder."""
    with elsewhere(quiet_town) as (env, toml):
        return [_start(env, toml, on_disk) for _ in range(times)]


def _start(env: dict[str, str], toml: dict[str, Any], on_disk: str) -> Started:
    with tempfile.TemporaryDirectory(dir=on_disk) as home:
        began = perf_counter()
        with running(env, toml, Path(home)) as desk:
            desk.until_ready()
            ready = perf_counter() - began
            desk.until_connected()
            return Started(ready, perf_counter() - began)
