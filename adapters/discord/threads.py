"""Threads: opening them once, waking them, letting them rest."""

from collections.abc import Sequence
from typing import Any

import discord

from adapters.discord import ids, nonces, outcomes, views
from adapters.discord.messages import Messages
from adapters.discord.rest import Rest
from bot.ticket import Ticket

Json = dict[str, Any]
WEEK = 10080  # minutes without a word until the platform folds a thread away
PRIVATE_THREAD, FORUMS = 12, (15, 16)


class Threads:
    def __init__(self, rest: Rest, messages: Messages) -> None:
        self._rest, self._messages = rest, messages

    async def under(self, channel: int, message: int, ticket: Ticket) -> int:
        """The thread under a message; made before is as good. Its id is the message's."""
        try:
            await self._room_for(channel, self._start(channel, message, ticket))
        except discord.HTTPException as error:
            if error.code != outcomes.HAS_THREAD:
                raise
        return message

    async def root(self, channel: int, ticket: Ticket, since: int) -> int | None:
        """Our message in `channel` that holds the ticket's card, if there is one."""
        me = await self._rest.me()
        async for message in self._messages.history(channel, since):
            if int(message["author"]["id"]) == me and ticket.number in ids.numbers(message.get("components")):
                return int(message["id"])
        return None

    async def private(self, channel: int, user: int, ticket: Ticket) -> int:
        """A new private thread with the requester in it. Nothing tells two of them apart: search before a retry."""
        made = await self._room_for(channel, self._start_private(channel, ticket))
        await self.invite(made, user)
        return made

    async def invite(self, thread: int, user: int) -> None:
        await self._rest(lambda http: http.add_user_to_thread(thread, user))

    async def known(self, channel: int, ticket: Ticket, since: int) -> int | None:
        """Our thread for the ticket in `channel`, active or archived, if there is one."""
        me, begin = await self._rest.me(), f"#{ticket.number} "
        for thread in await self._listed(channel):
            is_ours = int(thread.get("owner_id") or 0) == me and int(thread.get("parent_id") or 0) == channel
            if is_ours and int(thread["id"]) > since and f"{thread['name']} ".startswith(begin):
                return int(thread["id"])
        return None

    async def active(self, guild: int) -> list[Json]:
        found: Any = await self._rest(lambda http: http.get_active_threads(guild))
        return list(found["threads"])

    async def wake(self, thread: int) -> None:
        await self._rest(lambda http: http.edit_channel(thread, archived=False, locked=False))

    async def rest(self, thread: int) -> None:
        """One request for both: in a thread that is archived, nothing else may be changed."""
        await self._rest(lambda http: http.edit_channel(thread, archived=True, locked=True))

    async def _start(self, channel: int, message: int, ticket: Ticket) -> Any:
        return await self._rest(
            lambda http: http.start_thread_with_message(
                channel, message, name=views.name(ticket), auto_archive_duration=WEEK
            )
        )

    async def _room_for(self, channel: int, start: Any) -> int:
        return int((await start)["id"])

    async def _start_private(self, channel: int, ticket: Ticket) -> Any:
        return await self._rest(
            lambda http: http.start_thread_without_message(
                channel, name=views.name(ticket), auto_archive_duration=WEEK, type=PRIVATE_THREAD, invitable=False
            )
        )

    async def _listed(self, channel: int) -> Sequence[Any]:
        room: Any = await self._rest(lambda http: http.get_channel(channel))
        found: list[Any] = await self.active(int(room["guild_id"]))
        public: Any = await self._rest(lambda http: http.get_public_archived_threads(channel, limit=100))
        found += public["threads"]
        if room["type"] not in FORUMS:
            private: Any = await self._rest(lambda http: http.get_joined_private_archived_threads(channel, limit=100))
            found += private["threads"]
        return found


def since(event_at: Any) -> int:
    return nonces.id_at(event_at)
