"""Keeps what stands in the rooms about the desk itself: puts notices up, and edits them in place.

At least once, normally once, like the outbox; one `Board` per channel. A notice has no ticket, so it is no post.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.hands import Hands
from bot.ports import Ask, Channel, Notice, Store, Undeliverable

log = logging.getLogger(__name__)

BACKOFF = [timedelta(seconds=s) for s in (5, 15, 60, 300)]
BATCH = 4  # notices under way at once
GONE = timedelta(hours=1)  # before a room that takes nothing is tried again


class Board:
    def __init__(self, store: Store, channel: Channel, ask: Ask, now: Callable[[], datetime], worker: str) -> None:
        self._store, self._channel, self._ask, self._now, self._worker = store, channel, ask, now, worker
        self._hands = Hands(BATCH)

    async def work(self) -> int:
        """Draw what is stale. Returns how many are under way; call again until 0."""
        for notice in await self._ask(self._lease) if self._hands.free else ():
            self._hands.take(self._draw(notice))
        return await self._hands.rest()

    def _lease(self) -> list[Notice]:
        with self._store.transaction() as tx:
            return tx.notices.stale(self._channel.name, self._worker, self._now(), self._hands.free)

    async def _draw(self, notice: Notice) -> None:
        try:
            ref = await self._channel.announce(notice)
        except Undeliverable as error:
            log.warning("the notice %s in %s cannot be shown: %s", notice.key, notice.place, error)
            await self._ask(self._gone, notice)
        except Exception as error:
            log.warning("the notice %s in %s was not shown: %r", notice.key, notice.place, error)
            wait = getattr(error, "wait", None) or BACKOFF[min(notice.attempts, len(BACKOFF) - 1)]
            await self._ask(self._again, notice, wait)
        else:
            await self._ask(self._drawn, notice, ref)

    def _drawn(self, notice: Notice, ref: str) -> None:
        with self._store.transaction() as tx:
            tx.notices.drawn(notice, ref, self._now())

    def _again(self, notice: Notice, wait: timedelta) -> None:
        with self._store.transaction() as tx:
            tx.notices.again(notice, self._now() + wait)

    def _gone(self, notice: Notice) -> None:
        """Somebody deleted its message: it is put up anew. A room that takes nothing is asked again later."""
        with self._store.transaction() as tx:
            if notice.ref:
                tx.notices.lost(notice, self._now())
            else:
                tx.notices.again(notice, self._now() + GONE)
