"""A child that does what a mail tells it, for the tests: `python -m tests.adapters.mail.obedient SECONDS MEGABYTES`."""

import os
import signal
import sys

from adapters.mail.child import main
from adapters.mail.parse import letter


def obey(raw, trusted):
    for order, deed in DEEDS.items():
        if order in raw:
            deed()
    return letter(raw, trusted)


def answer_nonsense():
    os.write(3, b"\0\0\0\x02\0\0\0\0[]" * 1000)  # where its output is now


DEEDS = {
    b"hang": signal.pause,
    b"eat": lambda: bytearray(2**32),
    b"fall": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"leave": lambda: os._exit(7),
    b"lie": answer_nonsense,
}

if __name__ == "__main__":
    if sys.argv[1] == "7":
        sys.exit("it does not start")
    main(obey)
