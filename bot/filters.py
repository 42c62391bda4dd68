"""Which tickets: what `/desk list` and `/desk search` take, as a value."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.terms import Wanted
from bot.ticket import Status

UNENDED = (Status.NEW, Status.OPEN, Status.PENDING)
NOBODY, ANYBODY = "none", "any"  # as owners
STATS = (  # what a ticket counts for in the numbers: docs/statistics.md
    "created", "answered", "late", "resolved", "overrun", "breached", "direct", "level", "reopened", "surveyed",
    "rated", "unhappy", "booked",
)  # fmt: skip


FITS = 70  # characters of a line that a button can bring back


@dataclass(frozen=True)
class Span:
    """From one moment on, up to another, or both; aware UTC."""

    from_at: datetime | None = None
    to_at: datetime | None = None


@dataclass(frozen=True)
class Filter:
    """None and empty mean any. One of the statuses, queues, owners, requesters, priorities, categories and so
    on must fit, and all of the tags, fields and words.

    An owner is a place, a part of a name, `none` or `any`; a requester a place, or a part of a name or an address.
    `senders` are the mail addresses of requesters, `recipients` those that a mail was sent to besides ours (for rules
    alone), both with * for anything; `subjects` parts of subjects.
    `due` is about the next of the due times. What one of `without` matches is not wanted. `stats` are what it counted
    for (STATS, any of them), `during` when, in `counted_in` which queues, and for which `agents`.
    """

    statuses: tuple[Status, ...] = UNENDED
    queues: tuple[str, ...] | None = None
    owners: tuple[str, ...] = ()
    requesters: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    words: tuple[Wanted, ...] = ()
    opened: Span | None = None
    updated: Span | None = None
    due: Span | None = None
    has_files: bool = False
    stats: tuple[str, ...] = ()
    during: Span | None = None
    counted_in: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    without: tuple["Filter", ...] = ()


def within(line: str, queues: Collection[str]) -> str:
    """`line` of these queues alone, where it can say so on a button; else of all where its reader works."""
    said = f"{line} queue:{','.join(queues)}"
    is_said = len(said) <= FITS and not any(set(name) & set(' ,"') for name in queues)
    return said if is_said else line
