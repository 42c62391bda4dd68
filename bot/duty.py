"""Somebody stands in on call: what people say overrules the rota, and the newest word counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Duty:
    """The person of `places`, called `name`, is on call for `queue` in the stretch, as `by` said.

    What was said at once is one `deed`: the source of a command, or a name of its own. Where it needs the word of
    another, one of the places `asked` says it; it counts from `agreed_at` on.
    """

    deed: str
    queue: str
    places: tuple[str, ...]
    name: str
    begins_at: datetime
    ends_at: datetime
    by: str
    by_name: str
    made_at: datetime
    asked: tuple[str, ...] = ()
    asked_name: str = ""
    agreed_at: datetime | None = None
    dropped_by: str = ""  # the source of the command that ended it early
    id: int = 0

    @property
    def is_over(self) -> bool:
        """Was it declined, or taken back before it began?"""
        return self.ends_at <= self.begins_at

    def counts(self, at: datetime) -> bool:
        return self.begins_at <= at < self.ends_at


class Duties(Protocol):
    def add(self, duties: Sequence[Duty]) -> None: ...
    def of(self, deed: str) -> list[Duty]: ...  # all that was said at once, locked
    def dropped(self, source: str) -> list[Duty]: ...  # what the command ended
    def look(self, duty_id: int) -> Duty | None: ...
    def agreed(
        self, queue: str, begin: datetime, end: datetime
    ) -> list[Duty]: ...  # some of it then; oldest word first
    def open(self, queues: Sequence[str], now: datetime) -> list[Duty]: ...  # not over yet, agreed or not; newest first
    def keep(self, duty: Duty) -> None: ...  # as it is now
