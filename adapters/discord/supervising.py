"""Keeps one gateway client alive in one process: a new client for each that ended, slower each time."""

import asyncio
import contextlib
import logging
import math

import discord

from adapters.discord import catching, identifies, syncing
from adapters.discord.gateway import Gateway
from adapters.discord.holding import Holding
from adapters.discord.identifies import TooManyLogins
from adapters.discord.kit import Kit
from adapters.discord.listening import Listener
from adapters.discord.outcomes import BAD_TOKEN, Trouble

log = logging.getLogger(__name__)

RENEW = 10.0  # seconds between two renewals of the lease
SLOWEST = 600.0  # seconds between two clients
HEALTHY = 600.0  # seconds of life after which a client's end counts as the first
WHERE = "discord:gateway"
INTENTS = "Discord refuses the intents: switch on the Message Content Intent in the developer portal."
FATAL = {
    4004: BAD_TOKEN,
    4010: "Discord refuses the shard (4010).",
    4011: "Discord demands sharding (4011): the bot is on too many servers.",
    4012: "Discord refuses this version of its gateway (4012): update the desk.",
    4013: "Discord does not know the intents (4013): update the desk.",
    4014: INTENTS,
}


class Supervisor:
    """`patience` is the first wait in seconds after a client ended; it doubles with each."""

    def __init__(
        self, kit: Kit, listener: Listener, troubles: Trouble, guild_ready_timeout: float, patience: float
    ) -> None:
        self._kit, self._listener, self._troubles = kit, listener, troubles
        self._guild_ready_timeout, self._patience = guild_ready_timeout, patience
        self._holding = Holding(kit)
        self._ended = 0  # clients in a row that ended early
        self.client: Gateway | None = None

    async def run(self) -> None:
        """Until cancelled. Never raises for a dead wire."""
        try:
            while True:
                fence = await self._kit.ask(self._holding.take)
                if fence is not None:
                    await self._hold(fence)
                await asyncio.sleep(self._wait() if fence is not None else min(RENEW, self._patience))
        finally:
            with contextlib.suppress(Exception):
                await self._kit.ask(self._holding.drop)

    async def _hold(self, fence: int) -> None:
        """One client's life, ended by itself or by the loss of the lease."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        living = asyncio.create_task(self._live(fence))
        try:
            while not living.done():
                await asyncio.wait([living], timeout=RENEW)
                if not living.done() and await self._kit.ask(self._renewed, fence) is False:
                    log.error("another process took the gateway: this one lets go")
                    break
        finally:
            while not living.done():  # once may not do: the library can swallow it while it connects
                living.cancel()
                await asyncio.wait([living], timeout=1)
        self._ended = 0 if loop.time() - began > HEALTHY else self._ended + 1

    def _renewed(self, fence: int) -> bool:
        if self._holding.take() != fence:
            return False
        if self.client is not None and self.client.is_connected:
            self._holding.alive(fence)
        return True

    async def _live(self, fence: int) -> None:
        reason = "the connection ended"
        try:
            await self._connect(fence)
        except discord.LoginFailure:
            reason = BAD_TOKEN
        except discord.PrivilegedIntentsRequired:
            reason = INTENTS
        except discord.ConnectionClosed as error:
            reason = FATAL.get(error.code, f"Discord closed the connection ({error.code}).")
        except TooManyLogins as error:
            reason = str(error.__doc__)
        except Exception as error:  # also what the library's parser stumbles over
            log.exception("the gateway client ended")
            reason = f"The gateway client ended: {type(error).__name__}."
        self._troubles.set(WHERE, reason)
        log.error("Discord: %s", reason)

    async def _connect(self, fence: int) -> None:
        guild = await self._kit.people.home()
        settings = self._kit.settings
        client = Gateway(
            settings, self._listener, guild, self._guild_ready_timeout, self._identify, lambda: self._up(fence)
        )
        self.client = client
        try:
            assert settings.discord
            await client.login(settings.discord.token.reveal())
            await syncing.sync(self._kit, client.tree, guild)
            await client.connect()
        finally:
            self.client = None
            await client.close()

    async def _identify(self) -> None:
        await self._kit.ask(identifies.count, self._kit.store, self._kit.now())

    async def _up(self, fence: int) -> None:
        """Connected, or connected again: read what was missed, then say that all was heard."""
        alive = await self._kit.ask(self._holding.last_alive)
        await catching.catch_up(self._kit, self._listener, alive)
        await self._kit.ask(self._holding.alive, fence)
        self._troubles.clear(WHERE)
        log.info("Discord: connected")

    def _wait(self) -> float:
        """Seconds until the next client: none is made in a hurry, or the day's logins are soon used up."""
        return min(SLOWEST, self._patience * math.pow(2, min(self._ended - 1, 10)))
