"""A ticket waits, ends, and is taken up again."""

from datetime import datetime

from bot import access, blockers, completeness, judging
from bot import errors as no
from bot import events as e
from bot.book import Book
from bot.moments import moment
from bot.people import Person
from bot.ports import Transaction
from bot.speech import say
from bot.ticket import ENDED, Status, Ticket


def pend(book: Book, tx: Transaction, ticket: Ticket, by: Person, until: datetime | None, source: str | None) -> Ticket:
    """Raises TicketClosed, or Misunderstood for a time that is past."""
    if ticket.status is Status.CLOSED:
        raise no.TicketClosed
    if until and until <= book.now():
        raise no.Misunderstood(say("{time} is in the past.", time=moment(until)))
    if ticket.status is Status.PENDING and ticket.wake_at == until:
        return ticket
    return book.record(tx, ticket, by, e.Pended(until), source)


def resolve(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, code: str, note: str, source: str | None
) -> Ticket:  # fmt: skip
    if ticket.status in ENDED:
        return ticket
    _want_free(book, tx, ticket, by)
    completeness.want(book.settings, ticket, by, "resolve", code, note)
    closes_at = book.now() + book.settings.queue(ticket.queue).close_after
    fact = e.Resolved(code or "fixed", note.strip(), closes_at, judging.warns_at(book, ticket, closes_at))
    return book.record(tx, ticket, by, fact, source)


def close(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, code: str, note: str, source: str | None
) -> Ticket:  # fmt: skip
    if ticket.status is Status.CLOSED:
        return ticket
    _want_free(book, tx, ticket, by)
    completeness.want(book.settings, ticket, by, "close", code, note)
    return book.record(tx, ticket, by, e.Closed(code, note.strip()), source)


def reopen(book: Book, tx: Transaction, ticket: Ticket, by: Person, source: str | None) -> Ticket:
    if ticket.status in (Status.NEW, Status.OPEN):
        return ticket
    return book.record(tx, ticket, by, e.Reopened(), source)


def _want_free(book: Book, tx: Transaction, ticket: Ticket, by: Person) -> None:
    """What blocks a ticket is for the agents to wait for; whoever asked it may always be done with it."""
    if access.is_agent(by, book.settings.queue(ticket.queue)) and (found := blockers.of(tx, ticket)):
        named = ", ".join(f"#{number}" for number in found)
        raise no.Refused(
            say(
                "#{number} is blocked by {blockers}. End that first, or remove the link: link {number} remove {first}.",
                number=ticket.number, blockers=named, first=found[0],
            )
        )  # fmt: skip
