"""Gateway sessions: what each has been told, so that a client that comes back hears the rest."""

import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.discord.frames import Link

DISPATCH = 0


@dataclass
class Session:
    """`since` is when the last client left; `told` the events that can be replayed."""

    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    seq: int = 0
    told: deque[tuple[int, str, dict[str, Any]]] = field(default_factory=lambda: deque(maxlen=10_000))
    link: Link | None = None
    since: datetime | None = None

    def keep(self, name: str, data: dict[str, Any]) -> int:
        """Number an event for replay without sending it."""
        self.seq += 1
        self.told.append((self.seq, name, data))
        return self.seq

    def tell(self, name: str, data: dict[str, Any]) -> None:
        seq = self.keep(name, data)
        if self.link:
            self.link.send(DISPATCH, data, seq, name)
