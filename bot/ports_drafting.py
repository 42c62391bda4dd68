"""What the core asks of the store about answers that are being written, and about macros."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.macro import Macro
from bot.unsent import Unsent
from bot.writing import Writing


class Drafting(Protocol):
    """Answers that are not sent, and who is writing one."""

    def keep(self, unsent: Unsent, now: datetime) -> Unsent: ...  # with its id
    def kept(self, unsent_id: int) -> Unsent | None: ...  # None also once it was sent, or thrown away
    def done(self, unsent_id: int) -> bool: ...  # it was sent, or thrown away; False: it was before
    def begin(self, number: int, place: str, name: str, now: datetime) -> None: ...  # or go on
    def end(self, number: int, place: str) -> None: ...
    def writing(self, number: int, now: datetime) -> tuple[Writing, ...]: ...  # the first to begin comes first
    def forget(self, now: datetime) -> None: ...  # whoever began long ago writes no more: the cards say so


class Macros(Protocol):
    """Macros that people saved, and how often each is used."""

    def save(self, macro: Macro, now: datetime) -> None: ...  # or anew
    def saved(self, owner: str, queues: Collection[str]) -> list[Macro]: ...  # one's own, and those of the queues
    def drop(self, macro: Macro) -> bool: ...  # False: it was not there
    def used(self, owner: str, name: str, now: datetime) -> None: ...  # once more
    def uses(self) -> dict[tuple[str, str], int]: ...  # (owner, name) -> how often
