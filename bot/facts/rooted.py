"""Facts of the threads in the rooms."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Disturbed:
    """The ticket's thread in the room `place` was deleted, archived or locked by hand: that is `what`. No change.

    One that is gone is made anew; `events` is how many there were in it.
    """

    place: str
    what: str
    events: int = 0


Rooted = Disturbed
