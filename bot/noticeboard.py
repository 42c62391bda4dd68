"""Keeps what stands in the rooms about the desk itself: puts notices up, and edits them in place.

At least once, normally once, like the outbox; one `Noticeboard` per channel. A notice has no ticket, so it is no post.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.boards import HOME, Boards
from bot.hands import Hands
from bot.ports import Ask, Channel, Notice, NotSent, Store, Undeliverable
from bot.speech import speaking

log = logging.getLogger(__name__)

BACKOFF = [timedelta(seconds=s) for s in (5, 15, 60, 300)]
BATCH = 4  # notices under way at once
REST = timedelta(seconds=3)  # between two drawings of one notice: changes in between cost one edit
HOMES_REST = timedelta(seconds=15)  # there may be many, and one limit for all of them
GONE = timedelta(hours=1)  # before a room that takes nothing is tried again


class Noticeboard:
    def __init__(
        self, store: Store, boards: Boards, channel: Channel, ask: Ask, now: Callable[[], datetime], worker: str
    ) -> None:
        self._store, self._boards, self._channel = store, boards, channel
        self._ask, self._now, self._worker = ask, now, worker
        self._hands = Hands(BATCH)

    async def work(self) -> int:
        """Draw what is stale. Returns how many are under way; call again until 0."""
        for notice in await self._ask(self._lease) if self._hands.free else ():
            self._hands.take(self._draw(notice))
        return await self._hands.rest()

    def _lease(self) -> list[Notice]:
        with self._store.transaction() as tx:
            stale = tx.notices.stale(self._channel.name, self._worker, self._now(), self._hands.free)
            return [self._boards.filled(tx, notice) for notice in stale]

    async def _draw(self, notice: Notice) -> None:
        try:
            with speaking(self._boards.tongue(notice)):
                ref = await self._channel.announce(notice)
        except Undeliverable as error:
            log.warning("the notice %s in %s cannot be shown: %s", notice.key, notice.place, error)
            await self._ask(self._gone, notice)
        except Exception as error:
            said = str(error) if isinstance(error, NotSent) else repr(error)
            log.warning("the notice %s in %s was not shown: %s", notice.key, notice.place, said)
            wait = getattr(error, "wait", None) or BACKOFF[min(notice.attempts, len(BACKOFF) - 1)]
            await self._ask(self._again, notice, wait)
        else:
            await self._ask(self._drawn, notice, ref)

    def _drawn(self, notice: Notice, ref: str) -> None:
        with self._store.transaction() as tx:
            tx.notices.drawn(notice, ref, self._now(), HOMES_REST if notice.key == HOME else REST)
            self._boards.shown(tx, notice, ref)

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
