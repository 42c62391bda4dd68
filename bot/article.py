"""An article of the knowledge base: what the desk knows once and says often."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"  # for its author and supervisors
    INTERNAL = "internal"  # for agents
    PUBLIC = "public"  # for requesters too


@dataclass(frozen=True)
class Article:
    """`body` is Markdown. `queue` is whose it is, "" for everybody's; `ticket` is what it was drafted from.

    `uses` are the tickets that it was put into an answer on; `up` and `down` what people think of it, one voice each;
    `waiting` is the version that somebody wrote of it while it is public, until it is published or overtaken.
    """

    number: int
    title: str
    body: str
    state: State
    queue: str
    author: str  # a place
    author_name: str
    created_at: datetime
    updated_at: datetime
    version: int = 1
    waiting: int | None = None
    ticket: int | None = None
    uses: int = 0
    up: int = 0
    down: int = 0


@dataclass(frozen=True)
class Revision:
    """An article as it was after one change, and whose change it was."""

    article: int
    version: int
    title: str
    body: str
    state: State
    by_name: str
    at: datetime
