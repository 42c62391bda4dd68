"""The desk's door for its books: what came in and went out, what could not, and what was cut. `Desk.ledger`."""

from collections.abc import Callable
from datetime import datetime

from bot import audit, caps, deadletters, parking, storm
from bot.book import Book
from bot.config import Settings
from bot.people import Person
from bot.ports import Arrival, Store


class Ledger:
    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime], book: Book) -> None:
        self._store, self._settings, self._now, self._book = store, settings, now, book
        self._vigil = audit.Vigil()

    def audit(self, by: Person, mailbox: str = "") -> list[str]:
        """Does all that came in and went out add up? For supervisors."""
        with self._store.transaction() as tx:
            return audit.asked(tx, self._settings, by, mailbox, self._now())

    def dead(self, by: Person, again: str = "") -> list[str]:
        """What could not be delivered; `again` (a number, or `all`) sends it once more. For supervisors."""
        with self._store.transaction() as tx:
            return deadletters.asked(self._book, tx, by, again)

    def parked(self, by: Person, do: str = "", number: int = 0) -> list[str]:
        """What could not be read; `again`, `ticket` and `source` do something with one of them."""
        with self._store.transaction() as tx:
            return parking.asked(tx, self._settings, by, do, number, self._now())

    def cuts(self, by: Person, do: str = "", number: int = 0) -> list[str]:
        """What the caps have cut; `keep`, `allow` and `ban` decide on one of them."""
        with self._store.transaction() as tx:
            return caps.asked(self._book, tx, by, do, number)

    def park(self, arrival: Arrival, sender: str, subject: str, error: str) -> None:
        """A mail could not be read: its room is told, with what is safe to say."""
        with self._store.transaction() as tx:
            parking.announce(tx, self._settings, arrival, sender, subject, error, self._now())

    def found(self, mailbox: str, refs: list[str]) -> None:
        """Mails lay on the server and had never been fetched: the room is told."""
        with self._store.transaction() as tx:
            audit.found_again(tx, self._settings, mailbox, refs, self._now())

    def watch(self) -> None:
        """Look after the rooms in a storm, and after mailboxes that nobody reads. Asked every few seconds."""
        with self._store.transaction() as tx:
            storm.follow(tx, self._settings, self._now())
            audit.watch(tx, self._settings, self._vigil(self._now()), self._now())
