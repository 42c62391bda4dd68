"""What is asked of the store about tags in all tickets. See `bot.ports`."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Renaming:
    """A tag that becomes another on all tickets of these queues, a few at a time; done up to the ticket `done_to`."""

    old: str
    new: str
    by_name: str
    by_place: str
    queues: tuple[str, ...]
    done_to: int = 0
    id: int = 0


class Labels(Protocol):
    """Tags, over all tickets, and their renamings."""

    def counts(self, queues: Collection[str], newest: int = 0) -> dict[str, int]: ...  # most used first
    def queues(self, tag: str) -> set[str]: ...  # whose tickets have it
    def numbers(self, tag: str, queues: Collection[str], after: int, limit: int) -> list[int]: ...
    def rename(self, renaming: Renaming) -> Renaming: ...  # remembers it
    def next(self) -> Renaming | None: ...  # the oldest that is not done and that nobody works on, locked
    def done(self, renaming: Renaming, to: int | None) -> None: ...  # up to that ticket; None: it is over
