"""The requester's door at the end of a ticket: solved or not yet, and how well they were helped. `Desk.verdicts`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from bot import access, judging, links, merging, surveys
from bot import errors as no
from bot.book import Book
from bot.config import Settings
from bot.people import Person
from bot.ports import Store, Transaction
from bot.questions import questions
from bot.ticket import Ticket


class Verdicts:
    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime], book: Book) -> None:
        self._store, self._settings, self._now, self._book = store, settings, now, book
        self._links = links.Links(settings.reply_secrets)

    def solved(self, number: int, by: Person, source: str | None = None) -> Ticket:
        """Yes, it is: closed. Raises RequesterOnly, or Refused where the ticket has moved on."""
        with self._theirs(number, by, "solved") as (tx, ticket):
            return judging.confirm(self._book, tx, ticket, by, source)

    def unsolved(self, number: int, by: Person, missing: str = "", source: str | None = None) -> Ticket:
        """Not yet: open again, and the owner is pinged. Raises RequesterOnly, or Refused where it is too late."""
        with self._theirs(number, by, "unsolved") as (tx, ticket):
            return judging.objects(self._book, tx, ticket, by, missing, source)

    def rate(self, number: int, by: Person, score: int, comment: str = "", source: str | None = None) -> Ticket:
        """1 to 5, once. Raises RequesterOnly, Misunderstood, or Refused where they were not asked, or have answered."""
        with self._theirs(number, by, "rate") as (tx, ticket):
            return surveys.rate(self._book, tx, ticket, by, score, comment, source)

    def linked(self, token: str) -> tuple[Ticket, Person] | None:
        """The ticket that a link of ours leads to, and who may answer by it; None where it does not work."""
        link = links.read(token)
        if link is None:
            return None
        with self._store.transaction() as tx:
            ticket = tx.tickets.look(link.number)
        if ticket is None or not self._links.holds(link, ticket.requester, self._now()):
            return None
        return ticket, Person(ticket.requester_name, ticket.requester)

    @contextmanager
    def _theirs(self, number: int, by: Person, verb: str) -> Iterator[tuple[Transaction, Ticket]]:
        with self._store.transaction() as tx:
            ticket = self._home(tx, tx.tickets.get(number))
            queue = self._settings.queue(ticket.queue)
            if by.place != ticket.requester and access.is_agent(by, queue):
                raise no.RequesterOnly
            access.check(by, verb, queue, ticket)
            yield tx, ticket

    def _home(self, tx: Transaction, ticket: Ticket) -> Ticket:
        """Of a merged ticket what it went into, where the same person asks that; else Refused is raised."""
        if ticket.joined is None:
            return ticket
        other = merging.home(tx, ticket.number)
        if other.requester != ticket.requester:
            said = questions(self._settings.tongue(ticket.queue, ticket.language)).over
            raise no.Refused(said.replace("{number}", str(ticket.number)))
        return other
