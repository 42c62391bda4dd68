"""An agent's answer to the requester."""

from functools import partial

from bot import errors as no
from bot import locking
from bot.book import Book
from bot.events import File, Replied
from bot.people import Person
from bot.ports import Transaction
from bot.speech import say
from bot.ticket import Status, Ticket


def reply(
    book: Book, keys: locking.Keyring, tx: Transaction, ticket: Ticket, by: Person, said: tuple[str, tuple[File, ...]],
    source: str | None, is_in_clear: bool,
) -> Ticket:  # fmt: skip
    """Record the answer: text and files. Raises EmptyText, TicketClosed, Refused, or MustBeEncrypted."""
    text, files = said
    if not text.strip() and not files:
        raise no.EmptyText
    if ticket.status is Status.CLOSED:
        raise no.TicketClosed
    if not ticket.origin:
        raise no.Refused(
            say("#{number} was written down without an address: there is nowhere to answer to.", number=ticket.number)
        )
    lock = locking.lock(keys, book.settings, ticket, partial(tx.tickets.history, ticket.number), is_in_clear)
    tx.drafting.end(ticket.number, by.place)
    return book.record(tx, ticket, by, Replied(text.strip(), files, lock.kind, lock.trouble), source)
