"""What a list of tickets shows, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from bot.ticket import Ticket
from bot.words import Button

Piece = tuple[str, bool]  # some words, and whether they are what was looked for


@dataclass(frozen=True)
class Hit:
    """A ticket that was found. `thread` is where its reader can go to, "" for nowhere; `said` is what was found in it,
    by whom. `is_own`: its requester reads, so that nothing internal is shown. `is_load`: its owner does: shown is who
    asked, and what is `due`, and not whose it is.
    """

    ticket: Ticket
    thread: str = ""
    said_by: str = ""
    said: tuple[Piece, ...] = ()
    is_own: bool = False
    is_load: bool = False
    due: tuple[str, datetime] | None = None


@dataclass(frozen=True)
class Page:
    """`number` counts from 1. `verb` and `line` are how it was asked for, so that the next one can be.

    The `buttons` stand below it, ahead of those that turn it.
    """

    hits: tuple[Hit, ...]
    number: int = 1
    has_more: bool = False
    verb: str = ""
    line: str = ""
    below: str = ""  # a sentence
    buttons: tuple[Button, ...] = ()
