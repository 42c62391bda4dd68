"""Tickets and their histories. See `bot.ports.Tickets`."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    union_all,
    update,
)

from bot.copies import replace
from bot.errors import NoSuchTicket
from bot.events import Acknowledged, Disturbed, Event, File, Surveyed
from bot.filters import Filter
from bot.ports import Draft
from bot.sought import sought
from bot.ticket import ENDED, LastSaid, Status, Ticket
from storage import ahead as future
from storage import drafts as outbox
from storage import lookups, searching
from storage import sought as index
from storage.adding import add
from storage.columns import Ref, spelled
from storage.facts import event_of, event_values, ticket_of, ticket_values
from storage.news import News
from storage.prepared import Prepared
from storage.tables import CARD, EVENT, FILE, POST, REFERENCE, TICKET

HIGHEST = 2**31 - 1  # that a number can be; people and mails may name any
NEVER = datetime(9999, 12, 31, tzinfo=UTC)

ONE = select(TICKET).where(TICKET.c.number == bindparam("number"))
GET = Prepared(ONE)
LOCK = Prepared(
    ONE.with_for_update(key_share=True)
)  # posts and cards may still be added: or they would wait in a circle
BLANK = ticket_values(Ticket(0))
NEW = Prepared(
    insert(TICKET).values({name: spelled(value) for name, value in BLANK.items()}).returning(TICKET.c.number)
)
ALL = select(EVENT).where(EVENT.c.ticket == bindparam("number"))
HISTORY = Prepared(ALL.order_by(EVENT.c.id))
ATTACH = Prepared(insert(FILE))
RECORD = Prepared(insert(EVENT).returning(EVENT.c.id))
CHANGE = Prepared(update(TICKET).where(TICKET.c.number == bindparam("known"), TICKET.c.version == bindparam("seen")))
NEWEST = select(EVENT).order_by(EVENT.c.id.desc()).limit(bindparam("limit"))
TIMERS = (TICKET.c.ring_at, TICKET.c.wake_at, TICKET.c.close_at, TICKET.c.tells_at, TICKET.c.warn_at)
SHARED = 4  # processes that tick at once and all find work
FIRST = [select(TICKET).where(at.is_not(None)).order_by(at, TICKET.c.number).limit(1) for at in TIMERS]
REF = bindparam("ref", type_=Ref)
FOUND = union_all(
    select(EVENT.c.ticket, literal(1).label("rank")).where(EVENT.c.source == REF),
    select(POST.c.ticket, literal(2).label("rank")).where(POST.c.receipt == REF),
    select(CARD.c.ticket, literal(3).label("rank")).where(CARD.c.root == REF),
    select(CARD.c.ticket, literal(4).label("rank")).where(CARD.c.thread == REF),
).subquery()
SAID = union_all(
    select(EVENT.c.ticket, EVENT.c.id).where(EVENT.c.source == REF),
    select(POST.c.ticket, POST.c.event).where(POST.c.receipt == REF),
).limit(1)
OF = Prepared(select(FOUND.c.ticket).order_by(FOUND.c.rank).limit(1))
IS_TALK = or_(TICKET.c.status != spelled(Status.CLOSED.value), TICKET.c.joined.is_not(None))
TALKING = Prepared(
    select(TICKET).where(TICKET.c.origin == bindparam("origin"), IS_TALK).order_by(TICKET.c.number.desc()).limit(1)
)
LAST_SAID = Prepared(  # asked for every mail: no more is read
    select(TICKET.c.number, TICKET.c.joined, TICKET.c.opened_at, TICKET.c.subject, TICKET.c.last_words)
    .where(TICKET.c.origin == bindparam("origin"), IS_TALK)
    .order_by(TICKET.c.number.desc())
    .limit(1)
)
SURVEYED = (
    select(EVENT.c.id)
    .join(TICKET, EVENT.c.ticket == TICKET.c.number)
    .where(TICKET.c.requester == bindparam("requester"), EVENT.c.kind == Surveyed.__name__)
    .where(EVENT.c.at >= bindparam("since"))
    .limit(1)
)
TOLD = (
    select(func.count())
    .select_from(EVENT)
    .where(EVENT.c.kind == Acknowledged.__name__, EVENT.c.at >= bindparam("since"))
)
DISTURBED = select(func.count()).where(EVENT.c.kind == Disturbed.__name__, EVENT.c.at >= bindparam("since"))
TOLD_THERE = TOLD.where(EVENT.c.ticket == TICKET.c.number, TICKET.c.origin.like(bindparam("there"), escape="/"))
# some providers see no dots, and a thousand addresses are one
UNDOTTED = func.replace(TICKET.c.origin, ".", "")
TOLD_THEM = TOLD.where(
    EVENT.c.ticket == TICKET.c.number,
    or_(bindparam("them") == UNDOTTED, UNDOTTED.like(bindparam("tagged"), escape="/")),
)
REFS: BindParameter[str] = bindparam("refs", expanding=True)
KNOWN = union_all(
    *(select(ref.label("ref"), ticket.label("ticket"), true().label("is_own")).where(ref.in_(REFS))
      for ref, ticket in ((EVENT.c.source, EVENT.c.ticket), (POST.c.receipt, POST.c.ticket))),
    select(REFERENCE.c.ref, REFERENCE.c.ticket, REFERENCE.c.is_own).where(REFERENCE.c.ref.in_(REFS)),
)  # fmt: skip
RECENT = Prepared(ALL.order_by(EVENT.c.id.desc()).limit(bindparam("limit")))


# where a number stands, all that is near it stands: no index but that of the numbers is needed
BEFORE = Prepared(
    select(TICKET.c.number, TICKET.c.requester, TICKET.c.subject, TICKET.c.last_words)
    .where(
        TICKET.c.number.between(bindparam("from"), bindparam("to")), TICKET.c.queue == bindparam("queue"),
        TICKET.c.opened_at >= bindparam("since"), TICKET.c.joined.is_(None),
        TICKET.c.status.not_in([spelled(status.value) for status in ENDED]),
    )
    .order_by(TICKET.c.number)
)  # fmt: skip


STILL = [spelled(one.value) for one in Status if one not in (Status.NEW, Status.OPEN)]  # no ladder climbs meanwhile
RESTING = Prepared(
    select(TICKET)
    .where(TICKET.c.climbs_at > bindparam("beyond"), TICKET.c.status.not_in(STILL))  # IN: SQLite would go by status
    .order_by(TICKET.c.climbs_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, key_share=True)
)


class Overtaken(RuntimeError):
    """A ticket was changed by somebody else after it was read: nothing is written."""


class SqlTickets:
    def __init__(self, connection: Connection, news: News) -> None:
        self._sql, self._news = connection, news
        self._rows: dict[int, Ticket] = {}  # as this transaction read or wrote them last

    def new(self) -> Ticket:
        """The next number, without a history yet."""
        return self._row(Ticket(NEW.scalar(self._sql)))

    def get(self, number: int) -> Ticket:
        """The ticket, locked until the transaction ends. Raises NoSuchTicket."""
        rows = LOCK.mappings(self._sql, {"number": number}) if number <= HIGHEST else ()
        if not rows:
            raise NoSuchTicket
        return self._row(ticket_of(rows[0]))

    def look(self, number: int) -> Ticket | None:
        """The ticket, not locked, or None."""
        rows = GET.mappings(self._sql, {"number": number}) if number <= HIGHEST else ()
        return ticket_of(rows[0]) if rows else None

    def written(self, number: int) -> Ticket:
        """The ticket as this transaction wrote it last; locked, where it did not."""
        return self._rows.get(number) or self.get(number)

    def forget(self) -> None:
        """What was written is undone."""
        self._rows.clear()

    def of(self, ref: str) -> int | None:
        """Whose message `ref` is: by source, then receipt, then a card's root or thread."""
        number: int | None = OF.scalar(self._sql, {"ref": ref})
        return number

    def said(self, ref: str) -> tuple[int, int] | None:
        """The ticket and the event that the message `ref` tells of."""
        row = self._sql.execute(SAID, {"ref": ref}).first()
        return (row[0], row[1]) if row else None

    def known(self, refs: Sequence[str]) -> dict[str, set[int]]:
        """Whose messages they are; of those that nobody has, whose messages refer to them."""
        if not refs:
            return {}
        rows = self._sql.execute(KNOWN, {"refs": list(refs)}).all()
        theirs: dict[str, set[int]] = {}
        others: dict[str, set[int]] = {}
        for ref, ticket, is_own in rows:
            (theirs if is_own else others).setdefault(ref, set()).add(ticket)
        return others | theirs

    def refer(self, number: int, refs: Sequence[str], own: str = "") -> None:
        """Remember what a message of the ticket refers to, and the other name `own` that it has itself."""
        rows = [{"ref": ref, "ticket": number, "is_own": False} for ref in dict.fromkeys(refs) if ref != own]
        add(self._sql, REFERENCE, [*rows, *([{"ref": own, "ticket": number, "is_own": True}] if own else [])])

    def append(self, event: Event, ticket: Ticket, drafts: Sequence[Draft], redraw: bool = True) -> Event:
        """Write down `event`, the `ticket` it leads to and its posts; `redraw` its cards. Raises Overtaken."""
        written = replace(event, id=RECORD.scalar(self._sql, event_values(event)))
        seen = {"known": ticket.number, "seen": ticket.version - 1}
        if CHANGE.change(self._sql, seen | self._changes(ticket)) != 1:
            raise Overtaken(f"#{ticket.number} is not at version {ticket.version - 1} any more")
        self._row(ticket)
        self._attach(written)
        index.keep(self._sql, ticket.number, sought(event.fact), is_new=ticket.version == 1)
        outbox.queue(self._sql, self._news, drafts, ticket.number, written.id, event.at)
        if redraw and ticket.version > 1:  # before, it has no cards
            lookups.want(self._sql, self._news, ticket)
        return written

    def before(self, number: int, most: int, queue: str, since: datetime) -> list[tuple[int, str, str, str]]:
        """Those among the `most` numbers before `number` that were opened in `queue` since, and have not ended:
        number, requester, subject and last words. Asked for each new ticket: no more is read."""
        wanted = {"from": number - most, "to": number - 1, "queue": queue, "since": since}
        return [(one, who, subject, said) for one, who, subject, said in BEFORE.rows(self._sql, wanted)]

    def history(self, number: int) -> list[Event]:
        """Every event, oldest first."""
        return [event_of(row) for row in HISTORY.mappings(self._sql, {"number": number})]

    def recent(self, number: int, limit: int) -> list[Event]:
        """The newest events of a ticket, newest first."""
        return [event_of(row) for row in RECENT.mappings(self._sql, {"number": number, "limit": limit})]

    def search(self, wanted: Filter, limit: int, offset: int = 0) -> list[Ticket]:
        """Tickets that match, newest first."""
        return [ticket_of(row) for row in searching.found(self._sql, wanted, limit, offset)]

    def earlier(self, ticket: Ticket) -> int:
        """How many other tickets its requester has."""
        return lookups.earlier(self._sql, ticket)

    def talking_at(self, origin: str) -> Ticket | None:
        """The newest ticket that is not closed, or went into another, and whose answers go to `origin`."""
        rows = TALKING.mappings(self._sql, {"origin": origin})
        return ticket_of(rows[0]) if rows else None

    def last_said(self, origin: str) -> LastSaid | None:
        """What was said last on the ticket of `talking_at`."""
        rows = LAST_SAID.rows(self._sql, {"origin": origin})
        return LastSaid(*rows[0]) if rows else None

    def latest(self, limit: int) -> list[tuple[Event, Ticket]]:
        """The newest events over all tickets, oldest first, each with its ticket as it is now."""
        events = [event_of(row) for row in self._sql.execute(NEWEST, {"limit": limit}).mappings()]
        tickets = lookups.tickets(self._sql, {event.ticket for event in events})
        return [(event, tickets[event.ticket]) for event in reversed(events)]

    def next_timed(self) -> Ticket | None:
        """The ticket for which something is due before all others."""
        rows = [self._sql.execute(first).mappings().first() for first in FIRST]
        return min((ticket_of(row) for row in rows if row), key=attrgetter("timer"), default=None)

    def timed(self, now: datetime, limit: int) -> list[Ticket]:
        """Tickets for which something is due, the longest due first, locked; skips what others have locked."""
        least = func.min if self._sql.dialect.name == "sqlite" else func.least
        first = least(*(func.coalesce(at, NEVER) for at in TIMERS))
        is_due = or_(*(at <= now for at in TIMERS))  # said once more: who waited for a row sees it as it is then
        due = select(TICKET).where(TICKET.c.number.in_(_soonest(now, limit)), is_due).order_by(first, TICKET.c.number)
        locked = due.limit(limit).with_for_update(skip_locked=True, key_share=True)
        return [ticket_of(row) for row in self._sql.execute(locked).mappings()]

    def running(self, after: int, limit: int) -> list[Ticket]:
        """Tickets whose clocks run, of the numbers above `after`, locked."""
        open_ones = TICKET.c.status.in_((Status.NEW.value, Status.OPEN.value))
        found = select(TICKET).where(open_ones, TICKET.c.number > after).order_by(TICKET.c.number).limit(limit)
        rows = self._sql.execute(found.with_for_update(key_share=True)).mappings()
        return [ticket_of(row) for row in rows]

    def resting(self, beyond: datetime, limit: int) -> list[Ticket]:
        """Open tickets whose ladder rests until after `beyond`, locked; skips what others have locked."""
        return [ticket_of(row) for row in RESTING.mappings(self._sql, {"beyond": beyond, "limit": limit})]

    def ahead(self, beyond: datetime, limit: int) -> list[Ticket]:
        """Open tickets a clock of which began after `beyond`, locked; skips what others have locked."""
        return future.ahead(self._sql, beyond, limit)

    def disturbed(self, since: datetime) -> int:
        """How many threads were deleted or shut by hand since then."""
        return self._sql.execute(DISTURBED, {"since": since}).scalar_one()

    def surveyed(self, requester: str, since: datetime) -> bool:
        """Was this person asked for a rating since then, on any ticket?"""
        return self._sql.execute(SURVEYED, {"requester": requester, "since": since}).first() is not None

    def acknowledged(self, since: datetime, domain: str = "", local: str = "") -> int:
        """How many acknowledgements were written since: in all, to a mail domain, or to one mailbox there.

        Tags and dots in the local part make no other mailbox.
        """
        if not domain:
            return self._sql.execute(TOLD, {"since": since}).scalar_one()
        if not local:
            return self._sql.execute(TOLD_THERE, {"since": since, "there": f"%@{_literally(domain)}"}).scalar_one()
        local, domain = local.replace(".", ""), domain.replace(".", "")
        tagged = f"mail:{_literally(local)}+%@{_literally(domain)}"
        theirs = {"them": f"mail:{local}@{domain}", "tagged": tagged}
        return self._sql.execute(TOLD_THEM, {"since": since, **theirs}).scalar_one()

    def _row(self, ticket: Ticket) -> Ticket:
        self._rows[ticket.number] = ticket
        return ticket

    def _changes(self, ticket: Ticket) -> dict[str, Any]:
        """What is to be written for `ticket`: the columns that differ; all of them, where the row was not read."""
        values, known = ticket_values(ticket), self._rows.get(ticket.number)
        if known is None or known.version != ticket.version - 1:
            return values
        before = ticket_values(known)
        return {name: value for name, value in values.items() if value != before[name]}

    def _attach(self, event: Event) -> None:
        files: tuple[File, ...] = getattr(event.fact, "files", ())
        if files:
            ATTACH.each(self._sql, [vars(file) | {"event": event.id} for file in files])


def _soonest(now: datetime, limit: int) -> Select[int]:
    """The numbers for which something is due, by each index no more than a few processes can take at once."""
    each = [select(TICKET.c.number).where(at <= now).order_by(at).limit(limit * SHARED).subquery() for at in TIMERS]
    return select(union_all(*(select(one.c.number) for one in each)).subquery().c.number)


def _literally(text: str) -> str:
    """`text` within a pattern of LIKE."""
    return re.sub("[%_/]", r"/\g<0>", text)
