"""Carries queued posts to their channels and keeps their cards drawn: at least once, normally once.

`pending -> leased -> sent | unknown | dead`. A send whose answer was lost is unknown: it is looked up before anything
is sent again. Per ticket and place the order of the history is kept. One `Outbox` per channel, so that a slow or
broken wire delays only itself.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot import wording
from bot.config import Settings
from bot.delivery import is_done
from bot.desk import Desk
from bot.events import Replied
from bot.hands import Hands
from bot.ports import (
    Ask,
    Card,
    Channel,
    Draft,
    Kind,
    Mark,
    NotSent,
    Post,
    Receipt,
    RootGone,
    Store,
    Undeliverable,
    Unsure,
)
from bot.speech import speaking

log = logging.getLogger(__name__)

BACKOFF = [timedelta(seconds=s) for s in (5, 15, 60, 300, 1200, 4000)]
GIVE_UP = timedelta(days=5)
LATE = timedelta(hours=4)  # after which the agents are told that it is still tried
BATCH = 20  # posts and cards under way at once


class Outbox:
    def __init__(
        self, store: Store, desk: Desk, settings: Settings, channel: Channel, ask: Ask,
        now: Callable[[], datetime], worker: str,
    ) -> None:  # fmt: skip
        self._store, self._desk, self._settings, self._channel = store, desk, settings, channel
        self._ask, self._now, self._worker = ask, now, worker
        self._hands = Hands(BATCH)

    async def carry(self) -> int:
        """Send what is due now, and redraw what is stale. Returns how many are under way; call again until 0."""
        for post in await self._ask(self._lease) if self._hands.free else ():
            self._hands.take(self._post(post))
        for card in await self._ask(self._lease_cards) if self._hands.free else ():
            self._hands.take(self._draw(card))
        return await self._hands.rest()

    def _lease(self) -> list[Post]:
        with self._store.transaction() as tx:
            return tx.posts.lease(self._channel.name, self._worker, self._now(), self._hands.free)

    def _lease_cards(self) -> list[Card]:
        with self._store.transaction() as tx:
            return tx.cards.stale(self._channel.name, self._worker, self._now(), self._hands.free)

    async def _post(self, post: Post) -> None:
        try:
            receipt = await self._found(post) or await self._send(post)
        except Undeliverable as error:
            await self._ask(self._dead, post, str(error))
        except RootGone as error:
            await self._ask(self._uprooted, post, str(error), error.wait)
        except NotSent as error:  # of an earlier try, whose answer was lost, this says nothing
            await self._ask(self._again, post, str(error), error.wait, post.is_unknown)
        except Unsure as error:
            await self._ask(self._again, post, str(error), error.wait, True)
        except Exception as error:
            log.exception("#%s: post %s to %s broke", post.ticket.number, post.id, post.place)
            await self._ask(self._again, post, repr(error), None, True)
        else:
            await self._ask(self._sent, post, receipt)

    async def _found(self, post: Post) -> Receipt | None:
        return await self._channel.find(post) if post.is_unknown else None

    async def _send(self, post: Post) -> Receipt:
        with speaking(self._tongue(post)):
            words = wording.words(post, self._settings)
            if post.payload is None and (payload := self._channel.compose(post, words)) is not None:
                post = await self._ask(self._composed, post, payload)
            return await self._channel.send(post, words)

    def _tongue(self, shown: Post | Card) -> str:
        """A room reads its own language, a requester theirs."""
        if isinstance(shown, Post) and shown.kind is Kind.REQUESTER:
            return self._settings.tongue(shown.ticket.queue, shown.ticket.language)
        return self._settings.tongue_in(shown.place, shown.ticket.queue)

    async def _draw(self, card: Card) -> None:
        try:
            with speaking(self._tongue(card)):
                await self._channel.draw(card)
        except Undeliverable as error:
            log.warning("#%s: its card in %s is gone: %s", card.ticket.number, card.place, error)
            await self._ask(self._lost, card.thread)
        except Exception as error:
            said = str(error) if isinstance(error, NotSent) else repr(error)
            log.warning("#%s: its card in %s was not drawn: %s", card.ticket.number, card.place, said)
            wait = getattr(error, "wait", None) or BACKOFF[1]
            await self._ask(self._draw_again, card, wait)
        else:
            await self._ask(self._drawn, card)

    def _composed(self, post: Post, payload: bytes) -> Post:
        with self._store.transaction() as tx:
            return tx.posts.composed(post, payload)

    def _sent(self, post: Post, receipt: Receipt) -> None:
        with self._store.transaction() as tx:
            if tx.posts.sent(post, receipt, self._now()):
                self._mark(post, Mark.DELIVERED)

    def _again(self, post: Post, error: str, wait: timedelta | None, unknown: bool) -> None:
        if post.kind is Kind.REQUESTER and self._now() - post.event.at > GIVE_UP:  # what is for agents never expires
            return self._dead(post, f"{error} (given up after {GIVE_UP.days} days)")
        at = self._now() + (wait or BACKOFF[min(post.attempts, len(BACKOFF) - 1)])
        log.warning("#%s: post %s to %s again at %s: %s", post.ticket.number, post.id, post.place, at, error)
        with self._store.transaction() as tx:
            if not tx.posts.again(post, error, at, unknown) or post.kind is not Kind.REQUESTER:
                return None
            if post.attempts == 0:
                self._mark(post, Mark.QUEUED)
            if self._now() - post.event.at >= LATE:
                self._desk.delayed(post, error)
        return None

    def _dead(self, post: Post, error: str) -> None:
        log.error("#%s: post %s to %s is dead: %s", post.ticket.number, post.id, post.place, error)
        with self._store.transaction() as tx:
            if tx.posts.dead(post, error) and post.kind is Kind.REQUESTER:
                self._mark(post, Mark.FAILED)
                self._desk.undelivered(post, error)

    def _mark(self, post: Post, mark: Mark) -> None:
        """Show the fate of an agent's answer on the message that holds it, in every room.

        Of one to several places, the worst: it was delivered when it was delivered to all.
        """
        if post.kind is not Kind.REQUESTER or not isinstance(post.event.fact, Replied):
            return
        with self._store.transaction() as tx:
            if mark is Mark.DELIVERED and not is_done(tx.posts.deliveries(post.ticket.number, post.event.id)):
                return
            for place in tx.cards.threads(post.ticket.number):
                if place != post.ticket.origin:
                    tx.posts.queue(post.ticket.number, Draft(place, Kind.MARK, mark, post.event.id), self._now())

    def _drawn(self, card: Card) -> None:
        with self._store.transaction() as tx:
            tx.cards.drawn(card, self._now())

    def _draw_again(self, card: Card, wait: timedelta) -> None:
        with self._store.transaction() as tx:
            tx.cards.again(card, self._now() + wait)

    def _lost(self, thread: str) -> None:
        self._desk.threads.gone(thread)

    def _uprooted(self, post: Post, error: str, wait: timedelta | None) -> None:
        with self._store.transaction():
            if post.thread:
                self._desk.threads.gone(post.thread, is_needed=True)
            self._again(post, error, wait, False)
