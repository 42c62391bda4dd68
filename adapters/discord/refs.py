"""Discord's things as places and references, and back: `discord:118`, `discord:@80`, `discord:118/9931`."""

import re
from dataclasses import dataclass

NAME = "discord"
PLACE = re.compile(r"discord:(\d+)?(?:/?@(\d+))?")
MESSAGE = re.compile(r"discord:(\d+)/(\d+)")
ROLE = re.compile(r"discord:role:(\d+)")


@dataclass(frozen=True)
class Address:
    """A channel or thread, a person (reached directly), or both: a private thread of the channel for that person."""

    channel: int | None = None
    user: int | None = None


def place(channel: int) -> str:
    """A room, a thread, an intake channel."""
    return f"{NAME}:{channel}"


def person(user: int) -> str:
    return f"{NAME}:@{user}"


def private(channel: int, user: int) -> str:
    """The private thread that `user` has in `channel`, once there is one."""
    return f"{NAME}:{channel}/@{user}"


def role(one: int) -> str:
    return f"{NAME}:role:{one}"


def message(channel: int, one: int) -> str:
    return f"{NAME}:{channel}/{one}"


def address(text: str) -> Address | None:
    """What a place names; None for another channel's place and for nonsense."""
    found = PLACE.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    channel, user = found.groups()
    return Address(int(channel) if channel else None, int(user) if user else None)


def channel_in(text: str | None) -> int | None:
    """The channel of a place, or None."""
    found = address(text or "")
    return found.channel if found else None


def message_in(ref: str | None) -> tuple[int, int] | None:
    """(channel, message) of a message's reference; None for anything else."""
    found = MESSAGE.fullmatch(ref or "")
    return (int(found[1]), int(found[2])) if found else None


def role_in(grant: str) -> int | None:
    """The role of `discord:role:118`, or None."""
    found = ROLE.fullmatch(grant)
    return int(found[1]) if found else None
