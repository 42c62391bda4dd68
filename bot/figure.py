"""One thing that counts in the numbers of a desk. Lengths are whole minutes, rounded down; `working` ones are business
time without what the ticket waited for its requester. `bot.figures` makes them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    CREATED = "created"
    ANSWERED = "answered"  # for the first time
    RESOLVED = "resolved"  # or closed without that
    REOPENED = "reopened"
    ARRIVED = "arrived"  # from another queue
    LEFT = "left"  # to another queue
    BREACHED = "breached"  # a clock ran out
    SURVEYED = "surveyed"
    BOOKED = "booked"  # working time


@dataclass(frozen=True)
class Figure:
    """One thing that counts, of the event `event`. `agent` is whom it counts for, "" for nobody.

    `minutes` passed on the calendar, `working` ones of business time; of a booking they are those booked. `booked` is
    all the time on a ticket that was resolved. `score` is a rating, 0 for none. `came_back`: it was reopened later.
    """

    kind: Kind
    event: int
    at: datetime
    queue: str
    agent: str = ""
    agent_name: str = ""
    category: str = ""
    minutes: int = 0
    working: int = 0
    booked: int = 0
    score: int = 0
    clock: str = ""  # that ran out: "first", "next" or "resolve"
    is_late: bool = False  # after its clock ran out
    is_first_contact: bool = False  # one answer at most was needed
    is_first_level: bool = False  # it stayed with one agent of one queue
    came_back: bool = False
    is_counted: bool = True
