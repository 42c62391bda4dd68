"""What could not be written down: kept in memory, and known to be missing, until it can be."""

import asyncio
import logging

from adapters.discord.bodies import Body

log = logging.getLogger(__name__)

MOST = 1_000  # kept; what is beyond is read again from the history


class Missing:
    """`is_behind` is set while something may be missing; whoever mends it clears it first and looks then."""

    def __init__(self) -> None:
        self._held: dict[str, Body] = {}
        self.is_behind = asyncio.Event()

    def hold(self, body: Body, error: Exception) -> None:
        """Writing `body` down failed. Its text is not logged, nor is the error's, which may quote it."""
        log.error("%s could not be written down, and is kept until it can: %s", body.source, type(error).__name__)
        if len(self._held) < MOST:
            self._held[body.source] = body
        self.is_behind.set()

    def held(self) -> list[Body]:
        """In the order in which it came."""
        return list(self._held.values())

    def let_go(self, bodies: list[Body]) -> None:
        """They are written down now."""
        for body in bodies:
            self._held.pop(body.source, None)
