"""The article that may answer a new ticket, said in its thread: once, quietly, and only where it fits well."""

from bot import events as e
from bot.book import Book
from bot.people import DESK
from bot.ports import Transaction
from bot.terms import terms
from bot.ticket import ENDED, Ticket

READ = 2_000  # characters of the question
MOST = 200  # terms looked for


def suggest(book: Book, tx: Transaction, ticket: Ticket, text: str) -> Ticket:
    """Name the article whose title fits what was asked, if people do not think little of it."""
    if ticket.status in ENDED or ticket.joined or tx.held.has(ticket.number) or not tx.articles.any(ticket.queue):
        return ticket
    told = list(dict.fromkeys(terms(f"{ticket.subject} {text[:READ]}")))[:MOST]
    found = [one for one in tx.articles.titled(told, ticket.queue, 5) if one.down <= one.up]
    if not found:
        return ticket
    return book.record(tx, ticket, DESK, e.Suggested(found[0].number, found[0].title))
