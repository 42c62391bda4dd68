"""How Slack's messages and people are written as places and references."""

from dataclasses import dataclass

CHANNEL = "slack"


@dataclass(frozen=True)
class Spot:
    """A place or reference taken apart: `slack:C042`, `slack:C042/<root>`, `slack:C042/<root>/<ts>`, `slack:@U042`."""

    channel: str = ""
    root: str = ""  # the thread's first message; of a message at channel level, itself
    ts: str = ""
    user: str = ""


def spot(place: str) -> Spot:
    """Take `place` apart. The last part of a reference is the message itself."""
    address = place.partition(":")[2]
    if address.startswith("@"):
        return Spot(user=address[1:])
    channel, *parts = address.split("/")
    return Spot(channel, parts[0], parts[1] if len(parts) > 1 else parts[0]) if parts else Spot(channel)


def link(thread: str, home: str) -> str:
    """Where a browser finds a thread, "" for nowhere; `home` is the workspace's address: https://acme.slack.com/."""
    at = spot(thread) if thread and home else Spot()
    return f"{home}archives/{at.channel}/p{at.root.replace('.', '')}" if at.root else ""


def room(channel: str) -> str:
    return f"{CHANNEL}:{channel}"


def person(user: str) -> str:
    return f"{CHANNEL}:@{user}"


def message(channel: str, ts: str, root: str | None = None) -> str:
    """The reference of a message: with its thread's root, unless it stands at channel level or is the root itself."""
    return f"{CHANNEL}:{channel}/{root}/{ts}" if root and root != ts else f"{CHANNEL}:{channel}/{ts}"
