"""Who works here. See `bot.ports_roster.Roster`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from bot.access import is_agent
from bot.config import Queue
from bot.people import Person, channel_of
from bot.roster import Member, Presence, seen
from storage.adding import insert
from storage.tables_roster import ROSTER


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
