"""Facts of waiting and ending."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Pended:
    """any but closed -> pending; wakes at `until`, or when the requester writes if None."""

    until: datetime | None = None


@dataclass(frozen=True)
class Woke:
    """pending -> open: the time that it was pending until has come."""


@dataclass(frozen=True)
class Resolved:
    """any but closed -> resolved; closes at `closes_at` if nobody objects, after a warning at `warns_at`.

    `note` is internal. The requester is asked whether it is solved.
    """

    code: str
    note: str
    closes_at: datetime
    warns_at: datetime | None = None


@dataclass(frozen=True)
class Closed:
    """any -> closed. `confirmed`: the requester says that it is solved."""

    code: str = ""
    note: str = ""
    confirmed: bool = False


@dataclass(frozen=True)
class Reopened:
    """resolved, closed or pending -> open; the clocks start again."""


Ended = Pended | Woke | Resolved | Closed | Reopened
