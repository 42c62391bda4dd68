"""What the core asks of the store to give tickets to agents: see `bot.assignment`."""

from collections.abc import Collection
from typing import Protocol


class Shares(Protocol):
    """Which tickets wait for an owner, and who was given one when."""

    def lock(self) -> None: ...  # until the end of the transaction nobody else gives any
    def waiting(
        self, queue: str, most: int
    ) -> list[tuple[int, int]]: ...  # number and version of what is nobody's and to be worked on; the first due first
    def given(self, queue: str) -> dict[str, int]: ...  # place -> when they were given one last: it only grows
    def give(self, queue: str, place: str) -> None: ...  # they were given one now
    def loads(self, places: Collection[str]) -> dict[str, int]: ...  # open tickets by owner; none is left out
    def same(self, places: Collection[str]) -> dict[str, frozenset[str]]: ...  # all places of whoever is at each
