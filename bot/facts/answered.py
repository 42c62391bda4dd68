"""Facts of an answer: given, and how it fared on its way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.facts.file import File


@dataclass(frozen=True)
class Replied:
    """An agent's public answer: new or open -> pending; theirs from now on, if nobody owned it.

    It leaves `encrypted` (PGP/MIME or S/MIME), or not; `in_clear` says why not, where somebody could expect it.
    """

    text: str
    files: tuple[File, ...] = ()
    encrypted: str = ""
    in_clear: str = ""


@dataclass(frozen=True)
class Undelivered:
    """Something for the requester could not be delivered to `place`. No change of status."""

    place: str
    reason: str
    post: int = 0  # which of the outbox; 0: not told


@dataclass(frozen=True)
class Delayed:
    """Something for the requester waits for hours to be delivered to `place`; it is tried on. No change of status."""

    place: str
    reason: str


@dataclass(frozen=True)
class Retried:
    """What could not be delivered, the post `post`, is tried again: the trouble is over until it fails once more."""

    post: int


@dataclass(frozen=True)
class TakenBack:
    """The reply `reply` (the id of its event) was taken back before it left: as if it had never been given.

    The rest is all that a reply changes, as the history without it gives it.
    """

    reply: int
    status: str
    owner: str | None = None
    owner_name: str = ""
    trouble: str = ""
    first_replied_at: datetime | None = None
    waiting_since_at: datetime | None = None
    paused_at: datetime | None = None
    paused_for: timedelta = timedelta()
    wake_at: datetime | None = None
    close_at: datetime | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True)
class Bounced:
    """A mail of ours came back: pending, resolved or closed -> open, for the requester got nothing."""

    reason: str
    text: str
    files: tuple[File, ...] = ()
    pinged: tuple[str, ...] = ()
    rule: str = ""
    place: str = ""  # of the recipient; "": not told
    reply: int = 0  # the event of the answer that it is about; 0: not told


@dataclass(frozen=True)
class Reported:
    """What became of a mail of ours, where nothing is lost: `what` is delayed, delivered, opened, ... No change."""

    what: str
    text: str
    files: tuple[File, ...] = ()
    pinged: tuple[str, ...] = ()
    rule: str = ""
    place: str = ""  # of the recipient; "": not told
    reply: int = 0  # the event of the answer that it is about; 0: not told


Answered = Replied | Undelivered | Delayed | Retried | TakenBack | Bounced | Reported
