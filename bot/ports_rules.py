"""What the core asks of the store about rules: when one looks at a ticket again, and how often each ran."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.ticket import Status, Ticket


class Alarms(Protocol):
    def set(self, number: int, at: datetime | None) -> None: ...  # None: not before something happens
    def due(self, now: datetime, limit: int) -> list[Ticket]: ...  # locked, the longest due first
    def spread(
        self, after: int, limit: int, now: datetime, statuses: Collection[Status]
    ) -> int: ...  # all of these above a number ring now; how far, or 0
    def runs(self, place: str, since: datetime, now: datetime) -> int: ...  # of the rule that is there
    def uses(self, since: datetime) -> dict[str, tuple[int, datetime]]: ...  # by place: how often, and when last
