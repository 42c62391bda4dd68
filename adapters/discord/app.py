"""Discord's edge: holds the gateway where no other process does, and turns what came in into deeds."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import aiohttp
import discord

from adapters.discord import asking, bodies, checks, disturbances, reacting, refs, talk
from adapters.discord.bodies import Asked, Body, Disturbed, Heard
from adapters.discord.channel import DiscordChannel
from adapters.discord.kit import Kit
from adapters.discord.listening import Listener
from adapters.discord.outcomes import Trouble, outcome
from adapters.discord.people import People
from adapters.discord.rest import Rest, point
from adapters.discord.roll import Roll
from adapters.discord.rooms import Rooms
from adapters.discord.supervising import Supervisor
from bot.config import Discord, Settings
from bot.desk import Desk
from bot.health import Finding
from bot.inbox import Deed, OneByOne
from bot.ports import Arrival, Ask, Fate, Files, Store
from bot.speech import speaking

log = logging.getLogger(__name__)


class DiscordApp(OneByOne):
    """`channel` carries posts without the gateway. `guild_ready_timeout`: seconds to wait for the servers' lists."""

    name = kind = refs.NAME
    takes_plain = True

    def __init__(
        self, settings: Settings, desk: Desk, store: Store, files: Files, ask: Ask, now: Callable[[], datetime],
        worker: str, *, guild_ready_timeout: float = 2.0, patience: float = 5.0,
    ) -> None:  # fmt: skip
        wire = settings.discord or _unset()
        point(wire)
        rest, rooms, troubles = Rest(wire), Rooms(settings), Trouble()
        people = People(rest, rooms, now)
        self._kit = Kit(settings, desk, store, files, ask, now, worker, rest, rooms, people)
        self._troubles, self.roll = troubles, Roll(self._kit)
        self.channel = DiscordChannel(settings, rest, files, ask, troubles)
        listener = Listener(self._kit, self.channel.messages, troubles, self.channel.folded)
        self.supervisor = Supervisor(self._kit, listener, troubles, guild_ready_timeout, patience)

    @property
    def trouble(self) -> str:
        return str(self._troubles)

    async def run(self) -> None:
        """Stay connected until cancelled."""
        roll = asyncio.create_task(self.roll.run())
        try:
            await self.supervisor.run()
        finally:
            roll.cancel()
            await asyncio.gather(roll, return_exceptions=True)
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.shield(self._kit.rest.close())

    async def close(self) -> None:
        """For processes that only sent."""
        await self._kit.rest.close()

    async def understand(self, arrival: Arrival) -> Deed:
        """What an arrival asks for. Raises NotSent or Unsure while Discord cannot be asked."""
        body = bodies.load(arrival.body)
        language = await self._kit.language(getattr(body, "user", 0), getattr(body, "locale", ""))
        try:
            with speaking(language):
                return replace(await self._understood(body, arrival), language=language)
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise outcome(error, "")[0] from error

    async def _understood(self, body: Body, arrival: Arrival) -> Deed:
        match body:
            case Heard() as heard:
                return await talk.understand(self._kit, heard, arrival)
            case Asked() as asked:
                return await asking.understand(self._kit, asked, arrival)
            case Disturbed() as disturbed:
                return await disturbances.understand(self._kit, disturbed)
            case reacted:
                return await reacting.understand(self._kit, reacted, arrival)

    def park(self, arrival: Arrival, error: str) -> Fate:
        """It failed for the last time: a requester's words become a ticket all the same, without what broke."""
        heard = bodies.load(arrival.body)
        message = talk.parked(self._kit, heard, arrival.source) if isinstance(heard, Heard) else None
        if message is None:
            return Fate("quarantined", error)
        ticket, is_new = self._kit.desk.receive(message)
        return Fate("ticketed" if is_new else "appended", f"parked: {error}", ticket.number)

    async def check(self) -> list[Finding]:
        """Try the token, the rooms, the roles and every permission."""
        return await checks.check(self._kit)


def _unset() -> Discord:
    raise ValueError("Discord is not configured: set DISCORD_TOKEN.")
