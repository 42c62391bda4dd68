"""How well were they helped: asked once after a ticket's end, and seldom of one person; answered 1 to 5."""

from bot import errors as no
from bot import events as e
from bot import reach
from bot.book import Book
from bot.people import DESK, Person, channel_of
from bot.ports import Transaction
from bot.questions import questions
from bot.speech import later, say
from bot.ticket import Status, Ticket

SCORES = ("1", "2", "3", "4", "5")
LOW = 2  # and below: the supervisors are told
UNRATED = ("spam", "duplicate", "no-response")  # ends that nobody is asked about


def ask(book: Book, tx: Transaction, ticket: Ticket) -> Ticket:
    """Ask the requester of a ticket that was just closed, where their queue wants that and they can be asked."""
    queue = book.settings.queue(ticket.queue)
    if not queue.survey or ticket.status is not Status.CLOSED or ticket.resolution in UNRATED:
        return ticket
    if reason := _why_not(book, tx, ticket):
        return book.record(tx, ticket, DESK, e.Unasked(reason))
    if tx.tickets.surveyed(ticket.requester, book.now() - queue.survey_pause):
        return book.record(tx, ticket, DESK, e.Unasked(later("they were asked for a rating a short while ago")))
    return book.record(tx, ticket, DESK, e.Surveyed())


def _why_not(book: Book, tx: Transaction, ticket: Ticket) -> str:
    if channel_of(ticket.origin) == "mail" and not book.settings.public_url:
        return later("a rating by mail needs PUBLIC_URL")
    return reach.why_not(book, tx, ticket)


def rate(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, score: int, comment: str, source: str | None
) -> Ticket:  # fmt: skip
    """Take the requester's rating, once for each time they were asked. Raises Refused with a kind word for a second."""
    if source and tx.tickets.of(source) is not None:
        return ticket
    said = questions(book.settings.tongue(ticket.queue, ticket.language))
    if str(score) not in SCORES:
        raise no.Misunderstood(say("{score} is no rating: say a number from 1 to 5.", score=score))
    if ticket.surveyed_at is None:
        told = said.rated_before if ticket.rating else said.over
        raise no.Refused(told.replace("{number}", str(ticket.number)))
    pinged = book.settings.queue(ticket.queue).supervisors if score <= LOW else ()
    return book.record(tx, ticket, by, e.Rated(score, comment.strip(), pinged), source)
