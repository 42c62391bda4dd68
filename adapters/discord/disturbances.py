"""Threads and cards that somebody deletes, archives or locks by hand: told by the gateway, kept like anything said."""

from collections.abc import Awaitable, Callable, Container
from datetime import datetime, timedelta
from typing import Any

import discord

from adapters.discord import refs
from adapters.discord.bodies import Disturbed
from adapters.discord.kit import Kit
from adapters.discord.threads import FORUMS
from bot.inbox import Deed
from bot.ports import Fate
from bot.threads import DELETED

ARCHIVED, LOCKED = "archived", "locked"
BUCKET = 10  # seconds


class Disturbances:
    """`folded` are the threads that we archived ourselves, where the server was full of them."""

    def __init__(
        self, kit: Kit, keep: Callable[[Disturbed], Awaitable[None]], folded: Container[int]
    ) -> None:  # fmt: skip
        self._kit, self._keep, self._folded = kit, keep, folded

    async def deleted(self, thread: int, room: int) -> None:
        """A thread of the room `room` is gone, or the card that it hangs on: both have one id."""
        if room in self._kit.rooms.rooms and await self._is_ours(thread):
            await self._keep(Disturbed(thread, room, DELETED, self._moment()))

    async def message_deleted(self, channel: int, message: int) -> None:
        """A card or a board in a room; in a forum it is the first message of its own thread."""
        if await self._kit.ask(self._kit.desk.boards.gone, refs.message(channel, message)):
            return
        if channel in self._kit.rooms.rooms:
            await self.deleted(message, channel)
        elif channel == message and await self._is_ours(channel):
            await self._keep(Disturbed(channel, channel, DELETED, self._moment()))

    async def changed(self, data: Any) -> None:
        """A thread is not what it was: perhaps it was shut."""
        thread, room, meta = int(data["id"]), int(data["parent_id"]), data["thread_metadata"]
        if room not in self._kit.rooms.rooms or thread in self._folded:
            return
        what = LOCKED if meta.get("locked") else ARCHIVED if meta["archived"] and not _is_old(data) else ""
        if what and await self._is_ours(thread):
            await self._keep(Disturbed(thread, room, what, str(meta["archive_timestamp"])))

    def _moment(self) -> str:
        """Of a card and its thread, deleted together, we hear twice."""
        return str(int(self._kit.now().timestamp()) // BUCKET)

    async def _is_ours(self, thread: int) -> bool:
        return await self._kit.ask(self._kit.desk.find, refs.place(thread)) is not None


async def understand(kit: Kit, body: Disturbed) -> Deed:
    """Mend it, where it is a thread of ours still, and as the platform says it is now: time may lie between."""
    place, thread = refs.place(body.thread), await _thread(kit, body.thread)
    meta = thread.get("thread_metadata", {}) if thread else {}
    if body.what == DELETED:
        has_card = await _has_card(kit, body)
        is_needed = thread is None or not has_card
    else:
        has_card, is_needed = True, bool(meta.get("archived") or meta.get("locked"))

    def do() -> Fate:
        threads = kit.desk.threads
        if not is_needed:
            return Fate("ignored", "it is there, and open")
        ticket = threads.gone(place, has_card) if body.what == DELETED else threads.shut(place, body.what)
        return Fate("done", ticket=ticket.number) if ticket else Fate("ignored", "nothing to mend")

    return Deed(do)


async def _thread(kit: Kit, thread: int) -> Any:
    try:
        return await kit.rest(lambda http: http.get_channel(thread))
    except discord.NotFound:
        return None


async def _has_card(kit: Kit, body: Disturbed) -> bool:
    """The card's message has the id of the thread that hangs on it; in a forum it is within the thread."""
    room: Any = await kit.rest(lambda http: http.get_channel(body.channel))
    where = body.channel if room["type"] not in FORUMS else body.thread
    try:
        await kit.rest(lambda http: http.get_message(where, body.thread))
    except discord.NotFound:
        return False
    return True


def _is_old(data: Any) -> bool:
    """Did the platform fold it away itself, after a long silence?"""
    meta = data["thread_metadata"]
    last = discord.utils.snowflake_time(int(data.get("last_message_id") or data["id"]))
    shut = datetime.fromisoformat(meta["archive_timestamp"])
    return shut - last >= timedelta(minutes=int(meta["auto_archive_duration"]))
