"""Tickets that have to do with each other: tied, and untied, on both at once."""

from bot import errors as no
from bot import events as e
from bot import merging
from bot.book import Book
from bot.people import Person
from bot.ports import Transaction
from bot.relations import INVERSE, SENTENCES, How, between, numbers
from bot.ticket import Ticket

MOST = 50  # that a ticket is linked to
WALKED = 1_000  # tickets looked at for a circle


def link(book: Book, tx: Transaction, ticket: Ticket, by: Person, how: How, to: int, source: str | None) -> Ticket:
    """Let `ticket` stand to the ticket `to` as `how` says. Raises Refused for itself and for circles."""
    other = merging.other(book, tx, by, "link", to)
    if (source and tx.tickets.of(source) is not None) or how in between(ticket, other.number):
        return ticket
    if why := _why_not(tx, ticket, how, other):
        raise no.Refused(why)
    ticket = book.record(tx, ticket, by, e.Linked(other.number, how.value), source)
    book.write(tx, other, by, e.Linked(ticket.number, INVERSE[how].value))
    return ticket


def unlink(book: Book, tx: Transaction, ticket: Ticket, by: Person, to: int, source: str | None) -> Ticket:
    """Let `ticket` have nothing to do with the ticket `to` any more."""
    merging.other(book, tx, by, "link", to)
    other = tx.tickets.get(to)
    if source and tx.tickets.of(source) is not None:
        return ticket
    for how in between(ticket, to):
        ticket = book.record(tx, ticket, by, e.Unlinked(to, how.value), source)
        book.write(tx, other, by, e.Unlinked(ticket.number, INVERSE[how].value))
        other, source = tx.tickets.get(to), None
    return ticket


def twin(event: e.Event, history: list[e.Event]) -> e.Event | None:
    """The event of the other ticket's standing `history` that says of the same link what `event` does."""
    fact = event.fact
    assert isinstance(fact, e.Linked | e.Unlinked)
    meant = type(fact)(event.ticket, INVERSE[How(fact.how)].value)
    return next((one for one in reversed(history) if one.fact == meant), None)


def _why_not(tx: Transaction, ticket: Ticket, how: How, other: Ticket) -> str:
    if ticket.number == other.number:
        return f"#{other.number} is this very ticket. Name another one."
    if len(ticket.links) >= MOST or len(other.links) >= MOST:
        return f"A ticket is linked to at most {MOST} others. Remove a link first: link {ticket.number} remove 17."
    if how in (How.BLOCKS, How.BLOCKED, How.CHILD, How.PARENT) and _leads(tx, other, how, ticket.number):
        said = SENTENCES[how].format(ticket.number)
        return f"That would be a circle: #{other.number} {said} already, itself or by way of others."
    child = {How.CHILD: ticket, How.PARENT: other}.get(how)
    if child and (parents := numbers(child, How.CHILD)):
        return f"#{child.number} is a child of #{parents[0]} already. Remove that link first."
    return ""


def _leads(tx: Transaction, start: Ticket, how: How, to: int) -> bool:
    """Does going on from `start` in the same way lead to the ticket `to`?"""
    seen, ahead = {start.number}, [start]
    while ahead and len(seen) < WALKED:
        for number in numbers(ahead.pop(), how):
            if number == to:
                return True
            if number not in seen and (found := tx.tickets.look(number)):
                seen.add(number)
                ahead.append(found)
    return False
