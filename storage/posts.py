"""The outbox. See `bot.ports.Posts`; `pending -> leased -> sent | unknown | dead`, and unknown is leased again;
`pending -> withdrawn`.

Every settlement names the fence it was leased under: who was overtaken changes nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, exists, func, insert, select, text, update

from bot.delivery import Delivery
from bot.events import Event, Replied
from bot.people import channel_of
from bot.ports import Draft, Kind, Mark, Post, Receipt, Standing
from bot.ticket import Ticket
from storage import drafts, fates, leasing, lookups, presence
from storage.news import News
from storage.tables import CARD, EVENT, POST, POST_IS_OPEN, ROOT_IS_OPEN, TICKET

NEWEST = select(POST).order_by(POST.c.id.desc()).limit(bindparam("limit"))
DEAD = NEWEST.where(text(POST_IS_OPEN), POST.c.state == "dead")

OTHER = POST.alias("other")
HAS_LEFT = (  # to somebody: an answer that some have, or may have, is here no more
    exists()
    .where(
        OTHER.c.event == POST.c.event, OTHER.c.kind == Kind.REQUESTER.value,
        OTHER.c.state.in_(("leased", "sent", "unknown")),
    )
    .correlate(POST)
)  # fmt: skip
HELD = (
    select(POST.c.event)
    .join(EVENT, POST.c.event == EVENT.c.id)
    .where(
        POST.c.ticket == bindparam("number"), POST.c.kind == Kind.REQUESTER.value, EVENT.c.kind == Replied.__name__,
        POST.c.state == "pending", ~HAS_LEFT,
    )
)  # fmt: skip


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

    def answer(self, refs: Sequence[str]) -> int | None:
        """The event of the agent's answer that left under one of these references."""
        left = select(POST.c.event).join(EVENT, POST.c.event == EVENT.c.id).where(EVENT.c.kind == Replied.__name__)
        return self._sql.execute(left.where(POST.c.receipt.in_(refs)).limit(1)).scalar() if refs else None

    def requeue(self, post_id: int, now: datetime) -> bool:
        """Try a dead post once more. It may have arrived before it was given up, so it is looked up first.

        False: it is not dead (any more).
        """
        gone = update(POST).where(POST.c.id == post_id, POST.c.state == "dead")
        if not self._sql.execute(gone.values(state="unknown", due_at=now, attempts=0)).rowcount:
            return False
        self._news.is_fresh = True
        return True

    def held(self, number: int) -> set[int]:
        """The events of the ticket's answers that are still here, whether held or to be tried again."""
        return set(self._sql.execute(HELD, {"number": number}).scalars())

    def withdraw(self, event: int) -> bool:
        """The answer of `event` shall not leave. False: somebody carries it already, or it has left to some of them."""
        here = update(POST).where(POST.c.event == event, POST.c.kind == Kind.REQUESTER.value, POST.c.state == "pending")
        return self._sql.execute(here.where(~HAS_LEFT).values(state="withdrawn")).rowcount > 0

    def asking(self, number: int, kinds: Sequence[str]) -> list[tuple[int, str]]:
        """The events of these kinds that ask the requester something in a chat, where nobody has settled that; and
        where each asks.
        """
        is_settled = exists().where(
            OTHER.c.event == POST.c.event, OTHER.c.place == POST.c.place, OTHER.c.kind == Kind.SETTLED.value
        )
        asked = select(POST.c.event, POST.c.place).join(EVENT, POST.c.event == EVENT.c.id).where(
            POST.c.ticket == number, POST.c.kind == Kind.REQUESTER.value, POST.c.channel != "mail",
            POST.c.state.not_in(("dead", "withdrawn")), EVENT.c.kind.in_(kinds), ~is_settled.correlate(POST),
        )  # fmt: skip
        return [(event, place) for event, place in self._sql.execute(asked.order_by(POST.c.id))]

    def forsake(self, number: int, place: str) -> None:
        """What is for `place` and still here shall not leave."""
        here = update(POST).where(POST.c.ticket == number, POST.c.place == place, POST.c.state == "pending")
        self._sql.execute(here.where(POST.c.kind == Kind.REQUESTER.value).values(state="withdrawn"))

    def queue(self, number: int, draft: Draft, now: datetime) -> None:
        """Queue one more post of the ticket, about its newest event where the draft names none."""
        event = draft.event
        if not event:
            event = self._sql.execute(select(func.max(EVENT.c.id)).where(EVENT.c.ticket == number)).scalar_one()
        drafts.queue(self._sql, self._news, [draft], number, event, now)

    def delivery(self, number: int) -> Mark | None:
        """How the newest answer to the requester fares."""
        return lookups.delivery(self._sql, number)

    def deliveries(self, number: int, reply: int = 0) -> tuple[Delivery, ...]:
        """How it, or the answer of the event `reply`, fares at each of its places."""
        return fates.deliveries(self._sql, number, reply)

    def latest(self, limit: int) -> list[Standing]:
        """The newest posts whatever became of them, oldest first."""
        rows = self._sql.execute(NEWEST, {"limit": limit}).mappings().all()
        events = lookups.events(self._sql, {row["event"] for row in rows})
        tickets = lookups.tickets(self._sql, {row["ticket"] for row in rows})
        return [_standing(row, events[row["event"]], tickets[row["ticket"]]) for row in reversed(rows)]

    def unsettled(self, now: datetime) -> dict[str, int]:
        """How many posts are pending, leased, unknown and dead."""
        counted = select(POST.c.state, func.count()).where(text(POST_IS_OPEN))
        return {row[0]: row[1] for row in self._sql.execute(counted.group_by(POST.c.state))}

    def books(self) -> dict[str, int]:
        """How many posts there ever were, by state."""
        return {row[0]: row[1] for row in self._sql.execute(select(POST.c.state, func.count()).group_by(POST.c.state))}

    def dead_ones(self, limit: int) -> list[Standing]:
        """The newest that were given up."""
        rows = self._sql.execute(DEAD, {"limit": limit}).mappings().all()
        events = lookups.events(self._sql, {row["event"] for row in rows})
        tickets = lookups.tickets(self._sql, {row["ticket"] for row in rows})
        return [_standing(row, events[row["event"]], tickets[row["ticket"]]) for row in rows]

    def roots_waiting(self, place: str, most: int) -> int:
        """How many roots of a room are not sent yet, counted up to `most`."""
        some = select(POST.c.id).where(text(ROOT_IS_OPEN), POST.c.place == place).limit(most)
        return self._sql.execute(select(func.count()).select_from(some.subquery())).scalar_one()

    def _settle(self, post: Post, **values: Any) -> bool:
        mine = update(POST).where(POST.c.id == post.id, POST.c.fence == post.fence, POST.c.state == "leased")
        return self._sql.execute(mine.values(**values)).rowcount == 1

    def _hang(self, post: Post, receipt: Receipt, now: datetime) -> None:
        """The card of a new thread. What its root was rendered without makes it stale at once."""
        number = post.ticket.number
        if post.kind is not Kind.ROOT and not self._is_asked_at(number, post.place):
            return  # a word to who was its requester when it was written: no thread of the ticket's now
        if self._sql.execute(select(exists().where(CARD.c.ticket == number, CARD.c.place == post.place))).scalar():
            return
        values = {
            "ticket": number, "place": post.place, "channel": channel_of(post.place), "root": receipt.ref,
            "thread": receipt.thread or receipt.ref, "due_at": now, "drawn": 0,
            "wanted": int(post.place != post.ticket.origin and self._is_behind(post)),
        }  # fmt: skip
        self._sql.execute(insert(CARD), [values])
        self._news.is_fresh = True

    def _is_asked_at(self, number: int, place: str) -> bool:
        return bool(self._sql.execute(select(TICKET.c.origin).where(TICKET.c.number == number)).scalar_one() == place)

    def _is_behind(self, root: Post) -> bool:
        """Did the ticket change since its root was rendered, or was there more to show than a root has?"""
        number = root.ticket.number
        version = self._sql.execute(select(TICKET.c.version).where(TICKET.c.number == number)).scalar_one()
        is_changed = version != root.ticket.version
        return is_changed or lookups.earlier(self._sql, root.ticket) > 0 or self.delivery(number) is not None


def _standing(row: RowMapping, event: Event, ticket: Ticket) -> Standing:
    mark = Mark(row["mark"]) if row["mark"] else None
    return Standing(
        row["id"], row["place"], Kind(row["kind"]), event, ticket, mark,
        row["state"], row["attempts"], row["error"], row["due_at"], row["created_at"],
    )  # fmt: skip
