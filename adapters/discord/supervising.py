"""Keeps one gateway client alive in one process: a new client for each that ended, slower each time."""

import asyncio
import contextlib
import logging
import math

import discord

from adapters.discord import identifies, reach, syncing
from adapters.discord.gateway import Gateway
from adapters.discord.hearing import UNWRITTEN, Hearing
from adapters.discord.holding import TERM, Holding
from adapters.discord.identifies import TooManyLogins
from adapters.discord.kit import Kit
from adapters.discord.listening import Listener
from adapters.discord.outcomes import BAD_TOKEN, Trouble

log = logging.getLogger(__name__)

RENEW = 10.0  # seconds between two renewals of the lease
SLOWEST = 600.0  # seconds between two clients
HEALTHY = 600.0  # seconds of life after which a client's end counts as the first
WHERE, LEASE = "discord:gateway", "discord:lease"
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
        self.hearing = Hearing(kit, listener, self._holding, troubles, patience)
        self._ended = 0  # clients in a row that ended early
        self._held_at = kit.now()  # when the lease was last ours for sure
        self.client: Gateway | None = None

    async def run(self) -> None:
        """Until cancelled. Never raises for a dead wire, nor for a database that cannot be written."""
        hearing = asyncio.create_task(self.hearing.run())
        try:
            while True:
                fence = await self._take()
                if fence is not None:
                    await self._hold(fence)
                await asyncio.sleep(self._wait() if fence is not None else min(RENEW, self._patience))
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)
            with contextlib.suppress(Exception):
                await self._kit.ask(self._holding.drop)

    async def _take(self) -> int | None:
        try:
            fence = await self._kit.ask(self._holding.take)
        except Exception as error:
            log.error("the gateway's lease could not be taken: %s", type(error).__name__)
            self._troubles.set(LEASE, UNWRITTEN)
            return None
        self._troubles.clear(LEASE)
        return fence

    async def _hold(self, fence: int) -> None:
        """One client's life, ended by itself or by the loss of the lease."""
        loop = asyncio.get_running_loop()
        began, self._held_at = loop.time(), self._kit.now()
        living = asyncio.create_task(self._live(fence))
        try:
            while not living.done():
                await asyncio.wait([living], timeout=RENEW)
                if not living.done() and not await self._renewed(fence):
                    break
        finally:
            self.hearing.let_go()
            while not living.done():  # once may not do: the library can swallow it while it connects
                living.cancel()
                await asyncio.wait([living], timeout=1)
        self._ended = 0 if loop.time() - began > HEALTHY else self._ended + 1

    async def _renewed(self, fence: int) -> bool:
        """Is the lease still ours? While it cannot be written we keep on, until it has run out."""
        at = self._kit.now()
        is_heard = self.client is not None and self.client.is_connected and self.hearing.is_whole
        try:
            if await self._kit.ask(self._holding.take) != fence:
                log.error("another process took the gateway: this one lets go")
                return False
            self._held_at = at
            if is_heard and self.hearing.is_whole:
                await self._kit.ask(self._holding.alive, fence, at)
        except Exception as error:
            log.error("the gateway's lease could not be renewed: %s", type(error).__name__)
            self._troubles.set(LEASE, UNWRITTEN)
            return at - self._held_at < TERM
        self._troubles.clear(LEASE)
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
            reason = self._ending(error)
        self._troubles.set(WHERE, reason)
        log.error("Discord: %s", reason)

    def _ending(self, error: Exception) -> str:
        if why := reach.why(error):
            return f"Discord cannot be reached: {why}. {reach.MEND}"
        if isinstance(error, discord.HTTPException):
            return f"The connection ended: {reach.said(error)}."
        log.exception("the gateway client ended")
        return f"The gateway client ended: {type(error).__name__}."

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

    def _up(self, fence: int) -> None:
        """Connected, or connected again: what was missed is read in the background."""
        self.hearing.fall_behind(fence)
        self._troubles.clear(WHERE)
        log.info("Discord: connected")

    def _wait(self) -> float:
        """Seconds until the next client: none is made in a hurry, or the day's logins are soon used up."""
        return min(SLOWEST, self._patience * math.pow(2, min(self._ended - 1, 10)))
