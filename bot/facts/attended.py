"""Facts of the people around a ticket: who follows it, who reads along, and whose it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Watcher:
    """An agent who follows a ticket: their place, and what they are called."""

    place: str
    name: str


@dataclass(frozen=True)
class Followed:
    """An agent, `watcher`, follows it from now on. No change of status."""

    watcher: Watcher


@dataclass(frozen=True)
class Unfollowed:
    """An agent, `watcher`, follows it no more. No change of status."""

    watcher: Watcher


@dataclass(frozen=True)
class Copied:
    """Answers go to the place `place` too, whose mails are of the requester's side now. No change of status."""

    place: str


@dataclass(frozen=True)
class Uncopied:
    """Answers do not go to the place `place` any more. No change of status."""

    place: str


@dataclass(frozen=True)
class Readdressed:
    """Somebody else, `requester`, asks it from now on; answers go to `origin`. No change of status.

    `before` is the name of who asked until then: they have no more right to it than any stranger.
    """

    requester: str
    requester_name: str
    origin: str
    before: str = ""


Attended = Followed | Unfollowed | Copied | Uncopied | Readdressed
