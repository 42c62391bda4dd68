"""Roots of tickets in the agents' rooms: the card and its thread, made once, drawn often."""

from typing import Any

import discord

from adapters.discord import outcomes, refs, views
from adapters.discord.forums import Forums
from adapters.discord.messages import Messages
from adapters.discord.rest import Rest
from adapters.discord.threads import FORUMS, Threads
from bot.config import Settings
from bot.ports import Card, Post, Receipt, RootGone, Undeliverable
from bot.ticket import Status

Json = dict[str, Any]


class Roots:
    """In a text room the thread hangs under the card's message; in a forum the card is a post's first message."""

    def __init__(self, rest: Rest, messages: Messages, threads: Threads, forums: Forums, settings: Settings) -> None:
        self._rest, self._messages, self._threads, self._forums = rest, messages, threads, forums
        self._settings = settings

    async def send(self, post: Post, since: int) -> Receipt:
        """Draw the card and open the thread. Both steps may be repeated; a forum post is looked for first."""
        room = await self._room(post)
        if room["type"] not in FORUMS:
            payload = views.card(Card(0, post.place, "", "", post.ticket, 0), self._settings)
            message = await self._messages.create(int(room["id"]), payload, post.uuid)
            return await self._open(room, message, post)
        known = await self._forums.known(room, post.ticket, since) if post.attempts or post.is_unknown else None
        thread = known or await self._forums.open(room, post.ticket)
        return Receipt(refs.message(thread, thread), refs.place(thread))

    async def find(self, post: Post, since: int) -> Receipt | None:
        """The root that may have been made, completed with its thread where that is missing."""
        room = await self._room(post)
        if room["type"] in FORUMS:
            thread = await self._forums.known(room, post.ticket, since)
            return Receipt(refs.message(thread, thread), refs.place(thread)) if thread else None
        message = await self._threads.root(int(room["id"]), post.ticket, since)
        return await self._open(room, message, post) if message else None

    async def draw(self, card: Card) -> None:
        """Edit the card's message; in a forum its tags too."""
        where = refs.message_in(card.root)
        if where is None:
            raise Undeliverable(f"{card.root} is no message on Discord")
        channel, message = where
        is_post = channel == message
        try:
            await self._show(channel, message, card)
        except discord.HTTPException as error:
            if error.code not in (outcomes.ARCHIVED, outcomes.LOCKED):
                raise
            await self._threads.wake(channel)
            await self._show(channel, message, card)
            if card.ticket.status is Status.CLOSED and is_post:
                await self._threads.rest(channel, card.ticket)

    async def mend(self, post: Post) -> None:
        """A thread that somebody deleted: open it again under its card. RootGone where the card is gone as well."""
        room, thread = await self._room(post), refs.channel_in(post.thread)
        if room["type"] in FORUMS or thread is None:  # in a forum the card is the thread's first message
            raise RootGone("its thread was deleted: a new one is made", outcomes.MOMENT)
        try:
            await self._threads.under(int(room["id"]), thread, post.ticket)
        except discord.HTTPException as error:
            if error.code != outcomes.UNKNOWN_MESSAGE:
                raise
            raise RootGone("its card was deleted: a new one is made", outcomes.MOMENT) from error

    async def _show(self, channel: int, message: int, card: Card) -> None:
        await self._messages.edit(channel, message, views.card(card, self._settings))
        if channel == message:
            await self._forums.retag(channel, card.ticket)

    async def _open(self, room: Json, message: int, post: Post) -> Receipt:
        channel = int(room["id"])
        thread = await self._threads.under(channel, message, post.ticket)
        return Receipt(refs.message(channel, message), refs.place(thread))

    async def _room(self, post: Post) -> Json:
        channel = refs.channel_in(post.place)
        if channel is None:
            raise Undeliverable(f"{post.place} is no room on Discord")
        room: Any = await self._rest(lambda http: http.get_channel(channel))
        return dict(room)
