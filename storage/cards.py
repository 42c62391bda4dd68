"""Roots of tickets' threads, and what was drawn on them. See `bot.ports.Cards`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, or_, select, text, union, update

from bot.ports import Card, Draft, Kind
from bot.ticket import Ticket
from storage import drafting, drafts, fates, lookups
from storage.columns import spelled
from storage.news import News
from storage.prepared import Prepared
from storage.tables import CARD, CARD_IS_STALE, EVENT, POST, UNSETTLED

LEASE = timedelta(seconds=120)
REST = timedelta(seconds=3)  # between two drawings of one card: changes in between cost one edit

THREADS = Prepared(select(CARD.c.place, CARD.c.thread).where(CARD.c.ticket == bindparam("number")))
ROOTED = Prepared(
    union(
        select(CARD.c.place).where(CARD.c.ticket == bindparam("number")),
        select(POST.c.place).where(
            POST.c.ticket == bindparam("number"),
            POST.c.kind == Kind.ROOT.value,
            POST.c.state.in_([spelled(one) for one in UNSETTLED]),
        ),
    )
)
PLACE_OF = Prepared(select(CARD.c.place).where(CARD.c.thread == bindparam("address")).limit(1))


class SqlCards:
    def __init__(self, connection: Connection, news: News) -> None:
        self._sql, self._news = connection, news

    def place_of(self, source: str) -> str | None:
        """The room or origin whose thread the message `source` was said in."""
        address = source.rpartition("/")[0]
        return PLACE_OF.scalar(self._sql, {"address": address}) if address else None

    def threads(self, number: int) -> dict[str, str]:
        """Where the ticket has threads: place -> thread."""
        return dict(THREADS.rows(self._sql, {"number": number}))

    def rooted(self, number: int) -> set[str]:
        """Places that have a thread of the ticket, or will have one: its root is on its way."""
        return {place for (place,) in ROOTED.rows(self._sql, {"number": number})}

    def stale(self, channel: str, worker: str, now: datetime, limit: int) -> list[Card]:
        """Lease up to `limit` cards that show less than their ticket has."""
        ids = self._pick(channel, now, limit)
        if not ids:
            return []
        leased = update(CARD).where(CARD.c.id.in_(ids)).values(owner=worker, until_at=now + LEASE).returning(CARD)
        rows = sorted(self._sql.execute(leased).mappings(), key=lambda row: ids.index(row["id"]))
        shown = lookups.tickets(self._sql, {row["ticket"] for row in rows})
        return [self._card(row, shown[row["ticket"]], now) for row in rows]

    def drawn(self, card: Card, now: datetime) -> None:
        """It shows what was wanted when it was leased; what changed since waits for `REST`."""
        self._settle(card, drawn=card.wanted, due_at=now + REST)

    def again(self, card: Card, at: datetime) -> None:
        """It was not drawn: not before `at`."""
        self._settle(card, due_at=at)

    def lost(self, number: int, thread: str, now: datetime) -> None:
        """The thread or its root is gone: forget it and queue a new root, once, however many workers noticed."""
        gone = delete(CARD).where(CARD.c.ticket == number, CARD.c.thread == thread).returning(CARD.c.place)
        place = self._sql.execute(gone).scalar()
        if place is None:
            return
        opened = self._sql.execute(select(func.min(EVENT.c.id)).where(EVENT.c.ticket == number)).scalar_one()
        drafts.queue(self._sql, self._news, [Draft(place, Kind.ROOT)], number, opened, now)

    def leave(self, number: int, place: str) -> None:
        """Show nothing more of the ticket in `place`: its thread there is nobody's."""
        self._sql.execute(delete(CARD).where(CARD.c.ticket == number, CARD.c.place == place))

    def _pick(self, channel: str, now: datetime, limit: int) -> Sequence[int]:
        is_free = or_(CARD.c.until_at.is_(None), CARD.c.until_at <= now)
        pick = select(CARD.c.id).where(CARD.c.channel == channel, text(CARD_IS_STALE), CARD.c.due_at <= now, is_free)
        pick = pick.order_by(CARD.c.due_at, CARD.c.id).limit(limit)
        return self._sql.execute(pick.with_for_update(skip_locked=True)).scalars().all()

    def _card(self, row: RowMapping, ticket: Ticket, now: datetime) -> Card:
        earlier, fate = lookups.earlier(self._sql, ticket), lookups.delivery(self._sql, ticket.number)
        others = lookups.others(self._sql, ticket, row["place"]) if earlier else ()
        return Card(
            row["id"], row["place"], row["root"], row["thread"], ticket, earlier, fate, row["wanted"],
            fates.deliveries(self._sql, ticket.number), drafting.writing(self._sql, ticket.number, now), others,
            self.threads(ticket.joined).get(row["place"], "") if ticket.joined else "",
        )  # fmt: skip

    def _settle(self, card: Card, **values: Any) -> None:
        mine = update(CARD).where(CARD.c.id == card.id, CARD.c.root == card.root)
        self._sql.execute(mine.values(owner=None, until_at=None, **values))
