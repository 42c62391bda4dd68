"""What the core asks of the store about the roster: see `bot.roster`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.config import Queue
from bot.roster import Member
from bot.ticket import Ticket


class Roster(Protocol):
    """Whom the platforms say works here, to choose among them."""

    def of(self, queue: Queue) -> list[Member]: ...  # its agents who have not left, whatever their presence, by name
    def member(self, place: str) -> Member | None: ...  # also who left
    def members(self) -> list[Member]: ...  # everybody, also who left, by name
    def keep(
        self, channel: str, members: Sequence[Member], now: datetime
    ) -> None: ...  # a complete look at a channel that began at `now`: who is not among them has left
    def put(self, member: Member) -> None: ...  # as it is: their own word
    def excused(self, now: datetime) -> frozenset[str]: ...  # the places of who said that they are away now
    def owners(self) -> list[str]: ...  # the places of who owns a ticket that has not ended
    def owns(self, place: str) -> dict[str, int]: ...  # how many of those, by queue
    def owned(self, place: str, queue: str, limit: int) -> list[Ticket]: ...  # locked; skips what others have locked
