"""The outbox. See `bot.ports.Posts`; `pending -> leased -> sent | unknown | dead`, and unknown is leased again.

Every settlement names the fence it was leased under: who was overtaken changes nothing.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select, text, update

from bot.events import Replied
from bot.people import channel_of
from bot.ports import Draft, Kind, Mark, Post, Receipt
from storage import drafts, leasing, lookups, presence
from storage.news import News
from storage.tables import CARD, EVENT, POST, POST_IS_OPEN, TICKET


class SqlPosts:
    def __init__(self, connection: Connection, news: News) -> None:
        self._sql, self._news = connection, news

    def lease(self, channel: str, worker: str, now: datetime, limit: int) -> list[Post]:
        """Take up to `limit` posts that may go now, for 120 s."""
        presence.enter(self._sql, worker, now)
        picked = leasing.pick(self._sql, channel, now, limit)
        if not picked:
            return []
        rows = leasing.lease(self._sql, picked, worker, now)
        return leasing.dress(self._sql, rows, picked, now)

    def composed(self, post: Post, payload: bytes) -> Post:
        """Keep the final bytes, so that every retry sends the same."""
        self._settle(post, payload=payload)
        return replace(post, payload=payload)

    def sent(self, post: Post, receipt: Receipt, now: datetime) -> bool:
        """The wire took it. A root, or a word that opened a thread, gets its card. False: the lease was lost."""
        if not self._settle(post, state="sent", receipt=receipt.ref, error="", until_at=None):
            return False
        if post.kind is Kind.ROOT or receipt.thread:
            self._hang(post, receipt, now)
        if post.kind is Kind.REQUESTER and isinstance(post.event.fact, Replied):  # a card shows how it fares
            lookups.want(self._sql, self._news, post.ticket)
        return True

    def again(self, post: Post, error: str, at: datetime, unknown: bool) -> bool:
        """Not before `at`; `unknown` when it may have arrived. False: the lease was lost."""
        state = "unknown" if unknown else "pending"
        return self._settle(post, state=state, error=error, due_at=at, until_at=None)

    def dead(self, post: Post, error: str) -> bool:
        """Given up, in sight. False: the lease was lost."""
        return self._settle(post, state="dead", error=error, until_at=None)

    def requeue(self, post_id: int, now: datetime) -> None:
        """Try a dead post once more. It may have arrived before it was given up, so it is looked up first."""
        gone = update(POST).where(POST.c.id == post_id, POST.c.state == "dead")
        if self._sql.execute(gone.values(state="unknown", due_at=now, attempts=0)).rowcount:
            self._news.is_fresh = True

    def queue(self, number: int, draft: Draft, now: datetime) -> None:
        """Queue one more post of the ticket, about its newest event where the draft names none."""
        event = draft.event
        if not event:
            event = self._sql.execute(select(func.max(EVENT.c.id)).where(EVENT.c.ticket == number)).scalar_one()
        drafts.queue(self._sql, self._news, [draft], number, event, now)

    def delivery(self, number: int) -> Mark | None:
        """How the newest answer to the requester fares."""
        return lookups.delivery(self._sql, number)

    def unsettled(self, now: datetime) -> dict[str, int]:
        """How many posts are pending, leased, unknown and dead."""
        counted = select(POST.c.state, func.count()).where(text(POST_IS_OPEN))
        return {row[0]: row[1] for row in self._sql.execute(counted.group_by(POST.c.state))}

    def _settle(self, post: Post, **values: Any) -> bool:
        mine = update(POST).where(POST.c.id == post.id, POST.c.fence == post.fence, POST.c.state == "leased")
        return self._sql.execute(mine.values(**values)).rowcount == 1

    def _hang(self, post: Post, receipt: Receipt, now: datetime) -> None:
        """The card of a new thread. What its root was rendered without makes it stale at once."""
        number = post.ticket.number
        if self._sql.execute(select(exists().where(CARD.c.ticket == number, CARD.c.place == post.place))).scalar():
            return
        values = {
            "ticket": number, "place": post.place, "channel": channel_of(post.place), "root": receipt.ref,
            "thread": receipt.thread or receipt.ref, "due_at": now, "drawn": 0,
            "wanted": int(post.place != post.ticket.origin and self._is_behind(post)),
        }  # fmt: skip
        self._sql.execute(insert(CARD), [values])
        self._news.is_fresh = True

    def _is_behind(self, root: Post) -> bool:
        """Did the ticket change since its root was rendered, or was there more to show than a root has?"""
        number = root.ticket.number
        version = self._sql.execute(select(TICKET.c.version).where(TICKET.c.number == number)).scalar_one()
        is_changed = version != root.ticket.version
        return is_changed or lookups.earlier(self._sql, root.ticket) > 0 or self.delivery(number) is not None
