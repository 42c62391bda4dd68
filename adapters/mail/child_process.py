"""A process that reads mails, as the desk holds it: started, asked, and ended when it does not answer in time."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from adapters.mail.child_frames import CHUNK, SMALL, framed, unframed
from adapters.mail.child_letters import letter_of
from adapters.mail.letter import Letter
from bot.ports import NotSent

PROGRAM = "adapters.mail.child"
SECONDS, MEGABYTES = 10.0, 768
START = 60.0  # seconds to wait for it
GRACE = 5.0  # seconds more than it gives itself, for the pipes
SOON = timedelta(seconds=5)
ROOT = str(Path(__file__).parents[2])


class Broken(RuntimeError):
    """A mail ended the process that read it, or it answered nonsense."""


class Child:
    """One process. Its methods are for one thread at a time, but for `kill`.

    It finds what it needs where we did, and gets nothing else of our environment: that may hold secrets. A session of
    its own keeps it from the Ctrl-C that is meant for the desk.
    """

    def __init__(self, program: str = PROGRAM, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        """Start it. Raises NotSent where the machine cannot."""
        self._seconds = seconds
        self._is_ready = self.is_spent = False
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-P", "-m", program, str(seconds), str(megabytes)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, start_new_session=True,
                env={"PYTHONPATH": os.pathsep.join([*filter(None, sys.path), ROOT])},
            )  # fmt: skip
        except OSError as error:
            raise NotSent(f"no process that reads mails can be started: {error.strerror}", SOON) from error
        assert self._process.stdin
        assert self._process.stdout
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        self._came = bytearray()  # and was not taken yet
        self.pid = self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def await_start(self) -> None:
        """Until it takes mails. Raises NotSent where it ended instead."""
        if self._is_ready:
            return
        try:
            unframed(lambda size: self._take(size, time.monotonic() + START))
        except (EOFError, TimeoutError, ValueError):
            raise NotSent("the process that reads mails does not start: see the log", SOON) from None
        self._is_ready = True

    def read(self, raw: bytes, trusted: Sequence[str] = (), defect: str = "") -> Letter:
        """The letter of `raw`; with a `defect`, its headers only. Raises Broken."""
        end = time.monotonic() + self._seconds + GRACE
        try:
            for piece in framed({"trusted": trusted, "defect": defect}, [raw]):
                self._send(piece, end)
            told, data = unframed(lambda size: self._take(size, end))
            read = letter_of(told["letter"], data)
        except (EOFError, BrokenPipeError):
            raise Broken(f"the mail ended the process that read it ({self._why()})") from None
        except TimeoutError:
            raise Broken("the process that read the mail did not answer in time") from None
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise Broken(f"the process that read the mail answered nonsense ({type(error).__name__})") from None
        self.is_spent = bool(told.get("last"))
        return read

    def kill(self) -> None:
        """End it at once, whatever it does: whoever waits for it is told."""
        self._process.kill()

    def end(self) -> None:
        """The same, and let go of it: nobody else may wait for it."""
        self._process.kill()
        with self._process:  # closes its pipes and waits
            pass

    def _why(self) -> str:
        code = self._process.wait()
        if code == -signal.SIGALRM:
            return f"it took longer than {self._seconds:g} seconds"
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def _send(self, piece: memoryview, end: float) -> None:
        while piece:
            try:
                piece = piece[os.write(self._to, piece) :]
            except BlockingIOError:
                _await(self._to, select.POLLOUT, end)

    def _take(self, size: int, end: float) -> bytearray:
        """So many bytes. What comes with them is kept for the next time: an answer is mostly read at once."""
        while len(self._came) < size:
            _await(self._from, select.POLLIN, end)
            lacking = size - len(self._came)
            if not (chunk := os.read(self._from, min(max(lacking, SMALL), CHUNK))):
                raise EOFError
            self._came += chunk
        if len(self._came) == size:
            taken, self._came = self._came, bytearray()
            return taken
        taken = self._came[:size]
        del self._came[:size]
        return taken


def _await(file: int, event: int, end: float) -> None:
    poll = select.poll()
    poll.register(file, event)
    if not poll.poll(max(0.0, end - time.monotonic()) * 1000):
        raise TimeoutError
