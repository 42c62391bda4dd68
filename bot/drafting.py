"""The desk's door for answers that are being written: what a form tells, who writes, what waits to be sent.

`Desk.drafts`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot import doubts, filling, merging, wording
from bot import errors as no
from bot.book import Book
from bot.doubts import Care
from bot.filling import Clash
from bot.people import Person
from bot.ports import Store, Transaction
from bot.speech import later, say, shown
from bot.ticket import Ticket
from bot.unsent import Unsent
from bot.writing import Writing, others

Change = Callable[[int, Person, str], AbstractContextManager[tuple[Transaction, Ticket]]]
GONE = later("That answer was sent already, or thrown away.")


@dataclass(frozen=True)
class Opening:
    """What somebody is told who opens a form to answer: whom it reaches, and who else is writing."""

    ticket: Ticket
    recipients: str = ""
    others: tuple[Writing, ...] = ()


class Drafts:
    def __init__(self, store: Store, now: Callable[[], datetime], book: Book, change: Change) -> None:
        """`change` opens a ticket for somebody who may do a verb to it."""
        self._store, self._now, self._book, self._change = store, now, book, change

    def begin(self, number: int, by: Person) -> Opening:
        """Somebody opens the form of an answer: the others see on the card that it is being written."""
        with self._change(number, by, "reply") as (tx, ticket):
            already = others(tx.drafting.writing(ticket.number, self._now()), by.place)
            tx.drafting.begin(ticket.number, by.place, by.name, self._now())
            return Opening(ticket, wording.recipients(ticket), already)

    def leave(self, number: int, place: str) -> None:
        """Who is at `place` has closed the form, and sends nothing."""
        with self._store.transaction() as tx:
            for one in {number, merging.home(tx, number).number}:
                tx.drafting.end(one, place)

    def doubts(self, number: int, by: Person, text: str, care: Care) -> tuple[Ticket, list[str]]:
        """What its author should know before they send `text`, a sentence each, and the ticket as it is now.

        For forms: it decides nothing, since `Desk.reply` looks again. Raises Refused for who may not answer.
        """
        with self._change(number, by, "reply") as (tx, _):
            ticket = tx.tickets.get(number)  # itself, where it was merged meanwhile: that is what they should know
            return ticket, doubts.doubts(self._book, tx, ticket, by.place, text, care)

    def changed(
        self, number: int, by: Person, values: Mapping[str, str], seen: int
    ) -> tuple[dict[str, str], list[Clash]]:  # fmt: skip
        """What a form changes that came up with the version `seen` of the ticket: see `bot.filling.changed`."""
        with self._change(number, by, "set") as (tx, ticket):
            if ticket.number != number:  # it went into another meanwhile, whose fields the form never showed
                return dict(values), []
            return filling.changed(self._book, tx, ticket, values, seen)

    def keep(self, unsent: Unsent) -> Unsent:
        """Keep an answer until its author has decided."""
        with self._store.transaction() as tx:
            return tx.drafting.keep(unsent, self._now())

    def kept(self, number: int, by: Person, unsent_id: int | None) -> Unsent:
        """One's own answer that was kept. Raises Refused where it is another's, or gone."""
        with self._change(number, by, "send") as (tx, _):
            if unsent_id is None:
                raise no.Misunderstood(say("Which one? Its buttons know: press Send or Cancel below it."))
            found = tx.drafting.kept(unsent_id)
            if found is None or (found.ticket, found.by) != (number, by.place):
                raise no.Refused(shown(GONE))
            return found

    def words(self, number: int, place: str, unsent_id: int) -> str:
        """The text that who is at `place` wrote, for a form that comes up before anybody can be asked for their rights;
        "" where it is another's, or gone.
        """
        with self._store.transaction() as tx:
            found = tx.drafting.kept(unsent_id)
            return found.text if found and (found.ticket, found.by) == (number, place) else ""

    def discard(self, number: int, by: Person, unsent_id: int | None) -> None:
        """Throw one's own answer away. Raises Refused where it is gone."""
        with self._change(number, by, "discard") as (tx, _):
            tx.drafting.done(self.kept(number, by, unsent_id).id)

    @contextmanager
    def sending(self, unsent: Unsent) -> Iterator[None]:
        """Send it, and do what goes along: all of it or nothing, and once however often it is asked for."""
        with self._store.transaction() as tx, tx.attempt():
            if unsent.id and not tx.drafting.done(unsent.id):
                raise no.Refused(shown(GONE))
            yield
            if unsent.macro:
                tx.macros.used(unsent.owner, unsent.macro, self._now())
            if unsent.article:
                tx.articles.use(unsent.article, unsent.ticket, self._now())

    def forget(self) -> None:
        """Whoever opened a form long ago writes no more. Asked every few seconds."""
        with self._store.transaction() as tx:
            tx.drafting.forget(self._now())
