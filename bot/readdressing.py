"""Whose ticket it is, set right: somebody else asks it from now on, and the one before has no right to it."""

from bot import copying, undoing
from bot import events as e
from bot.book import Book
from bot.people import Person, channel_of
from bot.ports import Transaction
from bot.ticket import Ticket


def hand(book: Book, tx: Transaction, ticket: Ticket, by: Person, asker: Person, source: str | None) -> Ticket:
    """Make `asker` the requester: answers go where they are reached, and what did not leave yet goes to nobody.

    Raises Refused for who must get none.
    """
    if (ticket.requester, ticket.origin) == (asker.place, asker.place):
        return ticket
    if channel_of(asker.place) == "mail":
        copying.want_reachable(book, tx, asker.place)
    if source and tx.tickets.of(source) is not None:
        return ticket
    tx.people.meet(asker, book.now())
    if ticket.origin != asker.place:
        tx.cards.leave(ticket.number, ticket.origin)  # the thread of who asked before shows nothing more of it
    ticket = undoing.recall(book, tx, ticket, by)
    fact = e.Readdressed(asker.place, asker.name, asker.place, ticket.requester_name)
    return book.write(tx, ticket, by, fact, source)
