"""What stops at an address: its mail is not taken as anybody's word, or no automatic mail goes there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DEAD_FOR = timedelta(days=60)  # after which an address may live again


class Halt(StrEnum):
    """Why: an agent blocked it, it does not exist, or whoever has it complained of our mail."""

    BLOCKED = "blocked"
    DEAD = "dead"
    UNWELCOME = "unwelcome"


@dataclass(frozen=True)
class Stop:
    """One stop at `place`; without `until_at` it stands until somebody lifts it.

    `ticket` holds what came of a blocked sender.
    """

    place: str
    kind: Halt
    at: datetime
    until_at: datetime | None = None
    reason: str = ""
    by_name: str = ""
    ticket: int | None = None


SENTENCES = {
    Halt.BLOCKED: "{place} is blocked",
    Halt.DEAD: "mail to {place} came back: there is no such address",
    Halt.UNWELCOME: "{place} reported our mail as unwanted",
}


def untagged(place: str) -> str:
    """The mailbox behind a mail's address with a tag: `mail:eve@x.example` of `mail:eve+1@x.example`."""
    local, at, host = place.rpartition("@")
    return f"{local.partition('+')[0]}{at}{host}" if place.startswith("mail:") else place


def silence(stops: dict[Halt, Stop]) -> str:
    """Why no automatic mail goes to an address with these `stops`; "" where it may."""
    first = next(iter(stops.values()), None)
    if first is None:
        return ""
    until = f" (until {first.until_at:%Y-%m-%d})" if first.until_at else ""
    return SENTENCES[first.kind].replace("{place}", first.place.partition(":")[2]) + until
