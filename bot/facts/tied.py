"""Facts of tickets among each other: merged, split, linked. Each ticket of a pair has its own in its history."""

from dataclasses import dataclass

from bot.facts.undone import Was


@dataclass(frozen=True)
class Absorbed:
    """The ticket `number` was merged into this one, and has a Joined: what comes there comes here from now on.

    `subject` and `requester_name` are its. `is_anothers`: somebody else asked it than this one's requester. Answers go
    to the places `copied` too, and for want of room not to those `left_out`. `pinged` are the owners who did not do it
    themselves. No change of status.
    """

    number: int
    subject: str = ""
    requester_name: str = ""
    is_anothers: bool = False
    copied: tuple[str, ...] = ()
    pinged: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Linked:
    """This ticket stands to the ticket `number` as `how` says (`bot.relations.How`). No change of status."""

    number: int
    how: str


@dataclass(frozen=True)
class Unlinked:
    """It does not any more. No change of status."""

    number: int
    how: str


@dataclass(frozen=True)
class Freed:
    """The ticket `number`, the last one that blocked this, has ended. No change of status."""

    number: int
    pinged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Split:
    """The messages `events` of this ticket went to the ticket `number`: `was` is what they had changed here."""

    number: int
    events: tuple[int, ...]
    was: Was
    name: str = ""  # who wrote them


Tied = Absorbed | Linked | Unlinked | Freed | Split
