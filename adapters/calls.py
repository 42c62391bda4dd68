"""What somebody asked for, after a channel has read it and before a verb does it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

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
    an argument names, looked up by the channel.
    """

    verb: str
    by: Person
    now: datetime
    number: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    agent: Person | None = None
    here: str = ""
    way: Way = Way.SLASH
    origin: str = ""
    source: str | None = None

    def value(self, name: str) -> str:
        return self.values.get(name, "").strip()


@dataclass(frozen=True)
class Said:
    """The answer for the asker alone: plain text, and the ticket it is about."""

    text: str
    ticket: int | None = None
