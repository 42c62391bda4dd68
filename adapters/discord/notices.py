"""What stands in a room about the desk itself: one message, put up once and edited in place."""

import logging
from functools import partial
from typing import Any

import discord
from discord.http import MultipartParameters

from adapters.discord import boards, buttons, nonces, refs, views
from adapters.discord.messages import Messages
from adapters.discord.rest import Rest
from adapters.discord.text import one_line
from adapters.discord.threads import FORUMS, WEEK, Threads
from bot import moments
from bot.boards import BOARD
from bot.ports import Notice, Undeliverable

log = logging.getLogger(__name__)

Json = dict[str, Any]
SILENT = discord.MessageFlags(suppress_embeds=True).value
PINNED = discord.ChannelFlags(pinned=True).value
NAME = 90  # characters of a forum post's name


class Notices:
    def __init__(self, rest: Rest, messages: Messages, threads: Threads) -> None:
        self._rest, self._messages, self._threads = rest, messages, threads
        self._guilds: dict[int, int] = {}

    async def show(self, notice: Notice, since: int) -> str:
        """Put it up, or edit it; its reference. Raises Undeliverable where its message is gone."""
        if known := refs.message_in(notice.ref):
            await self._edit(*known, notice)
            if notice.key == BOARD and not notice.overview:
                await self._pin(*known, is_up=False)
            return notice.ref
        channel = await self._channel(notice.place)
        if channel is None:
            raise Undeliverable(f"{notice.place} is no room on Discord")
        room: Any = await self._rest(lambda http: http.get_channel(channel))
        if room["type"] in FORUMS:
            posted = await self._post(channel, notice, int(room["guild_id"]))
            if notice.key == BOARD:
                await self._pin(posted, posted, is_up=True)
            return refs.message(posted, posted)
        found = await self._found(channel, notice, since) if notice.attempts else None
        if not found:
            guild = int(room["guild_id"]) if "guild_id" in room else None  # a person's messages are on no server
            found = await self._messages.create(channel, _payload(notice, guild), notice.uuid)
        if notice.key == BOARD:
            await self._pin(channel, found, is_up=True)
        return refs.message(channel, found)

    async def _channel(self, place: str) -> int | None:
        """Of a person, their direct messages with us."""
        who = refs.address(place)
        if who is None or not who.user or who.channel:
            return refs.channel_in(place)
        user = who.user
        made = await self._rest(lambda http: http.start_private_message(user))
        return int(made["id"])

    async def _pin(self, channel: int, message: int, is_up: bool) -> None:
        """Pin a board that was put up, and let go one that was taken down. It is as good without.

        A forum pins a post as such, one at a time: its first message has the thread's number.
        """
        try:
            if channel == message:
                await self._rest(lambda http: http.edit_channel(channel, flags=PINNED if is_up else 0))
            elif is_up:
                await self._rest(lambda http: http.pin_message(channel, message))
            else:
                await self._rest(lambda http: http.unpin_message(channel, message))
        except discord.HTTPException as error:
            what = "pinned" if is_up else "let go"
            log.warning("the board %s could not be %s: %s", refs.message(channel, message), what, error)

    async def _edit(self, channel: int, message: int, notice: Notice) -> None:
        guild = await self._guild(channel) if notice.overview else None
        try:
            await self._messages.edit(channel, message, _payload(notice, guild))
        except discord.NotFound as error:
            raise Undeliverable("somebody deleted it") from error

    async def _guild(self, channel: int) -> int:
        """The server of a room, which its links lead into; it never has another."""
        if channel not in self._guilds:
            room: Any = await self._rest(lambda http: http.get_channel(channel))
            self._guilds[channel] = int(room["guild_id"])
        return self._guilds[channel]

    async def _post(self, forum: int, notice: Notice, guild: int) -> int:
        payload = {
            "name": f"{notice.words.icon} {one_line(moments.plain(notice.words.head))}"[:NAME],
            "auto_archive_duration": WEEK,
            "message": _payload(notice, guild),
        }  # fmt: skip
        start = partial(_start, forum, MultipartParameters(payload, None, None))
        return await self._threads.started(forum, start)

    async def _found(self, channel: int, notice: Notice, since: int) -> int | None:
        """The message of an earlier try whose answer was lost."""
        mark = nonces.nonce(notice.uuid)
        async for message in self._messages.history(channel, since):
            if str(message.get("nonce")) == mark:
                return int(message["id"])
        return None


def _start(forum: int, params: MultipartParameters, http: Any) -> Any:
    return http.start_thread_in_forum(forum, params=params)


def _payload(notice: Notice, guild: int | None) -> Json:
    if notice.overview:
        return {"content": ""} | boards.board(notice.overview, guild, is_for_all=True)
    drawn = views.line(notice.words)
    mentions = {"parse": [], "users": [str(one) for one in drawn.users], "roles": [str(one) for one in drawn.roles]}
    return {
        "content": drawn.contents[0], "components": buttons.below(notice.words.buttons),
        "allowed_mentions": mentions, "flags": SILENT, "embeds": [],
    }  # fmt: skip
