"""What somebody asked for, after a channel has read it and before a verb does it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.doubts import UNTOLD, Care
from bot.errors import Misunderstood, Refused
from bot.events import File
from bot.overview import Overview
from bot.pages import Page
from bot.paper import Paper
from bot.people import Person
from bot.speech import say
from bot.words import Button

DIGITS = 12  # of a number, at most


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
    `care` is what is known of how an answer was written.
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
    care: Care = UNTOLD

    @property
    def ticket(self) -> int:
        """The number, where one is needed. Raises Misunderstood."""
        if self.number is None:
            raise Misunderstood(say("Which ticket? Say its number: {verb} 42.", verb=self.verb))
        return self.number

    def value(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def noted(self, name: str) -> str:
        """A value for agents' eyes, with word of the files that are missing."""
        return f"{self.value(name)}\n{self.missing}".strip()


def numeral(text: str) -> int | None:
    """The number that is typed; None for what is none, or has more digits than any number here."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None


def whole(missing: str) -> None:
    """A public answer leaves whole or not at all. Raises Refused where files are missing."""
    if missing:
        raise Refused(say("{missing} Nothing was sent: attach it again, or answer without it.", missing=missing))


@dataclass(frozen=True)
class Said:
    """The answer for the asker alone: plain text, the ticket it is about, and a paper that goes along.

    A `page` of tickets, or an `overview`, is shown instead of the text where the channel can.

    `buttons` stand below it; `is_refused`: it was not done, and they say what can be done instead.
    """

    text: str
    ticket: int | None = None
    paper: Paper | None = None
    buttons: tuple[Button, ...] = ()
    is_refused: bool = False
    is_news: bool = False  # told even where success is silent
    page: Page | None = None
    overview: Overview | None = None
