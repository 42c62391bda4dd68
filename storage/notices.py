"""What stands in the rooms about the desk itself. See `bot.ports.Notices`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, case, or_, select, text, update

from bot.people import channel_of
from bot.ports import Notice
from bot.ports_notices import ITSELF
from bot.printable import printable
from bot.words import Button, ForRoom
from storage.adding import add
from storage.news import News
from storage.tables import NOTICE, NOTICE_IS_STALE

LEASE = timedelta(seconds=120)
PATIENCE = timedelta(hours=1)  # the longest that one waits; beyond it, a clock was set back
HIGHEST = 2**31 - 1  # that an id can be; people may name any


class SqlNotices:
    def __init__(self, connection: Connection, news: News) -> None:
        self._sql, self._news = connection, news

    def tell(self, key: str, queue: str, places: Sequence[str], words: ForRoom, now: datetime) -> None:
        """Let `words` stand under `key` in `places`, whatever stood there before."""
        self.once(key, queue, places, words, now)
        said = _said(words)
        known = select(NOTICE.c.id, NOTICE.c.words).where(NOTICE.c.key == key, NOTICE.c.place.in_(places))
        for row in self._sql.execute(known).all():
            if row.words != said:
                mine = update(NOTICE).where(NOTICE.c.id == row.id)
                due_at = case((NOTICE.c.due_at > now + PATIENCE, now), else_=NOTICE.c.due_at)
                values = {"words": said, "is_open": bool(words.buttons), "wanted": NOTICE.c.wanted + 1}
                self._sql.execute(mine.values(**values, due_at=due_at))
                self._news.is_fresh = True

    def once(self, key: str, queue: str, places: Sequence[str], words: ForRoom, now: datetime) -> bool:
        """Put it up where nothing stands under `key` yet. Returns whether there was such a place."""
        said = _said(words)
        new = add(self._sql, NOTICE, [
            {
                "uuid": str(uuid4()), "key": key, "place": place, "channel": channel_of(place), "queue": queue,
                "words": said, "is_open": bool(words.buttons), "ref": "", "wanted": 1, "drawn": 0, "attempts": 0,
                "due_at": now, "said_at": now,
            } for place in places
        ])  # fmt: skip
        self._news.is_fresh |= bool(new)
        return bool(new)

    def stale(self, channel: str, worker: str, now: datetime, limit: int) -> list[Notice]:
        """Lease up to `limit` notices that are not up yet, or say less than they should."""
        is_free = or_(NOTICE.c.until_at.is_(None), NOTICE.c.until_at <= now)
        pick = select(NOTICE.c.id).where(
            NOTICE.c.channel == channel, text(NOTICE_IS_STALE), NOTICE.c.due_at <= now, is_free
        )
        pick = pick.order_by(NOTICE.c.due_at, NOTICE.c.id).limit(limit).with_for_update(skip_locked=True)
        ids = self._sql.execute(pick).scalars().all()
        if not ids:
            return []
        leased = update(NOTICE).where(NOTICE.c.id.in_(ids)).returning(NOTICE)
        rows = self._sql.execute(leased.values(until_at=now + LEASE, attempts=NOTICE.c.attempts + 1)).mappings()
        return [_notice(row, row["attempts"] - 1) for row in sorted(rows, key=lambda row: ids.index(row["id"]))]

    def drawn(self, notice: Notice, ref: str, now: datetime, rest: timedelta) -> None:
        """Its message `ref` shows what was wanted when it was leased. What changes now waits for `rest`."""
        self._settle(notice, ref=ref, drawn=notice.wanted, due_at=now + rest, attempts=0)

    def again(self, notice: Notice, at: datetime) -> None:
        """It was not drawn: not before `at`."""
        self._settle(notice, due_at=at)

    def lost(self, notice: Notice, now: datetime) -> None:
        """Its message is gone: the next drawing puts it up anew, under a mark of its own."""
        self._settle(notice, ref="", uuid=str(uuid4()), due_at=now, said_at=now, attempts=0)

    def anew(self, notice: Notice, now: datetime) -> None:
        """Nobody sees its message any more: it is put up again, though it says nothing new."""
        self.lost(notice, now)
        self._sql.execute(update(NOTICE).where(NOTICE.c.id == notice.id).values(wanted=NOTICE.c.wanted + 1))
        self._news.is_fresh = True

    def looked_at(self, key: str, place: str, words: ForRoom, now: datetime) -> None:
        """Somebody looks at it: it is put up, or drawn at once, whenever it was drawn last."""
        if not self.once(key, "", (place,), words, now):
            mine = update(NOTICE).where(NOTICE.c.key == key, NOTICE.c.place == place)
            self._sql.execute(mine.values(said_at=now, due_at=now, wanted=NOTICE.c.wanted + 1))
            self._news.is_fresh = True

    def freshen(self, key: str, since: datetime, limit: int) -> None:
        """Draw those under `key` that were looked at since, once more; no more than `limit`, the latest."""
        known = select(NOTICE.c.id).where(NOTICE.c.key == key, NOTICE.c.said_at >= since)
        latest = known.order_by(NOTICE.c.said_at.desc(), NOTICE.c.id).limit(limit).scalar_subquery()
        theirs = update(NOTICE).where(NOTICE.c.id.in_(latest), NOTICE.c.wanted == NOTICE.c.drawn)
        if self._sql.execute(theirs.values(wanted=NOTICE.c.wanted + 1)).rowcount:
            self._news.is_fresh = True

    def get(self, notice_id: int) -> Notice | None:
        row = None
        if notice_id <= HIGHEST:
            row = self._sql.execute(select(NOTICE).where(NOTICE.c.id == notice_id)).mappings().first()
        return _notice(row, row["attempts"]) if row else None

    def of(self, key: str) -> list[Notice]:
        """What stands under `key`, one for each place."""
        rows = self._sql.execute(select(NOTICE).where(NOTICE.c.key == key).order_by(NOTICE.c.id)).mappings()
        return [_notice(row, row["attempts"]) for row in rows]

    def undecided(self, prefix: str, limit: int) -> list[Notice]:
        """Those whose key begins with `prefix` and that still have buttons, newest first."""
        theirs = select(NOTICE).where(NOTICE.c.is_open, NOTICE.c.key.startswith(prefix, autoescape=True))
        rows = self._sql.execute(theirs.order_by(NOTICE.c.id.desc()).limit(limit)).mappings()
        return [_notice(row, row["attempts"]) for row in rows]

    def _settle(self, notice: Notice, **values: Any) -> None:
        self._sql.execute(update(NOTICE).where(NOTICE.c.id == notice.id).values(until_at=None, **values))


def _said(words: ForRoom) -> dict[str, Any]:
    words = printable(words)
    buttons = [[one.label, one.verb, one.number, one.rest] for one in words.buttons]
    return {"icon": words.icon, "head": words.head, "body": words.body, "pings": list(words.pings), "buttons": buttons}


def _notice(row: RowMapping, attempts: int) -> Notice:
    said = row["words"]
    buttons = tuple(
        Button(label, verb, number, rest.replace(ITSELF, str(row["id"])))
        for label, verb, number, rest in said["buttons"]
    )
    words = ForRoom(said["icon"], said["head"], said["body"], pings=tuple(said["pings"]), buttons=buttons)
    return Notice(
        row["id"], row["uuid"], row["key"], row["place"], row["queue"], words, row["ref"], row["wanted"], attempts,
        row["said_at"],
    )  # fmt: skip
