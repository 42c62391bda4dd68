"""What somebody asked for, after a channel has read it and before a verb does it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.errors import Refused
from bot.events import File
from bot.people import Person


class Way(StrEnum):
    """How it was asked, for `help` that lists only what works there."""

    SLASH = "slash"  # a typed command with the number in it
    THREAD = "thread"  # a word in the ticket's thread, where commands cannot be typed
    OPTIONS = "options"  # a command with typed options, in channels and threads alike


@dataclass(frozen=True)
class Call:
    """`number` is the ticket, typed or implied by the thread; `values` the arguments by name, as typed.

    `here` is the place it was asked in, `origin` where answers to the asker's own ticket go. `agent` is the person
    an argument names, looked up by the channel. `missing` says which files could not be had, "" where all are there.
    """

    verb: str
    by: Person
    now: datetime
    number: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    missing: str = ""
    agent: Person | None = None
    here: str = ""
    way: Way = Way.SLASH
    origin: str = ""
    source: str | None = None

    def value(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def noted(self, name: str) -> str:
        """A value for agents' eyes, with word of the files that are missing."""
        return f"{self.value(name)}\n{self.missing}".strip()


def whole(missing: str) -> None:
    """A public answer leaves whole or not at all. Raises Refused where files are missing."""
    if missing:
        raise Refused(f"{missing} Nothing was sent: attach it again, or answer without it.")


@dataclass(frozen=True)
class Said:
    """The answer for the asker alone: plain text, and the ticket it is about."""

    text: str
    ticket: int | None = None
