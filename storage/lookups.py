"""What several rooms ask about a ticket."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, func, or_, select, update

from bot.events import Event, Replied
from bot.pages import Hit
from bot.people import NOBODY, channel_of
from bot.ports import Kind, Mark
from bot.ticket import ENDED, Ticket
from storage.columns import Ref
from storage.facts import event_of, ticket_of
from storage.news import News
from storage.tables import CARD, EVENT, IDENTITY, POST, TICKET

DESK = "desk"  # as a channel: an incident is asked by nobody
THEIRS = IDENTITY.alias("theirs")
ARE_THEIRS = (
    TICKET.c.number != bindparam("number"),
    or_(
        TICKET.c.requester == bindparam("requester"),
        TICKET.c.requester.in_(
            select(THEIRS.c.place)
            .join(IDENTITY, IDENTITY.c.person == THEIRS.c.person)
            .where(IDENTITY.c.place == bindparam("requester"))
        ),
    ),
)
OTHERS = select(func.count()).select_from(TICKET).where(*ARE_THEIRS)
FIRST_OTHERS = (
    select(TICKET.c.number, CARD.c.thread)
    .join(CARD, CARD.c.ticket == TICKET.c.number)
    .where(*ARE_THEIRS, CARD.c.place == bindparam("place", type_=Ref), TICKET.c.queue == bindparam("queue"))
    .order_by(TICKET.c.status.in_([status.value for status in ENDED]), TICKET.c.number.desc())
    .limit(3)
)
ANSWER = (
    select(POST.c.state)
    .join(EVENT, POST.c.event == EVENT.c.id)
    .where(
        POST.c.ticket == bindparam("number"), POST.c.kind == Kind.REQUESTER.value, EVENT.c.kind == Replied.__name__,
        POST.c.state != "withdrawn",
    )
    .order_by(POST.c.id.desc())
    .limit(1)
)  # fmt: skip
WANT = (
    update(CARD)
    .where(CARD.c.ticket == bindparam("number"), CARD.c.place != bindparam("origin", type_=Ref))
    .values(wanted=CARD.c.wanted + 1)
)
FATES = {"sent": Mark.DELIVERED, "dead": Mark.FAILED}


def tickets(connection: Connection, numbers: Collection[int]) -> dict[int, Ticket]:
    """The tickets with these numbers, not locked."""
    rows = connection.execute(select(TICKET).where(TICKET.c.number.in_(set(numbers)))).mappings()
    return {row["number"]: ticket_of(row) for row in rows}


def events(connection: Connection, ids: Collection[int]) -> dict[int, Event]:
    """The events with these ids."""
    rows = connection.execute(select(EVENT).where(EVENT.c.id.in_(set(ids)))).mappings()
    return {row["id"]: event_of(row) for row in rows}


def earlier(connection: Connection, ticket: Ticket) -> int:
    """How many other tickets the same person asked, from wherever they are reached; of nobody in particular, none."""
    if ticket.requester == NOBODY or channel_of(ticket.requester) == DESK:
        return 0
    return connection.execute(OTHERS, {"number": ticket.number, "requester": ticket.requester}).scalar_one()


def others(connection: Connection, ticket: Ticket, place: str) -> tuple[Hit, ...]:
    """Those to look at first, open ones before the others: of the same queue, with a thread in the room `place`."""
    if ticket.requester == NOBODY:
        return ()
    wanted = {"number": ticket.number, "requester": ticket.requester, "place": place, "queue": ticket.queue}
    rows = connection.execute(FIRST_OTHERS, wanted).all()
    theirs = tickets(connection, {number for number, _ in rows}) if rows else {}
    return tuple(Hit(theirs[number], thread) for number, thread in rows)


def delivery(connection: Connection, number: int) -> Mark | None:
    """How the newest answer to the requester fares; None while there is none."""
    state = connection.execute(ANSWER, {"number": number}).scalar()
    return FATES.get(state, Mark.QUEUED) if state else None


def want(connection: Connection, news: News, ticket: Ticket) -> None:
    """Its cards show too little from now on. What its requester sees is no card."""
    if connection.execute(WANT, {"number": ticket.number, "origin": ticket.origin}).rowcount:
        news.is_fresh = True
