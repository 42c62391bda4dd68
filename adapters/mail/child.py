"""The program that reads mails, in a process of its own: `python -m adapters.mail.child SECONDS MEGABYTES`.

It takes a mail from its input and gives a letter by its output, one after the other, until its input ends, which it
does also when the desk dies. A mail that needs more time or memory than that ends this process and nothing else. It
knows no settings and no secrets, and nothing that it prints is seen.
"""

import gc
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from adapters import guessing
from adapters.mail.child_frames import Plain, framed, unframed
from adapters.mail.child_letters import plainly, told
from adapters.mail.letter import Letter
from adapters.mail.parse import bare, letter
from bot.copies import replace

READY = {"ready": True}
MAILS = 1_000  # after which another process takes over, so that nothing grows for ever
SWOLLEN = 256 * 2**10  # kB that it once held: they are not given back
FILES = 64  # open ones; tables of characters are read when they are needed

Read = Callable[[bytes, Sequence[str]], Letter]


def main(read: Read = letter) -> None:
    """Read mails until there are no more."""
    seconds, megabytes = float(sys.argv[1]), int(sys.argv[2])
    out = os.dup(1)
    guessing.load()
    _confine(megabytes * 2**20)
    gc.freeze()
    try:
        _send(out, READY)
        for mail in range(1, MAILS + 1):
            asked, taken = unframed(_take)
            raw = bytes(taken)
            signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody catches it: whatever runs then, it is the end
            found = bare(raw, asked["defect"], asked["trusted"]) if asked["defect"] else read(raw, asked["trusted"])
            is_last = mail == MAILS or _held() > SWOLLEN
            plain, files = told(spoken(found))
            _send(out, {"letter": plain, "last": is_last}, files)
            signal.setitimer(signal.ITIMER_REAL, 0)
            if is_last:
                break
    except (EOFError, BrokenPipeError):
        pass  # the desk has ended, or needs this process no more


def spoken(found: Letter) -> Letter:
    """With the language that its words tell, where no header names one. A program's words, and ours, are nobody's."""
    if found.language or found.protection.encrypted or found.verdict.is_automatic:
        return found
    return replace(found, language=guessing.guess(found.reply))


def _confine(most: int) -> None:
    """No more memory than that, nothing written, nothing said."""
    limits = {
        resource.RLIMIT_AS: most,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: FILES,
    }
    for limit, value in limits.items():
        with suppress(ValueError, OSError):  # not every system has each of them
            resource.setrlimit(limit, (value, value))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)  # what a library says there may hold words of the mail


def _held() -> int:
    """The most memory that this process ever held, in kB.

    What getrusage counts begins with what the desk held when it started this process; /proc counts this one alone, and
    takes longer to say so.
    """
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if most > SWOLLEN:
        with suppress(OSError):
            lines = Path("/proc/self/status").read_text().splitlines()
            return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
    return most


def _take(size: int) -> bytearray:
    data = bytearray()
    while len(data) < size:
        if not (chunk := os.read(0, min(size - len(data), 2**20))):
            raise EOFError
        data += chunk
    return data


def _send(out: int, plain: Plain, files: Sequence[bytes] = ()) -> None:
    for piece in framed(plain, files, plainly):
        while piece:
            piece = piece[os.write(out, piece) :]


if __name__ == "__main__":
    main()
