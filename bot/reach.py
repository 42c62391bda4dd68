"""May anything automatic go to a requester who did not just write? Not where nobody reads it, or nobody wants it."""

from bot import caps
from bot.book import Book
from bot.events import Opened, Wrote
from bot.people import NOBODY, channel_of
from bot.ports import Transaction
from bot.speech import later
from bot.stops import silence
from bot.ticket import Ticket


def why_not(book: Book, tx: Transaction, ticket: Ticket) -> str:
    """Why it may not; "" where it may."""
    if not ticket.origin or ticket.requester == NOBODY:
        return later("the requester has no place to answer to")
    if stopped := silence(tx.stops.at(ticket.origin, book.now())):
        return stopped
    if channel_of(ticket.origin) == "mail" and not _is_person(tx, ticket):
        return later("no person wrote it")
    return caps.silence(book, tx, ticket)


def _is_person(tx: Transaction, ticket: Ticket) -> bool:
    """Did a human being of the requester's side ever write?"""
    facts = (event.fact for event in tx.tickets.history(ticket.number))
    return any(isinstance(fact, Opened | Wrote) and not fact.automatic for fact in facts)
