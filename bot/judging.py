"""The requester's judgement: is it solved? Asked when a ticket is resolved, and once more before silence closes it."""

from datetime import datetime, timedelta

from bot import errors as no
from bot import events as e
from bot import reach, surveys
from bot.apply.states import LAST_WORDS
from bot.book import Book
from bot.people import CLOCK, Person
from bot.ports import Transaction
from bot.questions import Questions, questions
from bot.solved import answer
from bot.ticket import ENDED, Status, Ticket

LOOKED_BACK = 20  # events among which the question is sought
ASKS = e.Resolved | e.Warned
SPEAKS = e.Replied | e.Acknowledged | ASKS


def warns_at(book: Book, ticket: Ticket, closes_at: datetime) -> datetime | None:
    """When the requester is to be warned that silence closes the ticket; None for not at all."""
    before = book.settings.queue(ticket.queue).warn_before
    return closes_at - before if before > timedelta() and ticket.origin else None


def confirm(book: Book, tx: Transaction, ticket: Ticket, by: Person, source: str | None) -> Ticket:
    """Yes: closed, and they are asked how it was. Raises Refused where that is not the question any more."""
    if source and tx.tickets.of(source) is not None:
        return ticket
    if ticket.status is Status.CLOSED:
        return ticket
    if ticket.status is not Status.RESOLVED:
        raise no.Refused(_said(book, ticket).over.replace("{number}", str(ticket.number)))
    closed = book.record(tx, ticket, by, e.Closed(confirmed=True), source)
    return surveys.ask(book, tx, closed)


def objects(book: Book, tx: Transaction, ticket: Ticket, by: Person, missing: str, source: str | None) -> Ticket:
    """Not yet: open again, its owner is pinged, and the requester asked what is missing, unless they said so.

    Raises Refused where it was closed longer ago than `reopen_days`.
    """
    if source and tx.tickets.of(source) is not None:
        return ticket
    is_heard = ticket.last_words == missing.strip()[:LAST_WORDS]  # a page that is loaded anew sends its words again
    if ticket.status not in ENDED and (is_heard or not missing.strip()):
        return ticket
    if is_too_late(book, ticket):
        raise no.Refused(_said(book, ticket).over.replace("{number}", str(ticket.number)))
    return book.record(tx, ticket, by, e.Objected(missing.strip(), _owner(ticket)), source)


def is_too_late(book: Book, ticket: Ticket) -> bool:
    """Closed longer ago than its queue's `reopen_days`: what comes now opens a linked follow-up."""
    if ticket.status is not Status.CLOSED or not ticket.updated_at:
        return False
    return book.now() - ticket.updated_at > timedelta(days=book.settings.queue(ticket.queue).reopen_days)


def answered(book: Book, tx: Transaction, ticket: Ticket, by: Person, text: str) -> bool | None:
    """Does their whole message say Yes (True) or Not yet (False), and was that the last thing we asked?"""
    if ticket.status is not Status.RESOLVED or by.place != ticket.requester:
        return None
    found = answer(text, by.name, book.settings.tongue(ticket.queue, ticket.language))
    if found is None:
        return None
    ours = (event.fact for event in tx.tickets.recent(ticket.number, LOOKED_BACK) if isinstance(event.fact, SPEAKS))
    return found if isinstance(next(ours, None), ASKS) else None


def follow(book: Book, tx: Transaction, ticket: Ticket, by: Person, fact: e.Wrote) -> Ticket:
    """What a bare Yes or Not yet in a message leads to."""
    if fact.solved is None:
        return ticket
    if fact.solved:
        return confirm(book, tx, ticket, by, None)
    return book.record(tx, ticket, by, e.Objected(pinged=_owner(ticket)))


def warn(book: Book, tx: Transaction, ticket: Ticket) -> Ticket:
    """Tell the requester, once, that silence closes the ticket soon; or write down why not."""
    assert ticket.close_at
    reason = reach.why_not(book, tx, ticket)
    return book.record(tx, ticket, CLOCK, e.Unasked(reason) if reason else e.Warned(ticket.close_at))


def _owner(ticket: Ticket) -> tuple[str, ...]:
    return (ticket.owner,) if ticket.owner else ()


def _said(book: Book, ticket: Ticket) -> Questions:
    return questions(book.settings.tongue(ticket.queue, ticket.language))
