"""The desk's door for who works here: looks of the platforms, the agents' own word, and what they let go of.

`Desk.attendance`. See `bot.roster`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import access, releasing
from bot.book import Book
from bot.errors import AgentsOnly
from bot.people import Person, channel_of
from bot.ports import Store
from bot.roster import Member, Presence

PAUSE = timedelta(minutes=1)  # between two looks for tickets whose owners are gone


@dataclass(frozen=True)
class Absence:
    """What somebody said of themselves; how many tickets of which queues they let go of by that."""

    member: Member
    left: tuple[tuple[str, int], ...] = ()


class Attendance:
    def __init__(self, store: Store, book: Book) -> None:
        self._store, self._book = store, book
        self._looked_at: datetime | None = None

    def owners(self, channel: str) -> list[str]:
        """The places on a channel whose tickets are not ended: a look that does not meet them looks once more."""
        with self._store.transaction() as tx:
            return [place for place in tx.roster.owners() if channel_of(place) == channel]

    def known(self, channel: str) -> list[Member]:
        """Whom the last look at a channel met, and who has not left."""
        with self._store.transaction() as tx:
            return [one for one in tx.roster.members() if channel_of(one.person.place) == channel and not one.left_at]

    def keep(self, channel: str, members: Sequence[Member], began_at: datetime) -> None:
        """Remember a look at a channel, which must be complete: who is not among `members` has left."""
        with self._store.transaction() as tx:
            tx.roster.keep(channel, members, began_at)
        self._looked_at = None

    def leave(self, by: Person) -> Member | None:
        """What one said of oneself, while one is away by that."""
        with self._store.transaction() as tx:
            member = tx.roster.member(by.place)
        return member if member and member.is_word and member.is_away(self._book.now()) else None

    def away(self, by: Person, until: datetime | None) -> Absence:
        """Be away from now on, until a time or until one is back. Raises AgentsOnly."""
        now = self._book.now()
        with self._store.transaction() as tx:
            member = replace(
                self._present(tx.roster.member(by.place), by), presence=Presence.AWAY, away_since=now,
                away_until=until, is_word=True,
            )  # fmt: skip
            tx.roster.put(member)
            gone = releasing.leaves(self._book, member, now)
            owned = tx.roster.owns(by.place) if gone else {}
        self._looked_at = None
        return Absence(member, tuple((name, many) for name, many in owned.items() if name in gone))

    def back(self, by: Person) -> Member:
        """Be here again. What was let go of stays where it is. Raises AgentsOnly."""
        with self._store.transaction() as tx:
            known = self._present(tx.roster.member(by.place), by)
            member = replace(known, presence=Presence.UNKNOWN, away_since=None, away_until=None, is_word=False)
            tx.roster.put(member)
        return member

    def release(self) -> int:
        """Make some tickets nobody's whose owners are gone. Asked every few seconds; call again until 0."""
        now = self._book.now()
        if self._looked_at and timedelta() <= now - self._looked_at < PAUSE:
            return 0
        with self._store.transaction() as tx:
            done = releasing.release(self._book, tx, now)
        self._looked_at = None if done else now
        return done

    def _present(self, known: Member | None, by: Person) -> Member:
        """They are an agent now: that they ask is a look at them."""
        if not any(access.is_agent(by, queue) for queue in self._book.settings.queues):
            raise AgentsOnly
        return replace(known or Member(by, self._book.now()), person=by, left_at=None)
