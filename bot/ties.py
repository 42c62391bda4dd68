"""The desk's door for tickets among each other: merged, split, linked. `Desk.ties`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from bot import access, blockers, linking, merging, proposing, receiving, splitting
from bot import events as e
from bot.book import Book
from bot.errors import Refused
from bot.people import Person
from bot.ports import Store, Transaction
from bot.relations import How
from bot.speech import say
from bot.ticket import Ticket

Change = Callable[[int, Person, str], AbstractContextManager[tuple[Transaction, Ticket]]]


class Ties:
    def __init__(self, store: Store, book: Book, change: Change) -> None:
        """`change` opens a ticket for somebody who may do a verb to it."""
        self._store, self._book, self._change = store, book, change

    def merge(self, number: int, by: Person, into: int, source: str | None = None) -> Ticket:
        """Put the ticket into the ticket `into`, where all that is asked of it or said to it goes. Returns that one."""
        with self._both(number, into), self._change(number, by, "merge") as (tx, ticket):
            return merging.merge(self._book, tx, ticket, by, into, source)

    def split(
        self, number: int, by: Person, picked: Sequence[int], follows: bool = False, source: str | None = None
    ) -> Ticket:  # fmt: skip
        """Open a ticket of the messages `picked`, the ids of their events, for who wrote them. Returns it.

        With `follows`, of the first of them and all that the same person said after it.
        """
        with self._change(number, by, "split") as (tx, ticket):
            if follows and picked:
                picked = splitting.following(tx.tickets.history(ticket.number), picked[0])
            new = splitting.split(self._book, tx, ticket, by, picked, source)
            why = splitting.why_silent(tx, ticket, new)
            return receiving.acknowledge(self._book, tx, new, why) if not proposing.is_told(tx, new) else new

    def timezone(self, number: int, by: Person) -> str:
        """In which zone its queue works."""
        with self._change(number, by, "split") as (_, ticket):
            return self._book.settings.timezone_of(ticket.queue)

    def split_from(self, ref: str, by: Person, source: str | None = None) -> Ticket:
        """Split from the message `ref` on: what it tells of, and all that the same person said after it."""
        with self._store.transaction() as tx:
            if (said := tx.tickets.said(ref)) is None:
                raise Refused(
                    say("That message is in no ticket. Choose what the requester wrote, in the ticket's thread.")
                )
        return self.split(said[0], by, [said[1]], True, source)

    def link(
        self, number: int, by: Person, how: How | None, to: int, source: str | None = None
    ) -> Ticket:  # fmt: skip
        """Say how the ticket stands to the ticket `to`; None: not in any way any more."""
        with self._both(number, to), self._change(number, by, "link") as (tx, ticket):
            if how is None:
                return linking.unlink(self._book, tx, ticket, by, to, source)
            return linking.link(self._book, tx, ticket, by, how, to, source)

    # For adapters: these are asked by the way

    def messages(self, number: int, by: Person) -> list[e.Event]:
        """What can be split off."""
        with self._change(number, by, "split") as (tx, ticket):
            return splitting.messages(tx.tickets.history(ticket.number))

    def children(self, number: int, by: Person) -> list[int]:
        """The children of the ticket that have not ended: for agents alone."""
        with self._change(number, by, "show") as (tx, ticket):
            is_agent = access.is_agent(by, self._book.settings.queue(ticket.queue))
            return blockers.children(tx, ticket) if is_agent else []

    @contextmanager
    def _both(self, *numbers: int) -> Iterator[None]:
        """Lock both, the lower number first: of two who say it the two ways round, one waits for the other."""
        with self._store.transaction() as tx:
            for number in sorted(numbers):
                if tx.tickets.look(number):
                    tx.tickets.get(number)
            yield
