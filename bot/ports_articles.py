"""What the core asks of the store about the knowledge base."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.article import Article, Revision, State
from bot.terms import Wanted


class Articles(Protocol):
    def add(self, article: Article, by_name: str) -> Article: ...  # with its number
    def get(self, number: int) -> Article | None: ...
    def change(self, article: Article, by_name: str) -> Article: ...  # with its new version; every version is kept
    def propose(self, article: Article, by_name: str) -> None: ...  # a version that waits; what can be read stays
    def drafted(self, ticket: int) -> Article | None: ...  # from this ticket
    def revisions(self, number: int) -> list[Revision]: ...  # oldest first
    def search(
        self, wanted: Sequence[Wanted], states: Collection[State], queues: Collection[str], author: str, limit: int
    ) -> list[Article]: ...  # best first: of these states and queues ("" are everybody's), and the author's own
    def any(self, queue: str) -> bool: ...  # is there one of agents or for all that `titled` may find?
    def titled(
        self, told: Collection[str], queue: str, limit: int
    ) -> list[Article]: ...  # most of whose titles is there
    def newest(self, states: Collection[State], queues: Collection[str], author: str, limit: int) -> list[Article]: ...
    def public(self) -> list[Article]: ...
    def use(self, number: int, ticket: int, now: datetime) -> None: ...  # counted once a ticket
    def vote(self, number: int, place: str, is_up: bool, now: datetime) -> None: ...  # one voice each, the last counts
