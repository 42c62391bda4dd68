"""The outbox's way to Discord: roots, lines, letters and marks go out, and what may have gone out is looked up."""

import logging
from datetime import timedelta
from typing import Any

import aiohttp
import discord

from adapters.discord import nonces, outcomes, refs, views
from adapters.discord.forums import Forums
from adapters.discord.letters import Letters
from adapters.discord.messages import Messages
from adapters.discord.rest import Rest
from adapters.discord.threads import FORUMS, Threads
from bot.events import Reopened, Wrote
from bot.ports import Ask, Card, Files, Kind, Mark, Post, Receipt, Undeliverable, Unsure
from bot.ticket import Status, Ticket
from bot.words import ForRequester, ForRoom

log = logging.getLogger(__name__)

SKEW = timedelta(seconds=60)  # between our clock and Discord's, at most
REPAIRS = {outcomes.ARCHIVED, outcomes.LOCKED}


class DiscordChannel:
    """Needs no gateway: everything here is plain requests, so any process may carry posts."""

    name = refs.NAME

    def __init__(self, rest: Rest, files: Files, ask: Ask, troubles: outcomes.Trouble) -> None:
        self._rest, self._troubles = rest, troubles
        self.messages = Messages(rest, files, ask)
        self._threads = Threads(rest, self.messages)
        self._forums = Forums(rest, self._threads)
        self._letters = Letters(rest, self.messages, self._threads)

    @property
    def trouble(self) -> str:
        return str(self._troubles)

    @trouble.setter
    def trouble(self, reason: str) -> None:
        self._troubles.set("", reason)

    def compose(self, post: Post, words: ForRoom | ForRequester | None) -> bytes | None:
        """Nothing: what makes a retry harmless here is its nonce, not its bytes."""
        return None

    async def send(self, post: Post, words: ForRoom | ForRequester | None) -> Receipt:
        """Put `post` on the wire. Raises Undeliverable, NotSent or Unsure."""
        with self._troubles.watch(post.place):
            match post.kind, words:
                case Kind.ROOT, _:
                    return await self._root(post)
                case Kind.MARK, _:
                    return await self._mark(post)
                case Kind.REQUESTER, ForRequester():
                    return await self._letters.send(post, views.letter(words), words.files, _since(post))
                case _, ForRoom():
                    return await self._line(post, words)
                case _:
                    raise Undeliverable(f"a {post.kind} post without words")

    async def find(self, post: Post) -> Receipt | None:
        """Was this unknown post sent after all?"""
        with self._troubles.watch(post.place):
            return await self._found(post, None)

    async def look_up(self, post: Post, words: ForRoom | ForRequester | None) -> Receipt | None:
        with self._troubles.watch(post.place):
            return await self._found(post, words)

    async def draw(self, card: Card) -> None:
        """Make the card show its ticket. Undeliverable: its message is gone."""
        where = refs.message_in(card.root)
        if where is None:
            raise Undeliverable(f"{card.root} is no message")
        channel, message = where
        with self._troubles.watch(card.place):
            try:
                await self._draw(channel, message, card)
            except discord.NotFound as error:
                raise Undeliverable(f"the card {card.root} is gone") from error
        log.debug("#%s: drawn at %s", card.ticket.number, card.root)
