"""Catching up: what was said while nobody listened is read from the history, under the keys it would have had live."""

import logging
from collections.abc import AsyncIterator, Awaitable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import discord
from discord.http import HTTPClient

from adapters.discord import directs, nonces, reading, refs
from adapters.discord.kit import Kit
from adapters.discord.listening import Listener

log = logging.getLogger(__name__)

SLACK = timedelta(minutes=2)  # before we were last alive: what was on its way then
PAGE = 100
Json = dict[str, Any]


async def catch_up(kit: Kit, listener: Listener, alive: datetime | None) -> int:
    """Fetch what came after `alive` (None: there is nothing to catch up). Returns how much of it was new."""
    if alive is None:
        return 0
    since, new = nonces.id_at(alive - SLACK), 0
    async for channel, guild, parent in _places(kit, since):
        try:
            new += await _fetch(kit, listener, (channel, guild, parent), since)
        except (discord.NotFound, discord.Forbidden) as error:
            log.warning("nothing could be caught up in %s: %s", refs.place(channel), error.code)
    if new:
        log.info("caught up with %s messages", new)
    return new


async def _places(kit: Kit, since: int) -> AsyncIterator[tuple[int, int | None, int | None]]:
    """Intake channels, and threads of ours where something was said since: (channel, server, parent)."""
    guilds: set[int] = set()
    for room in kit.rooms.all:
        found = await kit.people.channel(room)
        if found is None or not found.get("guild_id"):
            continue
        guilds.add(int(found["guild_id"]))
        if room in kit.rooms.intakes and found["type"] == 0:
            yield room, int(found["guild_id"]), None
    for guild in guilds:
        for thread in await _active(kit, guild):
            parent = int(thread.get("parent_id") or 0)
            if parent in kit.rooms.all and int(thread.get("last_message_id") or 0) > since:
                yield int(thread["id"]), guild, parent
    for direct in await kit.ask(directs.known, kit.store):
        yield direct, None, None


async def _active(kit: Kit, guild: int) -> list[Json]:
    found: Any = await kit.rest(lambda http: http.get_active_threads(guild))
    return list(found["threads"])


async def _fetch(kit: Kit, listener: Listener, place: tuple[int, int | None, int | None], since: int) -> int:
    channel, guild, parent = place
    new = 0
    while True:
        page = await kit.rest(partial(_page, channel, since))
        found = [one for data in sorted(page, key=_id) if (one := reading.from_history(data, guild, parent))]
        new += await listener.keep(*found) if found else 0
        if len(page) < PAGE:
            return new
        since = max(map(_id, page))


def _page(channel: int, after: int, http: HTTPClient) -> Awaitable[Any]:
    return http.logs_from(channel, PAGE, after=after)


def _id(data: Json) -> int:
    return int(data["id"])
