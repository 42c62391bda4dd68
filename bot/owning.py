"""Whose a ticket is."""

from bot import access, knowing
from bot import errors as no
from bot import events as e
from bot.book import Book
from bot.people import Person, is_rule
from bot.ports import Transaction
from bot.speech import say
from bot.ticket import Ticket


def claim(book: Book, tx: Transaction, ticket: Ticket, by: Person, steal: bool, source: str | None) -> Ticket:
    """Raises AlreadyOwned where somebody has it and `steal` is not said."""
    if ticket.owner == by.place or (ticket.owner in knowing.own(tx, by) and not steal):
        return ticket
    if ticket.owner and not steal:
        raise no.AlreadyOwned(
            say(
                "{owner} has #{number}. To take it over: claim --steal, or the card's menu.",
                owner=ticket.owner_name, number=ticket.number,
            )
        )  # fmt: skip
    return book.record(tx, ticket, by, e.Assigned(by.place, by.name, ticket.owner_name), source)


def release(book: Book, tx: Transaction, ticket: Ticket, by: Person, source: str | None) -> Ticket:
    """Raises NotYours where another has it and `by` is no supervisor."""
    if not ticket.owner:
        return ticket
    is_anothers = ticket.owner not in knowing.own(tx, by) and not is_rule(by)
    if is_anothers and not access.is_supervisor(by, book.settings.queue(ticket.queue)):
        raise no.NotYours(
            say(
                "{owner} has #{number}; only they or a supervisor can give it back.",
                owner=ticket.owner_name, number=ticket.number,
            )
        )  # fmt: skip
    return book.record(tx, ticket, by, e.Released(), source)


def assign(book: Book, tx: Transaction, ticket: Ticket, by: Person, agent: Person, source: str | None) -> Ticket:
    """Raises Unknown where `agent` does not work in the ticket's queue."""
    if ticket.owner == agent.place:
        return ticket
    if not access.is_agent(agent, book.settings.queue(ticket.queue)):
        raise no.Unknown(say("{name} is not an agent of the queue {queue}.", name=agent.name, queue=ticket.queue))
    return book.record(tx, ticket, by, e.Assigned(agent.place, agent.name, ticket.owner_name), source)
