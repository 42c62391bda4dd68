"""Tickets and their histories. See `bot.ports.Tickets`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, bindparam, func, insert, literal, or_, select, union_all, update

from bot.errors import NoSuchTicket
from bot.events import Acknowledged, Event, File
from bot.filters import Filter
from bot.ports import Draft
from bot.ticket import Status, Ticket
from storage import drafts as outbox
from storage import lookups
from storage.columns import Ref
from storage.facts import event_of, event_values, ticket_of, ticket_values
from storage.news import News
from storage.searching import matches
from storage.tables import CARD, EVENT, FILE, POST, TICKET

HIGHEST = 2**31 - 1  # that a number can be; people and mails may name any
NEVER = datetime(9999, 12, 31, tzinfo=UTC)

GET = select(TICKET).where(TICKET.c.number == bindparam("number"))
LOCK = GET.with_for_update(key_share=True)  # posts and cards may still be added to it: or they would wait in a circle
NEW = insert(TICKET).returning(TICKET.c.number)
BLANK = ticket_values(Ticket(0))
HISTORY = select(EVENT).where(EVENT.c.ticket == bindparam("number")).order_by(EVENT.c.id)
RECORD = insert(EVENT).returning(EVENT.c.id)
CHANGE = update(TICKET).where(TICKET.c.number == bindparam("known"), TICKET.c.version == bindparam("seen"))
REF = bindparam("ref", type_=Ref)
FOUND = union_all(
    select(EVENT.c.ticket, literal(1).label("rank")).where(EVENT.c.source == REF),
    select(POST.c.ticket, literal(2).label("rank")).where(POST.c.receipt == REF),
    select(CARD.c.ticket, literal(3).label("rank")).where(CARD.c.root == REF),
    select(CARD.c.ticket, literal(4).label("rank")).where(CARD.c.thread == REF),
).subquery()
OF = select(FOUND.c.ticket).order_by(FOUND.c.rank).limit(1)
TALKING = (
    select(TICKET)
    .where(TICKET.c.origin == bindparam("origin"), TICKET.c.status != Status.CLOSED.value)
    .order_by(TICKET.c.number.desc())
    .limit(1)
)
TOLD = (
    select(func.count())
    .select_from(EVENT)
    .where(EVENT.c.kind == Acknowledged.__name__, EVENT.c.at >= bindparam("since"))
)


class Overtaken(RuntimeError):
    """A ticket was changed by somebody else after it was read: nothing is written."""


class SqlTickets:
    def __init__(self, connection: Connection, news: News) -> None:
        self._sql, self._news = connection, news

    def new(self) -> Ticket:
        """The next number, without a history yet."""
        return Ticket(self._sql.execute(NEW, BLANK).scalar_one())

    def get(self, number: int) -> Ticket:
        """The ticket, locked until the transaction ends. Raises NoSuchTicket."""
        row = self._sql.execute(LOCK, {"number": number}).mappings().first() if number <= HIGHEST else None
        if row is None:
            raise NoSuchTicket
        return ticket_of(row)

    def look(self, number: int) -> Ticket | None:
        """The ticket, not locked, or None."""
        row = self._sql.execute(GET, {"number": number}).mappings().first() if number <= HIGHEST else None
        return ticket_of(row) if row else None

    def of(self, ref: str) -> int | None:
        """Whose message `ref` is: by source, then receipt, then a card's root or thread."""
        return self._sql.execute(OF, {"ref": ref}).scalar()

    def append(self, event: Event, ticket: Ticket, drafts: Sequence[Draft], redraw: bool = True) -> Event:
        """Write down `event`, the `ticket` it leads to and its posts; `redraw` its cards. Raises Overtaken."""
        written = replace(event, id=self._sql.execute(RECORD, event_values(event)).scalar_one())
        seen = {"known": ticket.number, "seen": ticket.version - 1}
        if self._sql.execute(CHANGE, seen | ticket_values(ticket)).rowcount != 1:
            raise Overtaken(f"#{ticket.number} is not at version {ticket.version - 1} any more")
        self._attach(written)
        outbox.queue(self._sql, self._news, drafts, ticket.number, written.id, event.at)
        if redraw and ticket.version > 1:  # before, it has no cards
            lookups.want(self._sql, self._news, ticket)
        return written

    def history(self, number: int) -> list[Event]:
        """Every event, oldest first."""
        return [event_of(row) for row in self._sql.execute(HISTORY, {"number": number}).mappings()]

    def search(self, wanted: Filter, limit: int) -> list[Ticket]:
        """Tickets that match, newest first."""
        found = select(TICKET).where(*matches(wanted)).order_by(TICKET.c.number.desc()).limit(limit)
        return [ticket_of(row) for row in self._sql.execute(found).mappings()]

    def earlier(self, ticket: Ticket) -> int:
        """How many other tickets its requester has."""
        return lookups.earlier(self._sql, ticket)

    def talking_at(self, origin: str) -> Ticket | None:
        """The newest ticket that is not closed and whose answers go to `origin`."""
        row = self._sql.execute(TALKING, {"origin": origin}).mappings().first()
        return ticket_of(row) if row else None

    def timed(self, now: datetime, limit: int) -> list[Ticket]:
        """Tickets for which something is due, the longest due first, locked; skips what others have locked."""
        times = (TICKET.c.ring_at, TICKET.c.wake_at, TICKET.c.close_at)
        least = func.min if self._sql.dialect.name == "sqlite" else func.least
        first = least(*(func.coalesce(at, NEVER) for at in times))
        due = select(TICKET).where(or_(*(at <= now for at in times))).order_by(first, TICKET.c.number).limit(limit)
        return [
            ticket_of(row)
            for row in self._sql.execute(due.with_for_update(skip_locked=True, key_share=True)).mappings()
        ]

    def acknowledged(self, since: datetime, domain: str = "", local: str = "") -> int:
        """How many acknowledgements were written since: in all, to a mail domain, or to one address, tagged or not."""
        if not domain:
            return self._sql.execute(TOLD, {"since": since}).scalar_one()
        origin, host = TICKET.c.origin, f"@{domain}"
        if not local:
            theirs = origin.endswith(host, autoescape=True)
        else:
            tagged = and_(origin.startswith(f"mail:{local}+", autoescape=True), origin.endswith(host, autoescape=True))
            theirs = or_(origin == f"mail:{local}{host}", tagged)
        told = TOLD.where(EVENT.c.ticket == TICKET.c.number, theirs)
        return self._sql.execute(told, {"since": since}).scalar_one()

    def _attach(self, event: Event) -> None:
        files: tuple[File, ...] = getattr(event.fact, "files", ())
        if files:
            self._sql.execute(insert(FILE), [vars(file) | {"event": event.id} for file in files])
