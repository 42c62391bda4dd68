"""What the core asks of the store about notices: what stands in the rooms about the desk itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.overview import Overview
from bot.words import ForRoom

ITSELF = "{notice}"  # in a button's words: the number of the notice that it stands below


@dataclass(frozen=True)
class Notice:
    """Something about the desk itself that stands in a room: put up once, then edited in place, like a card.

    `key` says what it is about, the same in every room; `ref` is its message's reference, "" until it was put up.
    A board shows its `overview` rather than its words. What stands at a person's place is theirs alone.
    """

    id: int
    uuid: str
    key: str
    place: str
    queue: str
    words: ForRoom
    ref: str
    wanted: int
    attempts: int  # tries before this one
    said_at: datetime
    overview: Overview | None = None


class Notices(Protocol):
    """What stands in the rooms about the desk itself."""

    def tell(self, key: str, queue: str, places: Sequence[str], words: ForRoom, now: datetime) -> None: ...
    def once(self, key: str, queue: str, places: Sequence[str], words: ForRoom, now: datetime) -> bool: ...
    def stale(self, channel: str, worker: str, now: datetime, limit: int) -> list[Notice]: ...
    def drawn(self, notice: Notice, ref: str, now: datetime, rest: timedelta) -> None: ...  # not again before that
    def again(self, notice: Notice, at: datetime) -> None: ...
    def lost(self, notice: Notice, now: datetime) -> None: ...  # its message is gone: it is put up anew
    def anew(self, notice: Notice, now: datetime) -> None: ...  # the same, though it would say nothing new
    def looked_at(self, key: str, place: str, words: ForRoom, now: datetime) -> None: ...  # put up, or drawn at once
    def freshen(self, key: str, since: datetime, limit: int) -> None: ...  # drawn again: looked at since, the latest
    def get(self, notice_id: int) -> Notice | None: ...
    def of(self, key: str) -> list[Notice]: ...  # one for each place
    def undecided(self, prefix: str, limit: int) -> list[Notice]: ...  # with buttons still, newest first
