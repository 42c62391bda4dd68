"""Facts of where a message belongs."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Watched:
    """The queue `queue` follows it too: what was written here came to its mailbox as well. No change of status."""

    queue: str


@dataclass(frozen=True)
class Proposed:
    """What `sender` wrote, as `text`, opened the ticket `number` and may belong here, by `rule`. No change."""

    number: int
    rule: str
    sender: str
    text: str = ""


@dataclass(frozen=True)
class Joined:
    """any -> closed: what was said here belongs to the ticket `number`, and went there."""

    number: int


@dataclass(frozen=True)
class Separated:
    """This ticket is not one with `number`: where it had gone there, closed -> open."""

    number: int


@dataclass(frozen=True)
class Accepted:
    """A doubtful message belongs here. With `words`, they count from now on: as if the requester had just written."""

    words: str = ""


@dataclass(frozen=True)
class Before:
    """Of a ticket, before a message came that was taken out again."""

    status: str
    last_words: str
    waiting_since_at: datetime | None = None
    started_at: datetime | None = None
    resolution: str = ""
    wake_at: datetime | None = None
    close_at: datetime | None = None


@dataclass(frozen=True)
class Declined:
    """What opened the ticket `number` is none of ours. Where it had come here, `before` is what it had changed."""

    number: int
    before: Before | None = None


Placed = Watched | Proposed | Joined | Separated | Accepted | Declined
