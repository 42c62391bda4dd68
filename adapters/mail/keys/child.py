"""The program that verifies and decrypts one mail: `python -m adapters.mail.keys.child SECONDS MEGABYTES`.

It takes a frame with the mail and the keys that it needs, gives one with what it found, and ends. It has no settings,
and of our keys only those that the mail may be decrypted with; nothing that it prints is seen.
"""

import os
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any

from adapters.mail.child_frames import Plain, framed, unframed
from adapters.mail.keys.key import Key
from adapters.mail.keys.locksmith import Found, Signed, Task, look
from bot.config import Secret

FILES = 64  # open ones
WRITTEN = 80_000_000  # bytes of a file: openssl reads the mail from one


def main() -> None:
    """Look at one mail."""
    seconds, megabytes = float(sys.argv[1]), int(sys.argv[2])
    out = os.dup(1)
    _confine(seconds, megabytes * 2**20)
    asked, raw = unframed(_take)
    found = look(task_of(asked, bytes(raw)))
    for piece in framed(told(found), [found.content or b""]):
        while piece:
            piece = piece[os.write(out, piece) :]


def task_plainly(task: Task) -> Plain:
    """What a frame says of a task, beside the mail."""
    return {
        "now": task.now.isoformat(), "is_encrypted": task.is_encrypted, "openssl": task.openssl,
        "known": [_plainly(key) for key in task.known], "own": [_plainly(key) for key in task.own],
    }  # fmt: skip


def task_of(plain: Plain, raw: bytes) -> Task:
    known, own = ([_key(one) for one in plain[name]] for name in ("known", "own"))
    return Task(raw, datetime.fromisoformat(plain["now"]), plain["is_encrypted"], known, own, plain["openssl"])


def told(found: Found) -> Plain:
    """What a frame says of what was found, beside the content."""
    return {"signed": asdict(found.signed), "has_content": found.content is not None, "trouble": found.trouble}


def found_of(plain: Plain, data: bytes) -> Found:
    """What a frame says was found. Raises KeyError or TypeError for what is none."""
    signed = Signed(**plain["signed"] | {"names": tuple(plain["signed"]["names"])})
    return Found(signed, data if plain["has_content"] else None, plain["trouble"])


def _plainly(key: Key) -> dict[str, Any]:
    expires = key.expires_at.isoformat() if key.expires_at else None
    return vars(key) | {"expires_at": expires, "passphrase": key.passphrase.reveal()}


def _key(plain: dict[str, Any]) -> Key:
    expires = datetime.fromisoformat(plain["expires_at"]) if plain["expires_at"] else None
    held = {"expires_at": expires, "passphrase": Secret(plain["passphrase"])}
    return Key(**plain | held | {name: tuple(plain[name]) for name in ("names", "ids")})


def _confine(seconds: float, most: int) -> None:
    limits = {
        resource.RLIMIT_AS: most,
        resource.RLIMIT_CORE: 0,  # it would hold the keys
        resource.RLIMIT_CPU: int(seconds) + 1,  # of the programs that it starts, too
        resource.RLIMIT_FSIZE: WRITTEN,
        resource.RLIMIT_NOFILE: FILES,
    }
    for limit, value in limits.items():
        with suppress(ValueError, OSError):  # not every system has each of them
            resource.setrlimit(limit, (value, value))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _take(size: int) -> bytes:
    data = sys.stdin.buffer.read(size)
    if len(data) < size:
        raise EOFError
    return data


if __name__ == "__main__":
    main()
