"""Who is it, and what does the platform grant them now: roles, and the rooms they see."""

import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import discord

from adapters.discord import refs, sight
from adapters.discord.bodies import Asked, Heard, Reacted
from adapters.discord.rest import Rest
from adapters.discord.rooms import Rooms
from bot.people import Person

log = logging.getLogger(__name__)

FRESH = timedelta(seconds=60)  # how long what the platform said is taken for what it says
MANY = 5000  # things remembered before all is asked anew
THREADS = (10, 11, 12)
Json = dict[str, Any]


class People:
    def __init__(self, rest: Rest, rooms: Rooms, now: Callable[[], datetime]) -> None:
        self._rest, self._rooms, self._now = rest, rooms, now
        self._known: dict[tuple[str, int, int], tuple[datetime, Any]] = {}

    async def person(self, user: int, name: str = "", roles: Collection[int] | None = None, guild: int = 0) -> Person:
        """The person now. `roles` in `guild` are taken where the platform has just said them; else they are asked."""
        grants: set[str] = set()
        for room in self._rooms.all:
            channel = await self.channel(room)
            if channel is None or not channel.get("guild_id"):
                continue
            home = int(channel["guild_id"])
            theirs = roles if roles is not None and home == guild else await self._roles(home, user)
            if theirs is None:
                continue
            grants |= {refs.role(role) for role in theirs}
            if (
                room in self._rooms.rooms
                and sight.permissions(await self.guild(home), channel, user, theirs).view_channel
            ):
                grants.add(refs.place(room))
        return Person(name or await self._name(user), refs.person(user), frozenset(grants))

    async def now(self, one: Heard | Asked | Reacted, received_at: datetime) -> Person:
        """Who sent this. What the platform said with it holds for a minute; after that it is asked anew."""
        is_fresh = timedelta() <= self._now() - received_at < FRESH
        found = await self.person(one.user, one.name, one.roles if is_fresh else None, one.guild or 0)
        return replace(found, language=one.locale) if isinstance(one, Asked) else found

    async def channel(self, channel: int) -> Json | None:
        """A channel as the platform shows it; None if it is gone or hidden from us."""
        try:
            return await self.room(channel)
        except (discord.NotFound, discord.Forbidden):
            log.warning("the channel %s is gone or hidden from the bot", channel)
            return None

    async def room(self, channel: int) -> Json:
        """The same, raising what the platform says."""
        found: Json = await self._recent("channel", channel, 0, self._channel)
        return found

    async def parent(self, channel: int) -> int | None:
        """The channel that a thread belongs to, where a payload did not say it; None if this is no thread."""
        if channel in self._rooms.all:
            return None
        found = await self.channel(channel)
        is_thread = found is not None and found["type"] in THREADS
        return int(found["parent_id"]) if found and is_thread else None

    async def guild(self, guild: int) -> sight.Guild:
        found: sight.Guild = await self._recent("guild", guild, 0, self._guild)
        return found

    async def member(self, guild: int, user: int) -> Json | None:
        """The membership, or None: they left, or never joined."""
        found: Json | None = await self._recent("member", guild, user, self._member)
        return found

    async def home(self) -> int | None:
        """The one server that all our rooms are on; None if there are several, or none is to be seen."""
        channels = [await self.channel(room) for room in self._rooms.all]
        guilds = {int(channel["guild_id"]) for channel in channels if channel and channel.get("guild_id")}
        return guilds.pop() if len(guilds) == 1 else None

    def forget(self) -> None:
        """Ask anew for everything: the platform said that something changed."""
        self._known.clear()

    async def _roles(self, guild: int, user: int) -> list[int] | None:
        member = await self.member(guild, user)
        return None if member is None else [int(role) for role in member["roles"]]

    async def _name(self, user: int) -> str:
        for key, (_, found) in self._known.items():
            if key[0] == "member" and key[2] == user and found:
                return shown_name(found["user"], found.get("nick"))
        data = await self._rest(lambda http: http.get_user(user))
        return shown_name(data)

    async def _recent(self, kind: str, one: int, two: int, ask: Callable[[int, int], Awaitable[Any]]) -> Any:
        at, found = self._known.get((kind, one, two), (None, None))
        if at is None or not timedelta() <= self._now() - at < FRESH:
            found = await ask(one, two)
            if len(self._known) > MANY:
                self._known.clear()
            self._known[kind, one, two] = (self._now(), found)
        return found

    async def _channel(self, channel: int, _: int) -> Any:
        return await self._rest(lambda http: http.get_channel(channel))

    async def _guild(self, guild: int, _: int) -> sight.Guild:
        return sight.Guild.read(await self._rest(lambda http: http.get_guild(guild, with_counts=False)))

    async def _member(self, guild: int, user: int) -> Any:
        try:
            return await self._rest(lambda http: http.get_member(guild, user))
        except discord.NotFound:
            return None


def shown_name(user: Any, nick: str | None = None) -> str:
    """What people call them: the name on this server, else their own, else the account's."""
    return str(nick or user.get("global_name") or user["username"])
