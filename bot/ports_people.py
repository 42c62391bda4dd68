"""What the core asks of the store about people, what stops at their addresses, and the files they send."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.events import File
from bot.people import Person
from bot.stops import Halt, Stop


class People(Protocol):
    def meet(self, person: Person, now: datetime) -> None: ...  # remember the identity and its name
    def named(self, name: str, channel: str) -> list[Person]: ...  # people met on a channel, by name or place
    def places(self, place: str) -> frozenset[str]: ...  # this one, and what else is proven to be the same person's
    def name(self, place: str) -> str: ...  # that it goes by; "" where nobody was met there
    def language(self, place: str) -> str: ...  # that they chose; "" for none
    def choose(self, place: str, language: str) -> None: ...  # for whoever was met there
    def join(self, place: str, others: Sequence[str]) -> None: ...  # they are the same person's as `place`
    def part(self, place: str) -> None: ...  # it is a person's of its own


class Stops(Protocol):
    """What stops at an address: see `bot.stops`."""

    def at(self, place: str, now: datetime) -> dict[Halt, Stop]: ...
    def put(self, stop: Stop) -> None: ...  # or put it up anew
    def lift(self, place: str, now: datetime) -> list[Stop]: ...  # all of them
    def all(self, kind: Halt, now: datetime, limit: int) -> list[Stop]: ...  # the newest first


class Files(Protocol):
    """Attachments by content."""

    def put(self, name: str, content: bytes, content_type: str) -> File: ...
    def get(self, file: File) -> bytes: ...  # raises OSError
