"""Answers that are being written. See `bot.ports_drafting.Drafting`."""

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.events import File
from bot.printable import printable
from bot.unsent import KEPT, Unsent
from bot.writing import WHILE, Writing
from storage import lookups
from storage.adding import insert as upsert
from storage.news import News
from storage.tables_drafting import UNSENT, WRITING

FILES = TypeAdapter(tuple[File, ...])
WHO = (
    select(WRITING.c.place, WRITING.c.name, WRITING.c.since_at)
    .where(WRITING.c.ticket == bindparam("number"), WRITING.c.until_at > bindparam("now"))
    .order_by(WRITING.c.since_at, WRITING.c.place)
)


class SqlDrafting:
    def __init__(self, connection: Connection, news: News) -> None:
        self._sql, self._news = connection, news

    def keep(self, unsent: Unsent, now: datetime) -> Unsent:
        """Keep it until it is sent or thrown away, a week at most. Returns it with its id."""
        unsent = printable(unsent)
        self._sql.execute(delete(UNSENT).where(UNSENT.c.at < now - KEPT))
        values = {name: value for name, value in vars(unsent).items() if name != "id"}
        made = self._sql.execute(insert(UNSENT).returning(UNSENT.c.id), {**values, "at": now}).scalar_one()
        return Unsent(**values, id=made)

    def kept(self, unsent_id: int) -> Unsent | None:
        """The answer; None once it was sent or thrown away."""
        row = self._sql.execute(select(UNSENT).where(UNSENT.c.id == unsent_id)).mappings().first()
        if row is None:
            return None
        values = {name: value for name, value in row.items() if name != "at"}
        return Unsent(**values | {"files": FILES.validate_python(row["files"]), "do": tuple(row["do"])})

    def done(self, unsent_id: int) -> bool:
        """It was sent or thrown away. False: somebody was faster."""
        return self._sql.execute(delete(UNSENT).where(UNSENT.c.id == unsent_id)).rowcount == 1

    def begin(self, number: int, place: str, name: str, now: datetime) -> None:
        """They write, for a while; who goes on has begun when they began."""
        is_new = place not in {one.place for one in self.writing(number, now)}
        went_on = {"until_at": now + WHILE} | ({"since_at": now} if is_new else {})
        row = upsert(self._sql, WRITING).values(
            ticket=number, place=place, name=name, since_at=now, until_at=now + WHILE
        )
        self._sql.execute(row.on_conflict_do_update(index_elements=["ticket", "place"], set_=went_on))
        if is_new:
            self._redraw(number)

    def end(self, number: int, place: str) -> None:
        """They write no more."""
        if self._sql.execute(delete(WRITING).where(WRITING.c.ticket == number, WRITING.c.place == place)).rowcount:
            self._redraw(number)

    def writing(self, number: int, now: datetime) -> tuple[Writing, ...]:
        """Who writes now."""
        return writing(self._sql, number, now)

    def forget(self, now: datetime) -> None:
        """Whoever began long ago writes no more."""
        gone = delete(WRITING).where(WRITING.c.until_at <= now).returning(WRITING.c.ticket)
        for number in set(self._sql.execute(gone).scalars()):
            self._redraw(number)

    def _redraw(self, number: int) -> None:
        for ticket in lookups.tickets(self._sql, {number}).values():
            lookups.want(self._sql, self._news, ticket)


def writing(connection: Connection, number: int, now: datetime) -> tuple[Writing, ...]:
    """Who writes an answer to the ticket now, the first to begin first."""
    return tuple(Writing(*row) for row in connection.execute(WHO, {"number": number, "now": now}))
