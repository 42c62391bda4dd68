"""The inbox. See `bot.ports.Arrivals`."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, LargeBinary, RowMapping, and_, bindparam, exists, func, or_, select, text, update

from bot.ports import Arrival, Fate
from storage import presence
from storage.adding import add, insert
from storage.columns import Ref
from storage.news import News
from storage.tables import ARRIVAL, ARRIVAL_IS_OPEN, BODY

LEASE = timedelta(seconds=120)
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)  # whatever a mail says of its own date
HEAVY = 64 * 2**20  # bytes of bodies that one lease holds
OTHER = ARRIVAL.alias("other")

BY_SOURCE = select(ARRIVAL.c.id, bindparam("body", type_=LargeBinary)).where(
    ARRIVAL.c.source == bindparam("source", type_=Ref)
)
END = (
    update(ARRIVAL)
    .where(ARRIVAL.c.id == bindparam("arrival"), ARRIVAL.c.fence == bindparam("under"), ARRIVAL.c.state == "leased")
    .values(owner=None, until_at=None)
)
SETTLE = END.values({name: bindparam(name) for name in ("state", "settled_at", "fate", "reason", "ticket")})
AGAIN = END.values({name: bindparam(name) for name in ("state", "error", "due_at")})


class SqlArrivals:
    def __init__(self, connection: Connection, news: News) -> None:
        self._sql, self._news = connection, news

    def add(self, arrivals: Sequence[Arrival]) -> int:
        """Write down what came in, leaving out what is known by its source. Returns how many were new."""
        new = add(self._sql, ARRIVAL, [_values(arrival) for arrival in arrivals])
        if new:
            self._keep(arrivals)
            self._news.is_fresh = True
        return new

    def lease(self, kind: str, worker: str, now: datetime, limit: int) -> list[Arrival]:
        """Take up to `limit` arrivals for 120 s, oldest first; a lane is worked on by one worker at a time."""
        presence.enter(self._sql, worker, now)
        picked = self._pick(kind, now, limit)
        ids = [row["id"] for row in picked]
        held = self._held(kind, {row["lane"] for row in picked if row["lane"]}, ids, now)
        mine = self._light([row["id"] for row in picked if row["id"] < held.get(row["lane"], row["id"] + 1)])
        if not mine:
            return []
        taken = update(ARRIVAL).where(ARRIVAL.c.id.in_(mine)).returning(ARRIVAL)
        values = {"state": "leased", "owner": worker, "until_at": now + LEASE}
        rows = self._sql.execute(
            taken.values(fence=ARRIVAL.c.fence + 1, attempts=ARRIVAL.c.attempts + 1, **values)
        ).mappings()
        bodies = self._bodies(mine)
        return [_arrival(row, bodies[row["id"]]) for row in sorted(rows, key=lambda row: row["id"])]

    def settle(self, arrival: Arrival, fate: Fate, now: datetime) -> bool:
        """Give it its one fate. False: the lease was lost."""
        told = {"fate": fate.name, "reason": fate.reason, "ticket": fate.ticket}
        mine = {"arrival": arrival.id, "under": arrival.fence}
        return self._sql.execute(SETTLE, {"state": "settled", "settled_at": now, **told, **mine}).rowcount == 1

    def again(self, arrival: Arrival, error: str, at: datetime) -> None:
        """Try it again, not before `at`."""
        mine = {"arrival": arrival.id, "under": arrival.fence}
        self._sql.execute(AGAIN, {"state": "pending", "error": error, "due_at": at, **mine})

    def last(self, prefix: str) -> str | None:
        """The greatest source, by byte, that begins with `prefix`."""
        beyond = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        return self._sql.execute(
            select(func.max(ARRIVAL.c.source)).where(ARRIVAL.c.source >= prefix, ARRIVAL.c.source < beyond)
        ).scalar()

    def ledger(self) -> dict[tuple[str, str], int]:
        """How many arrivals of each kind ended how; "pending" are those that have not."""
        fate = func.coalesce(ARRIVAL.c.fate, "pending")
        rows = self._sql.execute(select(ARRIVAL.c.kind, fate, func.count()).group_by(ARRIVAL.c.kind, fate))
        return {(kind, name): count for kind, name, count in rows}

    def _keep(self, arrivals: Sequence[Arrival]) -> None:
        """The bodies of arrivals that were just written down; what is known keeps the one it has."""
        kept = insert(self._sql, BODY).from_select(["arrival", "body"], BY_SOURCE).on_conflict_do_nothing()
        self._sql.execute(kept, [{"source": arrival.source, "body": arrival.body} for arrival in arrivals])

    def _light(self, ids: Sequence[int]) -> list[int]:
        """As many of `ids`, in order, as can be in memory together; at least one."""
        rows = self._sql.execute(select(BODY.c.arrival, func.length(BODY.c.body)).where(BODY.c.arrival.in_(ids)))
        sizes = {row[0]: row[1] for row in rows}
        weights = accumulate(sizes.get(one, 0) for one in ids)
        return [
            one for place, (one, weight) in enumerate(zip(ids, weights, strict=True)) if place == 0 or weight <= HEAVY
        ]

    def _bodies(self, ids: Collection[int]) -> dict[int, bytes]:
        rows = self._sql.execute(select(BODY.c.arrival, BODY.c.body).where(BODY.c.arrival.in_(ids)))
        return {row.arrival: row.body for row in rows}

    def _pick(self, kind: str, now: datetime, limit: int) -> Sequence[RowMapping]:
        is_due = or_(
            and_(ARRIVAL.c.state == "pending", ARRIVAL.c.due_at <= now),
            and_(ARRIVAL.c.state == "leased", ARRIVAL.c.until_at <= now),
        )
        is_open = text(ARRIVAL_IS_OPEN.replace("arrival.", "other."))
        is_busy = exists().where(
            is_open, OTHER.c.kind == kind, OTHER.c.lane == ARRIVAL.c.lane, OTHER.c.lane != "",
            OTHER.c.state == "leased", OTHER.c.until_at > now,
        )  # fmt: skip
        pick = select(ARRIVAL.c.id, ARRIVAL.c.lane).where(
            ARRIVAL.c.kind == kind, text(ARRIVAL_IS_OPEN), is_due, ~is_busy
        )
        pick = pick.order_by(ARRIVAL.c.id).limit(limit).with_for_update(skip_locked=True, of=ARRIVAL)
        return self._sql.execute(pick).mappings().all()

    def _held(self, kind: str, lanes: set[str], ids: Sequence[int], now: datetime) -> dict[str, int]:
        """The oldest arrival of each lane that another worker has, or is about to take under its locks."""
        if not lanes:
            return {}
        is_due = or_(ARRIVAL.c.due_at <= now, ARRIVAL.c.state == "leased")
        held = select(ARRIVAL.c.lane, func.min(ARRIVAL.c.id)).where(
            ARRIVAL.c.kind == kind, ARRIVAL.c.lane.in_(lanes), text(ARRIVAL_IS_OPEN),
            is_due, ARRIVAL.c.id < max(ids), ARRIVAL.c.id.not_in(ids),
        )  # fmt: skip
        return {row[0]: row[1] for row in self._sql.execute(held.group_by(ARRIVAL.c.lane))}


def _values(arrival: Arrival) -> dict[str, Any]:
    return {
        "source": arrival.source, "kind": arrival.kind, "lane": arrival.lane,
        "received_at": arrival.received_at, "due_at": AT_ONCE,
        "state": "pending", "attempts": 0, "fence": 0, "error": "", "reason": "",
    }  # fmt: skip


def _arrival(row: RowMapping, body: bytes) -> Arrival:
    return Arrival(
        row["source"], row["kind"], body, row["received_at"], row["lane"], row["id"], row["attempts"], row["fence"]
    )
