"""Threads: opening them once, waking them, letting them rest."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import discord
from discord.http import HTTPClient

from adapters.discord import ids, outcomes, views
from adapters.discord.messages import Messages
from adapters.discord.rest import Rest
from bot.ticket import Ticket

log = logging.getLogger(__name__)

Json = dict[str, Any]
WEEK: Final = 10080  # minutes without a word until the platform folds a thread away
PRIVATE_THREAD: Final = 12
FORUMS = (15, 16)


class Threads:
    def __init__(self, rest: Rest, messages: Messages) -> None:
        self._rest, self._messages = rest, messages
        self.folded: set[int] = set()  # archived by us to make room

    async def under(self, channel: int, message: int, ticket: Ticket) -> int:
        """The thread under a message; made before is as good. Its id is the message's."""
        name = views.name(ticket)
        try:
            await self.started(
                channel,
                lambda http: http.start_thread_with_message(channel, message, name=name, auto_archive_duration=WEEK),
            )
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

    async def private(self, channel: int, ticket: Ticket) -> int:
        """A new private thread. Nothing tells two of them apart: look for a known one before a retry."""
        name = views.name(ticket)
        return await self.started(
            channel,
            lambda http: http.start_thread_without_message(
                channel, name=name, auto_archive_duration=WEEK, type=PRIVATE_THREAD, invitable=False
            ),
        )

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

    async def rest(self, thread: int, ticket: Ticket) -> None:
        """One request for both: in a thread that is archived, nothing else may be changed.

        A merged ticket's is not locked: what is still said there goes where it went.
        """
        is_over = ticket.joined is None
        await self._rest(lambda http: http.edit_channel(thread, archived=True, locked=is_over))

    async def started(self, channel: int, start: Callable[[HTTPClient], Awaitable[Any]]) -> int:
        """The id of the thread that `start` makes. At the server's limit, the longest silent of ours is folded away."""
        try:
            made = await self._rest(start)
        except discord.HTTPException as error:
            if error.code != outcomes.TOO_MANY_THREADS or not await self._fold_one(channel):
                raise
            made = await self._rest(start)
        return int(made["id"])

    async def _fold_one(self, channel: int) -> bool:
        """Archive one thread without locking it: the next word in it, by anybody, wakes it."""
        room: Any = await self._rest(lambda http: http.get_channel(channel))
        me = await self._rest.me()
        ours = [one for one in await self.active(int(room["guild_id"])) if int(one.get("owner_id") or 0) == me]
        if not ours:
            return False
        oldest = min(ours, key=lambda one: int(one.get("last_message_id") or one["id"]))
        log.warning("the server is full of active threads: %s is archived", oldest["id"])
        self.folded.add(int(oldest["id"]))
        await self._rest(lambda http: http.edit_channel(int(oldest["id"]), archived=True))
        return True

    async def _listed(self, channel: int) -> Sequence[Any]:
        room: Any = await self._rest(lambda http: http.get_channel(channel))
        found: list[Any] = await self.active(int(room["guild_id"]))
        public: Any = await self._rest(lambda http: http.get_public_archived_threads(channel, limit=100))
        found += public["threads"]
        if room["type"] not in FORUMS:
            private: Any = await self._rest(lambda http: http.get_joined_private_archived_threads(channel, limit=100))
            found += private["threads"]
        return found
