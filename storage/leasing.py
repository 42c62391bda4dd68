"""Which posts may go now, and what each needs to be sent.

One at a time for each (ticket, place), in the order of the history. A root never waits for the lines of an older
root, or a lost card could not be replaced; lines and marks wait until the root has its receipt.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, Select, and_, exists, func, or_, select, text, update

from bot.events import Closed, Event, Objected, Opened, Rated, Reopened, Resolved, Surveyed, Wrote
from bot.people import channel_of
from bot.ports import Kind, Mark, Post
from storage import lookups
from storage.tables import CARD, EVENT, POST, POST_IS_OPEN, TICKET, UNSETTLED

LEASE = timedelta(seconds=120)
Targets = tuple[str | None, str | None]
SETTLES = [one.__name__ for one in (Closed, Objected, Reopened, Resolved)]  # whether it is solved
AHEAD, ASKED = POST.alias("ahead"), EVENT.alias("asked")


def pick(connection: Connection, channel: str, now: datetime, limit: int) -> dict[int, bool]:
    """Lock up to `limit` posts that may go now: id -> whether an earlier send may have arrived."""
    rows = connection.execute(_heads(channel, now, limit).with_for_update(skip_locked=True, of=POST))
    return {post: state != "pending" for post, state in rows}


def lease(connection: Connection, ids: Collection[int], worker: str, now: datetime) -> list[RowMapping]:
    """Take the picked posts under a new fence. Returns their rows, oldest first."""
    taken = update(POST).where(POST.c.id.in_(ids)).returning(POST)
    values = {"state": "leased", "owner": worker, "until_at": now + LEASE}
    rows = connection.execute(taken.values(fence=POST.c.fence + 1, attempts=POST.c.attempts + 1, **values))
    return sorted(rows.mappings(), key=lambda row: row["id"])


def dress(connection: Connection, rows: Sequence[RowMapping], unknown: dict[int, bool], now: datetime) -> list[Post]:
    """The leased rows with their events, tickets, threads, references and targets."""
    numbers = {row["ticket"] for row in rows}
    events = lookups.events(connection, {row["event"] for row in rows})
    tickets = lookups.tickets(connection, numbers)
    threads = _threads(connection, numbers)
    refs = _refs(connection, numbers)
    settled = [row for row in rows if row["kind"] == Kind.SETTLED]
    targets = _targets(connection, [row for row in rows if row["kind"] == Kind.MARK], events)
    targets |= _asked(connection, settled)
    answered = _answered(connection, [row["id"] for row in rows if row["channel"] == "mail"])
    answered |= _came(connection, [row["id"] for row in settled])
    return [
        Post(
            row["id"], row["uuid"], row["place"], Kind(row["kind"]), events[row["event"]], tickets[row["ticket"]],
            row["attempts"] - 1, now, row["fence"], threads.get((row["ticket"], row["place"])),
            tuple(ref for ref in refs.get(row["ticket"], ()) if channel_of(ref) == row["channel"]),
            target, Mark(row["mark"]) if row["mark"] else None, row["payload"], unknown[row["id"]], line,
            answered.get(row["id"]),
        )
        for row in rows
        for target, line in (targets.get(row["id"], (None, None)),)
    ]  # fmt: skip


def _heads(channel: str, now: datetime, limit: int) -> Select[int, str]:
    is_due = or_(
        and_(POST.c.state.in_(("pending", "unknown")), POST.c.due_at <= now),
        and_(POST.c.state == "leased", POST.c.until_at <= now),
    )
    is_root = POST.c.kind == Kind.ROOT.value
    before = exists().where(
        AHEAD.c.ticket == POST.c.ticket, AHEAD.c.place == POST.c.place, AHEAD.c.state.in_(UNSETTLED),
        AHEAD.c.id < POST.c.id, or_(~is_root, AHEAD.c.kind == Kind.ROOT.value),
    )  # fmt: skip
    has_root = exists().where(CARD.c.ticket == POST.c.ticket, CARD.c.place == POST.c.place)
    may_go = or_(is_root, POST.c.kind.in_((Kind.REQUESTER.value, Kind.SETTLED.value)), has_root)
    heads = select(POST.c.id, POST.c.state).where(
        POST.c.channel == channel, text(POST_IS_OPEN), is_due, ~before, may_go
    )
    return heads.order_by(POST.c.id).limit(limit)


def _threads(connection: Connection, numbers: Collection[int]) -> dict[tuple[int, str], str]:
    rows = connection.execute(select(CARD.c.ticket, CARD.c.place, CARD.c.thread).where(CARD.c.ticket.in_(numbers)))
    return {(ticket, place): thread for ticket, place, thread in rows}


def _refs(connection: Connection, numbers: Collection[int]) -> dict[int, list[str]]:
    """What was said and what the requester was told, oldest first."""
    heard = select(EVENT.c.ticket, EVENT.c.id, EVENT.c.source).where(EVENT.c.source.is_not(None))
    told = select(POST.c.ticket, POST.c.event, POST.c.receipt).where(POST.c.receipt.is_not(None))
    told = told.where(POST.c.kind == Kind.REQUESTER.value, POST.c.ticket.in_(numbers))
    rows = [*connection.execute(heard.where(EVENT.c.ticket.in_(numbers))), *connection.execute(told)]
    refs: dict[int, list[str]] = {}
    for ticket, _, ref in sorted(rows, key=lambda row: row[1]):
        refs.setdefault(ticket, []).append(ref)
    return refs


def _answered(connection: Connection, posts: Collection[int]) -> dict[int, Event]:
    """The newest words of each ticket's requester before the event of each of these posts."""
    if not posts:
        return {}
    said = select(func.max(ASKED.c.id)).where(ASKED.c.ticket == POST.c.ticket, ASKED.c.id < POST.c.event)
    said = said.where(ASKED.c.kind.in_((Opened.__name__, Wrote.__name__)), ASKED.c.by_place == TICKET.c.requester)
    newest = select(POST.c.id, said.correlate(POST, TICKET).scalar_subquery())
    newest = newest.join(TICKET, POST.c.ticket == TICKET.c.number).where(POST.c.id.in_(posts))
    found = {post: event for post, event in connection.execute(newest) if event}
    events = lookups.events(connection, found.values())
    return {post: events[event] for post, event in found.items()}


def _came(connection: Connection, posts: Collection[int]) -> dict[int, Event]:
    """What came of the question of each of these posts: the first event after it that settles such a one."""
    if not posts:
        return {}
    after = select(func.min(ASKED.c.id)).where(ASKED.c.ticket == POST.c.ticket, ASKED.c.id > POST.c.event)
    is_rating = EVENT.c.kind == Surveyed.__name__
    settles = or_(and_(is_rating, ASKED.c.kind == Rated.__name__), and_(~is_rating, ASKED.c.kind.in_(SETTLES)))
    first = after.where(settles).correlate(POST, EVENT).scalar_subquery()
    found = connection.execute(select(POST.c.id, first).join(EVENT).where(POST.c.id.in_(posts)))
    came = {post: event for post, event in found if event}
    events = lookups.events(connection, came.values())
    return {post: events[event] for post, event in came.items()}


def _asked(connection: Connection, rows: Sequence[RowMapping]) -> dict[int, Targets]:
    """The message in which each of these questions was asked."""
    if not rows:
        return {}
    said = select(POST.c.event, POST.c.place, POST.c.receipt).where(POST.c.event.in_({row["event"] for row in rows}))
    found = connection.execute(said.where(POST.c.kind == Kind.REQUESTER.value, POST.c.receipt.is_not(None)))
    receipts = {(event, place): receipt for event, place, receipt in found}
    return {row["id"]: (receipts.get((row["event"], row["place"])), None) for row in rows}


def _targets(connection: Connection, rows: Sequence[RowMapping], events: dict[int, Event]) -> dict[int, Targets]:
    """The message each mark goes on: where the answer was typed, else the line that told of it; and that line."""
    if not rows:
        return {}
    lines = select(POST.c.event, POST.c.place, POST.c.receipt).where(POST.c.event.in_({row["event"] for row in rows}))
    found = connection.execute(lines.where(POST.c.kind == Kind.LINE.value, POST.c.receipt.is_not(None)))
    receipts = {(event, place): receipt for event, place, receipt in found}
    targets: dict[int, Targets] = {}
    for row in rows:
        event, line = events[row["event"]], receipts.get((row["event"], row["place"]))
        typed = event.source if event.heard_in == row["place"] else None
        targets[row["id"]] = typed or line, line
    return targets
