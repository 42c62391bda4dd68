"""The inbox. See `bot.ports.Arrivals`."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, bindparam, exists, func, or_, select, text, update

from bot.ports import Arrival, Fate, Parked
from storage import presence
from storage.adding import add, insert
from storage.columns import Ref
from storage.news import News
from storage.prepared import Prepared
from storage.tables import ARRIVAL, ARRIVAL_IS_ASTRAY, ARRIVAL_IS_IGNORED, ARRIVAL_IS_OPEN, BODY

LEASE = timedelta(seconds=120)
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)  # whatever a mail says of its own date
HEAVY = 64 * 2**20  # bytes of bodies that one lease holds
OTHER = ARRIVAL.alias("other")
HIGHEST = 2**31 - 1  # that an id can be; people may name any
PARKED = ARRIVAL.c.fate == "quarantined"
MISSING = (b"", False)  # a body that is not there

BY_SOURCE = select(
    ARRIVAL.c.id, *(bindparam(column.name, type_=column.type) for column in (BODY.c.body, BODY.c.size, BODY.c.sha256))
).where(ARRIVAL.c.source == bindparam("source", type_=Ref))
END = (
    update(ARRIVAL)
    .where(ARRIVAL.c.id == bindparam("arrival"), ARRIVAL.c.fence == bindparam("under"), ARRIVAL.c.state == "leased")
    .values(owner=None, until_at=None)
)
SETTLE = Prepared(END.values({name: bindparam(name) for name in ("state", "settled_at", "fate", "reason", "ticket")}))
AGAIN = END.values({name: bindparam(name) for name in ("state", "error", "due_at")}).values(
    attempts=ARRIVAL.c.attempts - bindparam("uncounted")
)
BACK = Prepared(END.values(state="pending", attempts=ARRIVAL.c.attempts - 1, fence=ARRIVAL.c.fence - 1))


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
        return [_arrival(row, *bodies.get(row["id"], MISSING)) for row in sorted(rows, key=lambda row: row["id"])]

    def settle(self, arrival: Arrival, fate: Fate, now: datetime) -> bool:
        """Give it its one fate. False: the lease was lost."""
        told = {"fate": fate.name, "reason": fate.reason, "ticket": fate.ticket}
        mine = {"arrival": arrival.id, "under": arrival.fence}
        return SETTLE.change(self._sql, {"state": "settled", "settled_at": now, **told, **mine}) == 1

    def again(self, arrival: Arrival, error: str, at: datetime, is_counted: bool = True) -> None:
        """Try it again, not before `at`. A try that says nothing about it is not counted."""
        mine = {"arrival": arrival.id, "under": arrival.fence, "uncounted": int(not is_counted)}
        self._sql.execute(AGAIN, {"state": "pending", "error": error, "due_at": at, **mine})

    def give_back(self, arrivals: Sequence[Arrival]) -> None:
        """As if they had not been taken: whoever takes them next has the same fence, so nobody may end them as his."""
        BACK.each(self._sql, [{"arrival": arrival.id, "under": arrival.fence} for arrival in arrivals])

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

    def known(self, sources: Sequence[str]) -> set[str]:
        """Which of `sources` were written down."""
        rows = self._sql.execute(select(ARRIVAL.c.source).where(ARRIVAL.c.source.in_(sources)))
        return set(rows.scalars())

    def books(self, kind: str) -> dict[tuple[str, str, str], int]:
        """How many arrivals of `kind` ended how in each lane: (lane, fate or "pending", why it was ignored).

        Read from indexes alone.
        """
        counted = select(ARRIVAL.c.lane, ARRIVAL.c.fate, func.count()).where(ARRIVAL.c.kind == kind)
        fates = self._sql.execute(counted.group_by(ARRIVAL.c.fate, ARRIVAL.c.lane))
        found = {(lane, fate or "pending", ""): count for lane, fate, count in fates if fate != "ignored"}
        why = select(ARRIVAL.c.lane, ARRIVAL.c.reason, func.count()).where(
            ARRIVAL.c.kind == kind, text(ARRIVAL_IS_IGNORED)
        )
        reasons = self._sql.execute(why.group_by(ARRIVAL.c.lane, ARRIVAL.c.reason))
        return found | {(lane, "ignored", reason): count for lane, reason, count in reasons}

    def oldest(self, kind: str, lane: str = "") -> datetime | None:
        """When the oldest arrival without a fate came; None where there is none."""
        waiting = select(ARRIVAL.c.received_at).where(ARRIVAL.c.kind == kind, text(ARRIVAL_IS_OPEN))
        waiting = waiting.where(ARRIVAL.c.lane == lane) if lane else waiting
        return self._sql.execute(waiting.order_by(ARRIVAL.c.id).limit(1)).scalar()

    def astray(self, limit: int) -> list[str]:
        """References of arrivals without a fate, or without the ticket they went on; of open ones with a cut body."""
        nowhere = select(ARRIVAL.c.source).where(text(ARRIVAL_IS_ASTRAY)).order_by(ARRIVAL.c.id).limit(limit)
        has_body = exists().where(BODY.c.arrival == ARRIVAL.c.id, func.length(BODY.c.body) == BODY.c.size)
        cut = select(ARRIVAL.c.source).where(text(ARRIVAL_IS_OPEN), ~has_body).order_by(ARRIVAL.c.id).limit(limit)
        return [*self._sql.execute(nowhere).scalars(), *self._sql.execute(cut).scalars()][:limit]

    def parked(self, limit: int) -> list[Parked]:
        """The newest that are parked, without their bodies."""
        newest = select(ARRIVAL).where(PARKED).order_by(ARRIVAL.c.id.desc()).limit(limit)
        return [_parked(row, b"") for row in self._sql.execute(newest).mappings()]

    def ignored(self, kind: str, lanes: Sequence[str], limit: int) -> list[Parked]:
        """The newest that were ignored, without their bodies; `error` says why."""
        theirs = (ARRIVAL.c.kind == kind, ARRIVAL.c.lane.in_(lanes), text(ARRIVAL_IS_IGNORED))
        newest = select(ARRIVAL).where(*theirs).order_by(ARRIVAL.c.id.desc()).limit(limit)
        return [_parked(row, b"") for row in self._sql.execute(newest).mappings()]

    def look(self, arrival_id: int) -> Parked | None:
        """One that is parked, with its body; None for any other."""
        one = select(ARRIVAL).where(ARRIVAL.c.id == arrival_id, PARKED)
        row = self._sql.execute(one).mappings().first() if arrival_id <= HIGHEST else None
        return _parked(row, self._bodies([arrival_id]).get(arrival_id, MISSING)[0]) if row else None

    def retry(self, arrival_id: int, attempts: int) -> bool:
        """Take up what is parked once more, as if it had been tried `attempts` times. False: it is not parked."""
        mine = update(ARRIVAL).where(ARRIVAL.c.id == arrival_id, PARKED)
        again = {"state": "pending", "fate": None, "reason": "", "settled_at": None, "ticket": None}
        is_taken = self._sql.execute(mine.values(**again, attempts=attempts, due_at=AT_ONCE)).rowcount == 1
        self._news.is_fresh |= is_taken
        return is_taken

    def _keep(self, arrivals: Sequence[Arrival]) -> None:
        """The bodies of arrivals that were just written down; what is known keeps the one it has."""
        columns = ["arrival", "body", "size", "sha256"]
        kept = insert(self._sql, BODY).from_select(columns, BY_SOURCE).on_conflict_do_nothing()
        self._sql.execute(kept, [{"source": arrival.source, **_body(arrival.body)} for arrival in arrivals])

    def _light(self, ids: Sequence[int]) -> list[int]:
        """As many of `ids`, in order, as can be in memory together; at least one."""
        rows = self._sql.execute(select(BODY.c.arrival, func.length(BODY.c.body)).where(BODY.c.arrival.in_(ids)))
        sizes = {row[0]: row[1] for row in rows}
        weights = accumulate(sizes.get(one, 0) for one in ids)
        return [
            one for place, (one, weight) in enumerate(zip(ids, weights, strict=True)) if place == 0 or weight <= HEAVY
        ]

    def _bodies(self, ids: Collection[int]) -> dict[int, tuple[bytes, bool]]:
        """Each with whether it is what came."""
        rows = self._sql.execute(select(BODY).where(BODY.c.arrival.in_(ids)))
        return {row.arrival: (row.body, hashlib.sha256(row.body).hexdigest() == row.sha256) for row in rows}

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


def _parked(row: RowMapping, body: bytes) -> Parked:
    return Parked(row["id"], row["source"], row["kind"], row["lane"], body, row["reason"], row["received_at"])


def _body(body: bytes) -> dict[str, Any]:
    return {"body": body, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}


def _arrival(row: RowMapping, body: bytes, is_whole: bool) -> Arrival:
    return Arrival(
        row["source"], row["kind"], body, row["received_at"], row["lane"], row["id"], row["attempts"], row["fence"],
        is_whole,
    )  # fmt: skip
