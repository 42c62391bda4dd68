"""How an answer fares, at each place that it goes to."""

from sqlalchemy import Connection, bindparam, func, select

from bot.delivery import Delivery, posted, told
from bot.events import Bounced, Replied, Reported
from bot.ports import Kind
from storage.facts import FACTS
from storage.tables import EVENT, POST

NEWEST = (
    select(func.max(POST.c.event))
    .join(EVENT, POST.c.event == EVENT.c.id)
    .where(
        POST.c.ticket == bindparam("number"), POST.c.kind == Kind.REQUESTER.value, EVENT.c.kind == Replied.__name__,
        POST.c.state != "withdrawn",
    )
)  # fmt: skip
POSTS = (
    select(POST.c.place, POST.c.state, POST.c.error)
    .where(POST.c.event == bindparam("reply"), POST.c.kind == Kind.REQUESTER.value, POST.c.state != "withdrawn")
    .order_by(POST.c.id)
)
NEWS = (
    select(EVENT.c.kind, EVENT.c.fact)
    .where(
        EVENT.c.ticket == bindparam("number"),
        EVENT.c.id > bindparam("reply"),
        EVENT.c.kind.in_([Bounced.__name__, Reported.__name__]),
    )
    .order_by(EVENT.c.id)
)


def deliveries(connection: Connection, number: int, reply: int = 0) -> tuple[Delivery, ...]:
    """The answer of the event `reply`, or the newest one, at each of its places; none where there is none."""
    reply = reply or connection.execute(NEWEST, {"number": number}).scalar() or 0
    rows = connection.execute(POSTS, {"reply": reply}).all() if reply else []
    if not rows:
        return ()
    news = connection.execute(NEWS, {"number": number, "reply": reply}).all()
    facts = [FACTS[row.kind].validate_python(row.fact) for row in news]
    return told([posted(row.place, row.state, row.error) for row in rows], reply, facts)
