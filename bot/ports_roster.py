"""What the core asks of the store about the roster: see `bot.roster`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.config import Queue
from bot.roster import Member


class Roster(Protocol):
    """Whom the platforms say works here, to choose among them."""

    def of(self, queue: Queue) -> list[Member]: ...  # its agents who have not left, whatever their presence, by name
    def member(self, place: str) -> Member | None: ...  # also who left
    def members(self) -> list[Member]: ...  # everybody, also who left, by name
    def keep(
        self, channel: str, members: Sequence[Member], now: datetime
    ) -> None: ...  # a complete look at a channel that began at `now`: who is not among them has left
    def put(self, member: Member) -> None: ...  # as it is: their own word
