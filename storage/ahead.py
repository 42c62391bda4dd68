"""Open tickets whose clocks began in the future. See `bot.ports.Tickets.ahead`."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from bot.events import Accepted, Bounced, Objected, Opened, Reopened, Separated, Wrote
from bot.ticket import Status, Ticket
from storage.columns import spelled
from storage.facts import ticket_of
from storage.prepared import Prepared
from storage.tables import EVENT, TICKET

BEGINNINGS = (Opened, Wrote, Bounced, Objected, Accepted, Separated, Reopened)  # facts that a clock begins with
STILL = [spelled(one.value) for one in Status if one not in (Status.NEW, Status.OPEN)]  # no clock runs meanwhile
# An index of the tickets would be written for every mail. That of the events is there, and knows no event of the
# future on a machine whose clock is right.
BEGAN = select(EVENT.c.ticket).where(
    EVENT.c.kind.in_([spelled(one.__name__) for one in BEGINNINGS]), EVENT.c.at > bindparam("beyond")
)
AHEAD = Prepared(
    select(TICKET)
    .where(
        TICKET.c.number.in_(BEGAN), TICKET.c.status.not_in(STILL),  # IN: SQLite would go by status
        or_(TICKET.c.started_at > bindparam("beyond"), TICKET.c.waiting_since_at > bindparam("beyond")),
    )
    .order_by(TICKET.c.number)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, key_share=True)
)  # fmt: skip


def ahead(connection: Connection, beyond: datetime, limit: int) -> list[Ticket]:
    return [ticket_of(row) for row in AHEAD.mappings(connection, {"beyond": beyond, "limit": limit})]
