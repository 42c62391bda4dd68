"""Which tickets: the words of `/desk list`, as a value."""

from dataclasses import dataclass
from datetime import datetime

from bot.ticket import Status

UNENDED = (Status.NEW, Status.OPEN, Status.PENDING)


@dataclass(frozen=True)
class Filter:
    """None and empty mean any. `owner` is a place, or "none"; `text` is looked for in the subject."""

    statuses: tuple[Status, ...] = UNENDED
    queues: tuple[str, ...] | None = None
    owner: str | None = None
    requester: str | None = None
    priority: str | None = None
    tag: str | None = None
    text: str = ""
    before_at: datetime | None = None  # opened before
