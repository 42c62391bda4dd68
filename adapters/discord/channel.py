"""The outbox's way to Discord: roots, lines, letters and marks go out, and what may have gone out is looked up."""

import logging
from datetime import timedelta

import aiohttp
import discord

from adapters.discord import nonces, outcomes, refs, views
from adapters.discord.forums import Forums
from adapters.discord.letters import Letters
from adapters.discord.messages import Messages
from adapters.discord.notices import Notices
from adapters.discord.rest import Rest
from adapters.discord.roots import Roots
from adapters.discord.threads import Threads
from bot import wording
from bot.config import Settings
from bot.events import Disturbed, Objected, Reopened, Wrote
from bot.ports import Ask, Card, Files, Kind, Mark, Notice, Post, Receipt, Undeliverable, Unsure
from bot.ticket import Status
from bot.words import ForRequester, ForRoom

log = logging.getLogger(__name__)

SKEW = timedelta(seconds=60)  # between our clock and Discord's, at most
CLOSED = {outcomes.ARCHIVED, outcomes.LOCKED}
LOST = (discord.DiscordServerError, discord.RateLimited, aiohttp.ClientError, TimeoutError, OSError)


class DiscordChannel:
    """Needs no gateway: everything here is plain requests, so any process may carry posts."""

    name = refs.NAME

    def __init__(self, settings: Settings, rest: Rest, files: Files, ask: Ask, troubles: outcomes.Trouble) -> None:
        self._settings, self._rest, self._troubles = settings, rest, troubles
        self.messages = Messages(rest, files, ask)
        self._threads = Threads(rest, self.messages)
        self.folded = self._threads.folded
        forums = Forums(rest, self._threads, settings)
        self._roots = Roots(rest, self.messages, self._threads, forums, settings)
        self._notices = Notices(rest, self.messages, self._threads)
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
            match words:
                case _ if post.kind is Kind.ROOT:
                    return await self._roots.send(post, _since(post))
                case _ if post.kind is Kind.MARK:
                    return await self._mark(post, is_settled=words is not None)
                case ForRequester() if post.kind is Kind.SETTLED:
                    return await self._settle(post, words)
                case ForRequester():
                    return await self._letters.send(post, views.letter(words), words.files, _since(post))
                case ForRoom():
                    return await self._line(post, words)
                case _:
                    raise Undeliverable(f"a {post.kind} without words")

    async def find(self, post: Post) -> Receipt | None:
        """Was this unknown post sent after all? What is missing of several messages is sent now."""
        words = wording.words(post, self._settings)
        with self._troubles.watch(post.place):
            match words:
                case _ if post.kind is Kind.ROOT:
                    return await self._roots.find(post, _since(post))
                case _ if post.kind is Kind.SETTLED:
                    return None  # doing it twice is doing it once
                case ForRequester():
                    return await self._letters.find(post, views.letter(words), words.files, _since(post))
                case ForRoom():
                    return await self._found_line(post, words)
                case _:
                    return None  # a mark set twice is one mark

    async def draw(self, card: Card) -> None:
        """Make the card show its ticket. Undeliverable: its message is gone."""
        with self._troubles.watch(card.place):
            try:
                await self._roots.draw(card)
            except discord.NotFound as error:
                raise Undeliverable(f"the card {card.root} is gone") from error

    async def announce(self, notice: Notice) -> str:
        """Put the notice up, or make its message show its words. Undeliverable: its message is gone."""
        with self._troubles.watch(notice.place):
            return await self._notices.show(notice, nonces.id_at(notice.said_at - SKEW))

    async def _line(self, post: Post, words: ForRoom) -> Receipt:
        thread = _thread(post)
        if _wakes(post):
            await self._threads.wake(thread)
        drawn = views.line(words)
        try:
            sent = await self.messages.send(thread, drawn, post.uuid, words.files)
        except discord.HTTPException as error:
            if error.code in CLOSED:
                await self._threads.wake(thread)
            elif error.code == outcomes.UNKNOWN_CHANNEL:
                await self._roots.mend(post)
            else:
                raise
            sent = await self.messages.send(thread, drawn, post.uuid, words.files)
        await self._let_rest(post, thread)
        return Receipt(refs.message(thread, sent))

    async def _found_line(self, post: Post, words: ForRoom) -> Receipt | None:
        thread = _thread(post)
        known = [found[1] for ref in post.refs if (found := refs.message_in(ref))]
        sent = await self.messages.find(thread, views.line(words), post.uuid, words.files, _since(post), known)
        if sent is None:
            return None
        await self._let_rest(post, thread)
        return Receipt(refs.message(thread, sent))

    async def _let_rest(self, post: Post, thread: int) -> None:
        """After the last word of a closed ticket. The word is out: what fails now must not send it again."""
        if post.ticket.status is not Status.CLOSED:
            return
        try:
            await self._threads.rest(thread, post.ticket)
        except discord.Forbidden:
            log.warning("#%s: no permission to archive %s", post.ticket.number, post.thread)
        except LOST as error:
            raise Unsure("it was sent, but its thread does not rest yet", outcomes.MOMENT) from error

    async def _mark(self, post: Post, is_settled: bool) -> Receipt:
        """The mark of `post` on its target, and no other of ours; once it is settled, its line has no button."""
        receipt = Receipt(f"{refs.NAME}:mark/{post.uuid}")
        target = refs.message_in(post.target)
        if target is None or post.mark is None:
            return receipt
        try:
            await self._set_mark(*target, post.mark)
            if is_settled and (line := refs.message_in(post.line)):
                await self.messages.edit(*line, {"components": []})
        except discord.NotFound:
            log.info("#%s: the message to mark is gone", post.ticket.number)
        except discord.HTTPException as error:
            if error.code != outcomes.ARCHIVED:
                raise
            await self._threads.wake(target[0])
            await self._set_mark(*target, post.mark)
            await self._let_rest(post, target[0])
        return receipt

    async def _settle(self, post: Post, words: ForRequester) -> Receipt:
        """What was asked loses its buttons and says what was answered: in the last of its messages, which has them."""
        receipt, target = Receipt(f"{refs.NAME}:settled/{post.uuid}"), refs.message_in(post.target)
        if target is None:
            return receipt
        body = {"content": views.letter(words).contents[-1], "components": []}
        try:
            await self.messages.edit(*target, body)
        except discord.NotFound:
            log.info("#%s: the question that was answered is gone", post.ticket.number)
        except discord.HTTPException as error:
            if error.code not in CLOSED:
                raise
            await self._threads.wake(target[0])
            await self.messages.edit(*target, body)
        return receipt

    async def _set_mark(self, channel: int, message: int, mark: Mark) -> None:
        await self._rest(lambda http: http.add_reaction(channel, message, views.MARKS[mark]))
        for other in views.MARKS.values():
            if other != views.MARKS[mark]:
                await self._take_off(channel, message, other)

    async def _take_off(self, channel: int, message: int, emoji: str) -> None:
        try:
            await self._rest(lambda http: http.remove_own_reaction(channel, message, emoji))
        except discord.NotFound:
            return


def _since(post: Post) -> int:
    """No message of this post is older than this id."""
    return nonces.id_at(post.event.at - SKEW)


def _thread(post: Post) -> int:
    thread = refs.channel_in(post.thread)
    if thread is None:
        raise Undeliverable(f"{post.place} has no thread of #{post.ticket.number}")
    return thread


def _wakes(post: Post) -> bool:
    """A ticket that this very event took up again rests, locked, until now; or somebody shut its thread."""
    fact, started, opened = post.event.fact, post.ticket.started_at, post.ticket.opened_at
    if isinstance(fact, Disturbed):
        return not fact.events
    took_up = isinstance(fact, Wrote | Reopened | Objected) and started is not None and started >= post.event.at
    return took_up and started != opened
