"""Who was met where. See `bot.ports.People`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from bot.people import Person, channel_of
from storage.adding import add
from storage.columns import Ref
from storage.prepared import Prepared
from storage.tables import IDENTITY, PERSON

MINE = IDENTITY.alias("mine")
PLACES = (
    select(IDENTITY.c.place)
    .join(MINE, MINE.c.person == IDENTITY.c.person)
    .where(MINE.c.place == bindparam("place", type_=Ref))
)
CHOSEN = Prepared(
    select(PERSON.c.language).join(IDENTITY, IDENTITY.c.person == PERSON.c.id)
    .where(IDENTITY.c.place == bindparam("place", type_=Ref))
)  # fmt: skip
OWN = select(IDENTITY.c.person).where(IDENTITY.c.place == bindparam("place", type_=Ref)).scalar_subquery()
MAKE = Prepared(insert(PERSON).returning(PERSON.c.id))
KNOWN = Prepared(select(IDENTITY.c.name).where(IDENTITY.c.place == bindparam("place")))


class SqlPeople:
    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def meet(self, person: Person, now: datetime) -> None:
        """Remember the identity, and the name it goes by now."""
        known = KNOWN.scalar(self._sql, {"place": person.place})
        if known is None:
            self._introduce(person, now)
        elif known != person.name and person.name:
            self._sql.execute(update(IDENTITY).where(IDENTITY.c.place == person.place).values(name=person.name))

    def named(self, name: str, channel: str) -> list[Person]:
        """People met on `channel` whose name or place this is, compared without case."""
        wanted = name.strip().lower()
        is_meant = or_(func.lower(IDENTITY.c.name) == wanted, func.lower(IDENTITY.c.place) == wanted)
        found = select(IDENTITY.c.name, IDENTITY.c.place).where(IDENTITY.c.channel == channel, is_meant)
        return [Person(*row) for row in self._sql.execute(found.order_by(IDENTITY.c.place))]

    def places(self, place: str) -> frozenset[str]:
        """All that the person at `place` is proven to be reached at, `place` itself included."""
        return frozenset((place, *self._sql.execute(PLACES, {"place": place}).scalars()))

    def name(self, place: str) -> str:
        """The name that it goes by, "" where nobody was met there."""
        return KNOWN.scalar(self._sql, {"place": place}) or ""

    def language(self, place: str) -> str:
        """The language that whoever is reached there chose; "" for none."""
        return CHOSEN.scalar(self._sql, {"place": place}) or ""

    def choose(self, place: str, language: str) -> None:
        """Let whoever was met at `place` be spoken to in `language`."""
        self._sql.execute(update(PERSON).where(PERSON.c.id == OWN).values(language=language), {"place": place})

    def join(self, place: str, others: Sequence[str]) -> None:
        """Let `others` be the same person's as `place`, who keeps a language that either has chosen."""
        if not self.language(place):
            self.choose(place, next(filter(None, map(self.language, others)), ""))
        person = self._sql.execute(select(IDENTITY.c.person).where(IDENTITY.c.place == place)).scalar_one()
        self._sql.execute(update(IDENTITY).where(IDENTITY.c.place.in_(others)).values(person=person))

    def part(self, place: str) -> None:
        """Let `place` be a person's of its own."""
        alone = MAKE.scalar(self._sql, {"name": self.name(place), "language": self.language(place)})
        self._sql.execute(update(IDENTITY).where(IDENTITY.c.place == place).values(person=alone))

    def _introduce(self, person: Person, now: datetime) -> None:
        made = MAKE.scalar(self._sql, {"name": person.name, "language": ""})
        met = {"place": person.place, "person": made, "channel": channel_of(person.place), "name": person.name}
        add(self._sql, IDENTITY, [{**met, "met_at": now}])
