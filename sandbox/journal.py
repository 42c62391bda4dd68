"""The truth of what crossed the wire: every exchange, in order, kept by the simulators themselves.

Tests count from here, never from the desk's database; validators and the page listen here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Exchange:
    """One message over one wire. `towards`: "desk" or "wire"; `what` names it: `chat.postMessage`, `MESSAGE_CREATE`."""

    at: datetime
    wire: str
    towards: str
    what: str
    body: Any
    answer: Any = None
    status: int = 200


class Journal:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.exchanges: list[Exchange] = []
        self.listeners: list[Callable[[Exchange], None]] = []

    def record(self, wire: str, towards: str, what: str, body: Any, answer: Any = None, status: int = 200) -> None:
        exchange = Exchange(self._now(), wire, towards, what, body, answer, status)
        self.exchanges.append(exchange)
        for listener in self.listeners:
            listener(exchange)

    def of(self, wire: str, what: str) -> list[Exchange]:
        return [one for one in self.exchanges if one.wire == wire and one.what == what]
