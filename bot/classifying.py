"""What a ticket is: its priority, queue, tags and subject."""

from bot import errors as no
from bot import events as e
from bot.book import Book
from bot.labels import spelled
from bot.people import Person
from bot.ports import Transaction
from bot.speech import say
from bot.ticket import Priority, Ticket


def priority(book: Book, tx: Transaction, ticket: Ticket, by: Person, level: Priority, source: str | None) -> Ticket:
    if ticket.priority is level and ticket.is_rated:
        return ticket
    return book.record(tx, ticket, by, e.Prioritised(level.value), source)


def queue(book: Book, tx: Transaction, ticket: Ticket, by: Person, name: str, source: str | None) -> Ticket:
    """Raises Unknown where there is no such queue."""
    names = [known.name for known in book.settings.queues]
    if name not in names:
        raise no.Unknown(say("There is no queue {name}. There are: {known}.", name=name, known=", ".join(names)))
    if ticket.queue == name:
        return ticket
    return book.record(tx, ticket, by, e.Moved(name), source)


def tag(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, add: tuple[str, ...], remove: tuple[str, ...],
    source: str | None,
) -> Ticket:  # fmt: skip
    added = tuple(dict.fromkeys(one for one in map(spelled, add) if one not in ticket.tags))
    removed = tuple(one for one in map(str.casefold, remove) if one in ticket.tags)
    if not added and not removed:
        return ticket
    return book.record(tx, ticket, by, e.Tagged(added, removed), source)


def subject(book: Book, tx: Transaction, ticket: Ticket, by: Person, words: str, source: str | None) -> Ticket:
    """Raises EmptyText."""
    if not words.strip():
        raise no.EmptyText
    if ticket.subject == words.strip():
        return ticket
    return book.record(tx, ticket, by, e.Retitled(words.strip()), source)
