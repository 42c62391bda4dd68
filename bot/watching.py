"""A mail that came to the mailboxes of two queues is one ticket: the second queue follows it."""

from bot import routing
from bot.book import Book
from bot.events import Event, Moved, Opened, Watched, Wrote
from bot.incoming import Incoming
from bot.people import DESK
from bot.ports import Draft, Kind, Transaction
from bot.ticket import Ticket


def join(book: Book, tx: Transaction, ticket: Ticket, message: Incoming) -> Ticket:
    """Let the queue that `message` came to follow the `ticket` that has it already, if it was not its own before.

    Its rooms get the thread with the words that came there.
    """
    if message.queue in (ticket.queue, *ticket.watching) or message.automatic or not message.is_mail:
        return ticket
    history = tx.tickets.history(ticket.number)
    said = next((event for event in history if event.source == message.source), None)
    if said is None or not _is_shown(said) or message.queue in _homes(history):
        return ticket
    known = tx.cards.rooted(ticket.number)
    ticket = book.write(tx, ticket, DESK, Watched(message.queue))
    for room in routing.rooms(ticket, book.settings):
        if room not in known and room in book.settings.queue(message.queue).rooms:
            tx.posts.queue(ticket.number, Draft(room, Kind.LINE, event=said.id), book.now())
    return ticket


def _is_shown(event: Event) -> bool:
    return isinstance(event.fact, Opened | Wrote) and not event.fact.quiet


def _homes(history: list[Event]) -> set[str]:
    """The queues it has been in: their mailboxes are read again when a server numbers its mails anew."""
    return {event.fact.queue for event in history if isinstance(event.fact, Opened | Moved)}
