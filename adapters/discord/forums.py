"""Rooms that are forums: a post for each ticket, with tags for its status and priority."""

import logging
from typing import Any

import discord
from discord.http import MultipartParameters

from adapters.discord import ids, views
from adapters.discord.rest import Rest
from adapters.discord.threads import WEEK, Threads
from bot.ports import Card
from bot.ticket import Priority, Status, Ticket

log = logging.getLogger(__name__)

Json = dict[str, Any]
TAGS = (*Status, Priority.LOW, Priority.HIGH, Priority.URGENT)
MOST_TAGS = 20
REQUIRES_TAG = 1 << 4


class Forums:
    def __init__(self, rest: Rest, threads: Threads) -> None:
        self._rest, self._threads = rest, threads
        self._asked: set[int] = set()  # forums where our tags were asked for, once

    async def open(self, forum: Json, ticket: Ticket) -> int:
        """Make the ticket's post; the thread's id, which is its first message's too."""
        channel = int(forum["id"])
        tags = await self._tags(forum, ticket)
        card = views.card(Card(0, "", "", "", ticket, 0))
        payload = {"name": views.name(ticket), "auto_archive_duration": WEEK, "applied_tags": tags, "message": card}
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
        wanted = await self._tags(forum, ticket)
        if sorted(map(str, post.get("applied_tags") or [])) != sorted(map(str, wanted)):
            await self._rest(lambda http: http.edit_channel(thread, applied_tags=wanted))

    async def _tags(self, forum: Json, ticket: Ticket) -> list[str]:
        known = {one["name"].lower(): str(one["id"]) for one in forum.get("available_tags") or []}
        if not set(TAGS) <= set(known) and int(forum["id"]) not in self._asked:
            known = await self._make_tags(forum)
        found = [known[name] for name in views.tags(ticket) if name in known]
        if not found and int(forum.get("flags") or 0) & REQUIRES_TAG:
            found = list(known.values())[:1]
        return found

    async def _make_tags(self, forum: Json) -> dict[str, str]:
        """Add the tags that are missing, as far as there is room; without the right to, go on without."""
        self._asked.add(int(forum["id"]))
        have: list[Any] = list(forum.get("available_tags") or [])
        names = {one["name"].lower() for one in have}
        wanted = [*have, *({"name": one, "moderated": False} for one in TAGS if one not in names)][:MOST_TAGS]
        try:
            made: Any = await self._rest(lambda http: http.edit_channel(int(forum["id"]), available_tags=wanted))
        except discord.HTTPException as error:
            log.info("forum %s: its tags cannot be made (%s); posts go without", forum["id"], error.code)
            made = forum
        return {one["name"].lower(): str(one["id"]) for one in made.get("available_tags") or []}
