"""A ticket's history: one `Event` for each fact, append-only, and the clocks after it.

The facts stand in `bot.facts`; they are called by this module's name, `e.Opened`. `bot.apply` is the only code that
turns a fact into state.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.facts.advised import Advised, Suggested
from bot.facts.alert import Alert, Check
from bot.facts.answered import Answered, Bounced, Delayed, Replied, Reported, Retried, TakenBack, Undelivered
from bot.facts.asked import Acknowledged, Asked, Opened, Unacknowledged, Wrote
from bot.facts.attended import Attended, Copied, Followed, Readdressed, Uncopied, Unfollowed, Watcher
from bot.facts.ended import Closed, Ended, Pended, Reopened, Resolved, Woke
from bot.facts.file import File
from bot.facts.judged import Judged, Objected, Rated, Surveyed, Unasked, Warned
from bot.facts.placed import Accepted, Before, Declined, Joined, Placed, Proposed, Separated, Watched
from bot.facts.rang import Escalated, Heeded, Rang, Retimed, Rung, Vacated
from bot.facts.rooted import Disturbed, Rooted
from bot.facts.ruled import Ruled
from bot.facts.tied import Absorbed, Freed, Linked, Split, Tied, Unlinked
from bot.facts.undone import Undone, Was
from bot.facts.worked import (
    Assigned,
    Categorised,
    FieldSet,
    Moved,
    Noted,
    Prioritised,
    Relabelled,
    Released,
    Retitled,
    Tagged,
    TimeBooked,
    Worked,
)
from bot.people import Person, channel_of

Fact = (
    Asked | Attended | Answered | Worked | Ended | Rang | Placed | Judged | Rooted | Tied | Undone | Advised | Ruled
)  # fmt: skip


@dataclass(frozen=True)
class Due:
    """What the clocks say after an event. All times are aware UTC; None: that clock does not run."""

    first_by: datetime | None = None
    next_by: datetime | None = None
    resolve_by: datetime | None = None
    ring_at: datetime | None = None


@dataclass(frozen=True)
class Event:
    """One fact about one ticket: who, when, the message or click it came from, and the clocks after it.

    `source` is unique and written like the receipts of `bot.ports.Channel`, so that one lookup finds the ticket of
    any message: `mail:<id>`, `slack:C042/1719.02`, `discord:80/9931`. `heard_in` is the place whose thread it was
    said in, where it need not be repeated.
    """

    ticket: int
    at: datetime
    by: Person
    fact: Fact
    source: str | None = None
    heard_in: str | None = None
    due: Due = Due()
    id: int = 0

    @property
    def channel(self) -> str:
        """How it arrived: `mail`, `slack`, `discord`, `desk`."""
        return channel_of(self.source or self.by.place)
