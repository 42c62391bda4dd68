"""The desk's door for people: who follows a ticket, reads along, or asks it; and who is who. `Desk.circle`."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from bot import copying, following, identifying, incidents, readdressing, tongues
from bot.addresses import place_of
from bot.book import Book
from bot.errors import Misunderstood, Unknown
from bot.people import Person
from bot.ports import Store, Transaction
from bot.speech import say, shown
from bot.ticket import Ticket

Change = Callable[[int, Person, str], AbstractContextManager[tuple[Transaction, Ticket]]]


class Circle:
    def __init__(self, store: Store, book: Book, change: Change) -> None:
        """`change` opens a ticket for somebody who may do a verb to it."""
        self._store, self._book, self._change = store, book, change

    def watch(
        self, number: int, by: Person, do: str = "", whom: Person | None = None, address: str = "",
        source: str | None = None,
    ) -> Ticket:  # fmt: skip
        """Follow it, or stop; `do` something about others: `add` or `remove` the watcher `whom`; let answers go to
        the mail `address` too (`cc`) or no more (`uncc`); make it, or else `whom`, the `requester`.
        """
        with self._change(number, by, do if do in ("cc", "uncc", "requester") else "watch") as (tx, ticket):
            match do:
                case "cc":
                    return copying.add(self._book, tx, ticket, by, place_of(address), source)
                case "uncc":
                    return copying.remove(self._book, tx, ticket, by, place_of(address), source)
                case "requester":
                    asker = whom or Person(address.strip().lower(), place_of(address))
                    return readdressing.hand(self._book, tx, ticket, by, asker, source)
                case "add" | "remove":
                    if whom is None:
                        raise Unknown(say("I know nobody of that name. Mention the person: watch add @name."))
                    change = following.add if do == "add" else following.remove
                    return change(self._book, tx, ticket, by, whom, source)
                case _:
                    return following.toggle(self._book, tx, ticket, by, source)

    def incident(self, number: int, by: Person, others: Sequence[int], source: str | None = None) -> Ticket:
        """Make one incident of the ticket and the `others`, where they are none yet. Returns it."""
        with self._change(number, by, "incident") as (tx, ticket):
            return incidents.raise_(self._book, tx, ticket, by, others, source)

    def me(self, by: Person, do: str = "", what: str = "") -> tuple[Person, ...]:
        """What `by` is known as, themselves first, after they did one of these: `link` the mail address `what`, to
        which a code goes; say that `code`; `unlink` the address, or without one all; choose the `language` that they
        are spoken to in. Raises Refused.
        """
        is_right = True
        with self._store.transaction() as tx:
            match do:
                case "link":
                    identifying.ask(self._book, tx, by, what)
                case "code":
                    is_right = identifying.prove(self._book, tx, by, what)
                case "unlink":
                    identifying.part(tx, by, what)
                case "language":
                    tongues.choose(self._book, tx, by, what)
            known = identifying.known(tx, by)
        if not is_right:  # only now: that it was tried is written down
            raise Misunderstood(shown(identifying.WRONG))
        return known

    def language(self, by: Person) -> str:
        """What they read: the one of `bot.speech.LANGUAGES` that they chose or their wire tells, else the rooms'."""
        with self._store.transaction() as tx:
            return tongues.reads(tx, self._book.settings, by)

    def chosen(self, by: Person) -> str:
        """The language that they chose; "" for none."""
        with self._store.transaction() as tx:
            return tx.people.language(by.place)
