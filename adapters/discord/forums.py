"""Rooms that are forums: a post for each ticket, with tags for its status, priority and category."""

import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord.http import MultipartParameters

from adapters.discord import ids, tags, views
from adapters.discord.rest import Rest
from adapters.discord.threads import WEEK, Threads
from bot.config import Settings
from bot.ports import Card
from bot.ticket import Ticket

log = logging.getLogger(__name__)

Json = dict[str, Any]


class Forums:
    def __init__(self, rest: Rest, threads: Threads, settings: Settings) -> None:
        self._rest, self._threads, self._settings = rest, threads, settings
        self._asked: set[int] = set()  # forums where our tags were asked for, once

    async def open(self, forum: Json, ticket: Ticket) -> int:
        """Make the ticket's post; the thread's id, which is its first message's too."""
        channel = int(forum["id"])
        applied = await self._tags(forum, ticket)
        card = views.card(Card(0, "", "", "", ticket, 0), self._settings)
        payload = {"name": views.name(ticket), "auto_archive_duration": WEEK, "applied_tags": applied, "message": card}
        params = MultipartParameters(payload, None, None)
        return await self._threads.started(channel, lambda http: http.start_thread_in_forum(channel, params=params))

    async def known(self, forum: Json, ticket: Ticket, since: int) -> int | None:
        """The post made before, told by our buttons on it; None if there is none."""
        found = await self._threads.known(int(forum["id"]), ticket, since)
        if found is None:
            return None
        first = await self._rest(lambda http: http.get_message(found, found))
        return found if ticket.number in ids.numbers(first.get("components")) else None

    async def retag(self, thread: int, ticket: Ticket) -> None:
        """Show its state by tags, in at most one request, and none where they are right already."""
        post: Any = await self._rest(lambda http: http.get_channel(thread))
        forum: Any = await self._rest(lambda http: http.get_channel(int(post["parent_id"])))
        before = [str(one) for one in post.get("applied_tags") or []]
        wanted = await self._tags(forum, ticket, before)
        if sorted(before) != sorted(wanted):
            await self._rest(lambda http: http.edit_channel(thread, applied_tags=wanted))

    async def _tags(self, forum: Json, ticket: Ticket, before: Sequence[str] = ()) -> list[str]:
        channel = int(forum["id"])
        ours = tags.wanted(channel, self._settings)
        if not set(ours) <= set(tags.known(forum)) and channel not in self._asked:
            forum = await self._complete(forum, ours)
        return tags.applied(forum, ours, ticket, before)

    async def _complete(self, forum: Json, names: Sequence[str]) -> Json:
        """The forum with the tags that were missing; without the right to make them, go on without."""
        channel = int(forum["id"])
        self._asked.add(channel)
        wanted = tags.completed(forum, names)
        if len(wanted) == len(forum.get("available_tags") or []):  # it is full
            return forum
        try:
            made: Any = await self._rest(lambda http: http.edit_channel(channel, available_tags=wanted))
        except discord.HTTPException as error:
            log.info("forum %s: its tags cannot be made (%s); posts go without", channel, error.code)
            return forum
        return dict(made)
