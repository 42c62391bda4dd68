"""The town outlives the program: written down in one file after each change, put back at the next start."""

import asyncio
import hashlib
import io
import logging
import os
import pickle
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sandbox.discord import world as discord
from sandbox.discord.interactions import Interaction
from sandbox.faults import Fault
from sandbox.journal import Exchange
from sandbox.mail.boxes import Contents
from sandbox.numbers import Numbers
from sandbox.slack import workspace as slack
from sandbox.town import EDITION, Cast, Town

log = logging.getLogger(__name__)

MARK = b"deskbell-sandbox"
SHAPES = (*slack.SHAPES, *discord.SHAPES, Interaction, Contents, Cast, Fault, Exchange, Numbers)
KNOWN = {(one.__module__, one.__qualname__) for one in (*SHAPES, datetime, timedelta, timezone)}

MISSING = "There is no world yet: a new one begins."
OTHER = "The world in {file} was kept by another version: a new one begins."
DAMAGED = "The world in {file} is damaged: a new one begins."
UNREADABLE = "The world in {file} cannot be read ({error}): a new one begins."
UNWRITABLE = "The world cannot be kept in {folder} ({error}): it lasts until the sandbox ends."


class Keep:
    """`reason` says in one sentence why `load` put nothing back, `trouble` why the last `save` failed; else empty."""

    def __init__(self, town: Town, file: Path) -> None:
        self._town, self._file = town, file
        self._changed = asyncio.Event()
        self._shape = _shape(town.state())
        self.reason = self.trouble = ""

    def load(self) -> bool:
        """Put the town back as it was kept, before it starts. False where nothing is, or nothing that fits."""
        try:
            state = self._read(self._file.read_bytes())
        except FileNotFoundError:
            self.reason = MISSING
        except OSError as error:
            self.reason = UNREADABLE.format(file=self._file, error=error.strerror)
        except _Other:
            self.reason = OTHER.format(file=self._file)
        except (ValueError, pickle.UnpicklingError):
            self.reason = DAMAGED.format(file=self._file)
        else:
            self._town.restore(state)
            return True
        return False

    def save(self) -> None:
        """Write the town down as it is now: all of it or, where that fails, nothing, and the `trouble` is told."""
        self._changed.clear()
        kept = pickle.dumps(self._town.state(), pickle.HIGHEST_PROTOCOL)
        try:
            _write(self._file, b"\n".join((MARK, self._shape, _digest(kept), kept)))
        except OSError as error:
            trouble = UNWRITABLE.format(folder=self._file.parent, error=error.strerror)
        else:
            trouble = ""
        if trouble and trouble != self.trouble:
            log.warning(trouble)
        self.trouble = trouble

    async def run(self) -> None:
        """Save now and whenever something changed, at most once a second, until cancelled; then a last time."""
        town, loop = self._town, asyncio.get_running_loop()
        with ExitStack() as watch:
            watch.callback(self.save)
            _listen(watch, town.journal.listeners, self.touch)
            _listen(watch, town.faults.listeners, self.touch)
            _listen(watch, town.slack.workspace.watchers, self.touch)
            _listen(watch, town.discord.world.changes.watchers, self.touch)
            # At once: whatever happens next, time must never have been later than it is.
            _listen(watch, town.clock.listeners, self.save)
            while True:
                began = loop.time()
                self.save()
                # A large world is written less often, so that the page never feels it.
                await asyncio.sleep(max(1, 20 * (loop.time() - began)))
                await self._changed.wait()

    def touch(self, *_: object) -> None:
        """Something changed that none of the wires tells: what the town remembers."""
        self._changed.set()

    def _read(self, whole: bytes) -> dict[str, Any]:
        mark, shape, digest, kept = whole.split(b"\n", 3)
        if mark != MARK or digest != _digest(kept):
            raise ValueError
        if shape != self._shape:
            raise _Other
        state: dict[str, Any] = _Reader(io.BytesIO(kept)).load()
        return state


def is_world(file: Path) -> bool:
    """Whether a town was kept in that file."""
    if not file.is_file():
        return False
    with file.open("rb") as kept:
        return kept.read(len(MARK)) == MARK


class _Other(Exception):
    """A whole world, but not of today's shape."""


class _Reader(pickle.Unpickler):
    """Pickle will do: the file is our own, and nothing is made of it but what towns are made of."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in KNOWN:
            raise pickle.UnpicklingError(f"no world is made of {module}.{name}")
        return super().find_class(module, name)


def _listen(watch: ExitStack, listeners: list[Callable[..., None]], listener: Callable[..., None]) -> None:
    listeners.append(listener)
    watch.callback(listeners.remove, listener)


def _shape(state: dict[str, Any]) -> bytes:
    """What a kept world is made of, in short: a new one after every change that an older world knows nothing of."""
    chats = [state["slack"], state["slack"]["workspace"], state["discord"], state["discord"]["world"]]
    names = [sorted(part) for part in (state, *chats, state["discord"]["world"]["guild"])]
    made = [(one.__module__, one.__qualname__, sorted(vars(one).get("__annotations__", {}).items())) for one in SHAPES]
    return _digest(repr((EDITION, names, made)).encode())


def _digest(kept: bytes) -> bytes:
    return hashlib.sha256(kept).hexdigest().encode()


def _write(file: Path, whole: bytes) -> None:
    """Replace `file` at once: whoever reads it finds the old or the new one, also after a power cut."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.new")
    with open(draft, "wb", opener=_for_us_alone) as out:
        out.write(whole)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
