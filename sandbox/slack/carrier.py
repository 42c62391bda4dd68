"""What a delivery to the app is, whichever way it goes: by socket or as a signed request."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from sandbox.slack.refusal import Json

_ENVELOPES = count(1)


@dataclass
class Parcel:
    """One attempt to hand `payload` over. `answer` becomes what rode in the acknowledgement, or None for no ack.

    `kind` is the envelope's type (`events_api`, `slash_commands`, `interactive`), `what` names it in the journal.
    """

    kind: str
    what: str
    payload: Json
    answer: "asyncio.Future[Json | None]"
    attempt: int = 0
    reason: str = ""
    envelope_id: str = field(default_factory=lambda: f"00000000-0000-4000-8000-{next(_ENVELOPES):012x}")

    def settle(self, answer: Json | None) -> None:
        if not self.answer.done():
            self.answer.set_result(answer)


class Carrier(Protocol):
    @property
    def is_down(self) -> bool:
        """Whether the platform itself is out of order: nothing leaves it."""

    async def back(self) -> None:
        """Wait until it is in order and the app can be reached again."""

    def carry(self, parcel: Parcel) -> None:
        """Start to hand it over and settle it when the app answers; may lose it."""
