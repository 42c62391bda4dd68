"""Tags: how they are spelled, which there are, and their upkeep by supervisors. The desk's door is `Desk.labels`.

A renaming goes over all tickets a few at a time, each in a transaction of its own with its place in the list: it goes
on after a restart, in any process, and a ticket that it meets twice is not changed twice.
"""

from bot import access
from bot.book import Book
from bot.config import Settings
from bot.errors import AgentsOnly, Misunderstood, SupervisorsOnly, Unknown
from bot.events import Relabelled
from bot.people import Person
from bot.ports import Store, Transaction
from bot.ports_labels import Renaming
from bot.speech import say

LONGEST = 40  # characters
BATCH = 50  # tickets renamed at once
NEWEST = 2_000  # tickets whose tags are offered while one types


def spelled(tag: str) -> str:
    """A tag as it is kept: one word in lower case. Raises Misunderstood."""
    word = tag.strip().lstrip("#").casefold()
    if not 0 < len(word) <= LONGEST or any(one.isspace() or one == "," for one in word) or word[0] in "+-":
        raise Misunderstood(
            say("“{typed}” is no tag: it is one word of at most {n} characters.", typed=tag.strip()[:60], n=LONGEST)
        )
    return word


class Labels:
    def __init__(self, store: Store, settings: Settings, book: Book) -> None:
        self._store, self._settings, self._book = store, settings, book

    def tags(self, by: Person, newest: int = 0) -> dict[str, int]:
        """On how many tickets of one's queues each tag stands, most used first. Raises AgentsOnly."""
        queues = [queue.name for queue in self._settings.queues if access.may(by, "tags", queue)]
        if not queues:
            raise AgentsOnly
        with self._store.transaction() as tx:
            return tx.labels.counts(queues, newest)

    def rename(self, by: Person, old: str, new: str) -> tuple[int, bool]:
        """Make one tag another on all tickets; where there are such already, the two become one.

        Returns how many were changed at once, and whether there are more: `follow` goes on with those. Raises
        SupervisorsOnly for who does not supervise every queue whose tickets have it, Unknown where none has.
        """
        old, new = old.strip().lstrip("#").casefold(), spelled(new)
        supervised = {queue.name for queue in self._settings.queues if access.is_supervisor(by, queue)}
        if not supervised:
            raise SupervisorsOnly
        if old == new:
            raise Misunderstood(say("That is the same tag twice. Say tags rename OLD NEW."))
        with self._store.transaction() as tx:
            found = tx.labels.queues(old)
            queues = {self._settings.queue(name).name for name in found}
            if not found:
                raise Unknown(say("No ticket has the tag “{tag}”. /desk tags lists those there are.", tag=old[:60]))
            if not queues <= supervised:
                raise SupervisorsOnly(
                    say("“{tag}” is on tickets of queues that you do not supervise: ask who does.", tag=old)
                )
            renaming = Renaming(old, new, by.name, by.place, tuple(sorted(found)))
            return self._some(tx, tx.labels.rename(renaming))

    def follow(self) -> int:
        """Go on with a renaming. Returns how many tickets it took; call again until none is left."""
        with self._store.transaction() as tx:
            renaming = tx.labels.next()
            return self._some(tx, renaming)[0] if renaming else 0

    def _some(self, tx: Transaction, renaming: Renaming) -> tuple[int, bool]:
        numbers = tx.labels.numbers(renaming.old, renaming.queues, renaming.done_to, BATCH)
        by = Person(renaming.by_name, renaming.by_place)
        for number in numbers:
            ticket = tx.tickets.get(number)
            if renaming.old in ticket.tags:  # it may have lost it just now
                self._book.record(tx, ticket, by, Relabelled(renaming.old, renaming.new))
        is_more = len(numbers) == BATCH
        tx.labels.done(renaming, numbers[-1] if is_more else None)
        return len(numbers), is_more
