"""Whether all that was said is here: after each gap, and each failed write, it is made whole in the background."""

import asyncio
import logging
import math

import discord

from adapters.discord import catching, reach
from adapters.discord.holding import Holding
from adapters.discord.kit import Kit
from adapters.discord.listening import Listener
from adapters.discord.outcomes import Trouble

log = logging.getLogger(__name__)

SLOWEST = 60.0  # seconds between two tries
WHERE = "discord:hearing"
UNWRITTEN = "What is said on Discord cannot be written down: see to the database and its disk; nothing is lost so far."
UNREAD = "What was missed on Discord cannot be read yet"


class Hearing:
    """`patience` is the first wait in seconds after a failure; it doubles with each."""

    def __init__(self, kit: Kit, listener: Listener, holding: Holding, troubles: Trouble, patience: float) -> None:
        self._kit, self._listener, self._holding, self._troubles = kit, listener, holding, troubles
        self._missing, self._patience = listener.missing, patience
        self._fence: int | None = None
        self._caught_up = False

    @property
    def is_whole(self) -> bool:
        """Is everything written down that was said up to now? Only then may the time of it move on."""
        return self._caught_up and not self._missing.is_behind.is_set()

    def fall_behind(self, fence: int) -> None:
        """Connected, or connected again: what was said in between is to be read."""
        self._fence, self._caught_up = fence, False
        self._missing.is_behind.set()

    def let_go(self) -> None:
        """Another process may be connected from now on: it catches up, and what is held here is still written."""
        self._fence = None

    async def run(self) -> None:
        """Until cancelled: whatever is missing is tried again, slower each time."""
        failures = 0
        while True:
            await self._missing.is_behind.wait()
            self._caught_up = False
            self._missing.is_behind.clear()
            try:
                await self._make_whole()
            except Exception as error:
                self._tell(error)
                self._missing.is_behind.set()
                await asyncio.sleep(min(SLOWEST, self._patience * math.pow(2, min(failures, 10))))
                failures += 1
            else:
                failures = 0

    async def _make_whole(self) -> None:
        fence, began = self._fence, self._kit.now()
        held = self._missing.held()
        for body in held:
            await self._listener.write(body)
        self._missing.let_go(held)
        if fence is not None:
            alive = await self._kit.ask(self._holding.last_alive)
            await catching.catch_up(self._kit, self._listener, alive)
            await self._kit.ask(self._holding.alive, fence, began)
        if fence == self._fence and not self._missing.is_behind.is_set():
            self._caught_up = True
            self._troubles.clear(WHERE)

    def _tell(self, error: Exception) -> None:
        is_wire = isinstance(error, discord.DiscordException) or bool(reach.why(error))
        why = f"{UNREAD}: {reach.said(error)}." if is_wire else UNWRITTEN
        self._troubles.set(WHERE, why)
        log.warning("Discord: %s It is tried again (%s).", why, type(error).__name__)
