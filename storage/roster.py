"""Who works here. See `bot.ports_roster.Roster`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    RowMapping,
    Select,
    func,
    literal,
    or_,
    select,
    text,
    union,
)

from bot.access import is_agent
from bot.config import Queue
from bot.people import Person, channel_of
from bot.roster import Member, Presence, seen
from bot.ticket import Status, Ticket
from storage.adding import insert
from storage.columns import Ref
from storage.facts import ticket_of
from storage.tables import TICKET, TICKET_IS_OWNED, TICKET_WAITS
from storage.tables_roster import ROSTER

UNENDED = (Status.NEW.value, Status.OPEN.value, Status.PENDING.value)


def _owners(which: str) -> Select[tuple[str]]:
    """From one owner to the next in an index, however many tickets each has."""
    beginning = literal("", Ref)
    first = _first(which, beginning).subquery()
    one = select(first.c.owner).cte(recursive=True)
    following = _first(which, one.c.owner).correlate(one).scalar_subquery()
    one = one.union_all(select(following).select_from(one).where(one.c.owner.is_not(None)))
    return select(one.c.owner).where(one.c.owner.is_not(None))


def _first(which: str, after: ColumnElement[str]) -> Select[tuple[str]]:
    return select(TICKET.c.owner).where(text(which), TICKET.c.owner > after).order_by(TICKET.c.owner).limit(1)


OWNERS: CompoundSelect[tuple[str]] = union(*map(_owners, (TICKET_IS_OWNED, TICKET_WAITS)))


class SqlRoster:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def of(self, queue: Queue) -> list[Member]:
        """The agents of a queue who have not left, by name."""
        return [one for one in self.members() if one.left_at is None and is_agent(one.person, queue)]

    def member(self, place: str) -> Member | None:
        """One of them, also if they have left."""
        row = self._sql.execute(select(ROSTER).where(ROSTER.c.place == place)).mappings().first()
        return _member(row) if row else None

    def members(self) -> list[Member]:
        """Everybody, also who left, by name."""
        found = map(_member, self._sql.execute(select(ROSTER)).mappings())
        return sorted(found, key=lambda one: (one.person.name.casefold(), one.person.place))

    def keep(self, channel: str, members: Sequence[Member], now: datetime) -> None:
        """Remember a complete look at a channel that began at `now`: who is not among `members` has left.

        Who was seen after that beginning, by another process or by themselves, is left as they are.
        """
        ours = select(ROSTER).where(ROSTER.c.channel == channel).order_by(ROSTER.c.place).with_for_update()
        known = {row["place"]: _member(row) for row in self._sql.execute(ours).mappings()}
        looks = {one.person.place: one for one in members}
        for place, old in known.items():
            if place not in looks and not old.left_at:
                looks[place] = Member(Person(old.person.name, place), now, left_at=now)
        for place, look in sorted(looks.items()):  # all processes take the rows in one order
            self.put(seen(known.get(place), look))

    def put(self, member: Member) -> None:
        """Remember it as it is."""
        row = _row(member)
        said = {name: value for name, value in row.items() if name != "place"}
        added = insert(self._sql, ROSTER).values(row)
        self._sql.execute(added.on_conflict_do_update(index_elements=["place"], set_=said))

    def excused(self, now: datetime) -> frozenset[str]:
        """The places of those who said that they are away, and are not back yet."""
        is_away = or_(ROSTER.c.away_until.is_(None), ROSTER.c.away_until > now)
        said = select(ROSTER.c.place).where(ROSTER.c.is_word, ROSTER.c.presence == Presence.AWAY.value, is_away)
        return frozenset(self._sql.execute(said).scalars())

    def owners(self) -> list[str]:
        """The places of who owns a ticket that has not ended."""
        return sorted(row.owner for row in self._sql.execute(OWNERS))

    def owns(self, place: str) -> dict[str, int]:
        """How many such tickets they own, by queue."""
        theirs = (TICKET.c.owner == place, TICKET.c.status.in_(UNENDED))
        counted = select(TICKET.c.queue, func.count().label("many")).where(*theirs).group_by(TICKET.c.queue)
        return {row.queue: row.many for row in self._sql.execute(counted)}

    def owned(self, place: str, queue: str, limit: int) -> list[Ticket]:
        """Such tickets of a queue, the oldest first, locked; skips what others have locked."""
        theirs = (TICKET.c.owner == place, TICKET.c.queue == queue, TICKET.c.status.in_(UNENDED))
        found = select(TICKET).where(*theirs).order_by(TICKET.c.number).limit(limit)
        locked = found.with_for_update(skip_locked=True, key_share=True)
        return [ticket_of(row) for row in self._sql.execute(locked).mappings()]


def _row(member: Member) -> dict[str, Any]:
    """By the names of its columns."""
    person = member.person
    who = {"place": person.place, "name": person.name, "grants": sorted(person.grants)}
    what = {name: value for name, value in vars(member).items() if name != "person"}
    return {**what, **who, "channel": channel_of(person.place), "presence": member.presence.value}


def _member(row: RowMapping) -> Member:
    what = {name: row[name] for name in ("seen_at", "away_since", "away_until", "left_at", "is_word")}
    person = Person(row["name"], row["place"], frozenset(row["grants"]))
    return Member(person, presence=Presence(row["presence"]), **what)
