"""Words to the requester: directly, in the thread they wrote in, or in a private thread made for them."""

from collections.abc import Sequence

import discord

from adapters.discord import outcomes, refs
from adapters.discord.messages import Messages
from adapters.discord.rest import Rest
from adapters.discord.threads import Threads
from adapters.discord.views import Drawn
from bot.events import File
from bot.ports import Post, Receipt, Undeliverable


class Letters:
    def __init__(self, rest: Rest, messages: Messages, threads: Threads) -> None:
        self._rest, self._messages, self._threads = rest, messages, threads
        self._directs: dict[int, int] = {}

    async def send(self, post: Post, drawn: Drawn, files: Sequence[File], since: int) -> Receipt:
        """Send it where the requester is. A thread of theirs that is gone is made again."""
        channel = await self._known(post, since)
        if channel is None:
            return await self._in_new_thread(post, drawn, files)
        try:
            sent = await self._messages.send(channel, drawn, post.uuid, files)
        except discord.HTTPException as error:
            if error.code in (outcomes.ARCHIVED, outcomes.LOCKED):
                await self._threads.wake(channel)
                sent = await self._messages.send(channel, drawn, post.uuid, files)
            elif error.code == outcomes.UNKNOWN_CHANNEL:
                self._directs.clear()
                return await self._in_new_thread(post, drawn, files)
            else:
                raise
        return self._receipt(post, channel, sent)

    async def find(self, post: Post, drawn: Drawn, files: Sequence[File], since: int) -> Receipt | None:
        """Was it sent? Looks in the thread that may have been made for it too."""
        channel = await self._known(post, since)
        if channel is None:
            return None
        known = [found[1] for ref in post.refs if (found := refs.message_in(ref))]
        sent = await self._messages.find(channel, drawn, post.uuid, files, since, known)
        return None if sent is None else self._receipt(post, channel, sent)

    async def _known(self, post: Post, since: int) -> int | None:
        """The channel or thread to write in, where there is one by now."""
        if (thread := refs.channel_in(post.thread)) is not None:
            return thread
        found = refs.address(post.place)
        if found is None:
            raise Undeliverable(f"{post.place} is no place on Discord")
        if found.user is None:
            return found.channel
        if found.channel is None:
            return await self._direct(found.user)
        if not post.attempts and not post.is_unknown:
            return None
        thread = await self._threads.known(found.channel, post.ticket, since)
        if thread is not None:
            await self._threads.invite(thread, found.user)
        return thread

    async def _direct(self, user: int) -> int:
        if user not in self._directs:
            made = await self._rest(lambda http: http.start_private_message(user))
            self._directs[user] = int(made["id"])
        return self._directs[user]

    async def _in_new_thread(self, post: Post, drawn: Drawn, files: Sequence[File]) -> Receipt:
        found = refs.address(post.place)
        if found is None or found.channel is None or found.user is None:
            raise Undeliverable(f"{post.place} is gone")
        thread = await self._threads.private(found.channel, post.ticket)
        await self._threads.invite(thread, found.user)
        sent = await self._messages.send(thread, drawn, post.uuid, files)
        return self._receipt(post, thread, sent)

    def _receipt(self, post: Post, channel: int, sent: int) -> Receipt:
        """The thread is told where one was made; a direct conversation is none."""
        found = refs.address(post.place)
        is_thread = found is not None and found.channel is not None
        return Receipt(refs.message(channel, sent), refs.place(channel) if is_thread else None)
