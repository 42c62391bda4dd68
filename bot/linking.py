"""Tickets that have to do with each other: tied, and untied, on both at once."""

from bot import errors as no
from bot import events as e
from bot import merging
from bot.book import Book
from bot.people import Person
from bot.ports import Transaction
from bot.relations import INVERSE, How, between, numbers
from bot.speech import later, say, shown
from bot.ticket import Ticket

MOST = 50  # that a ticket is linked to
WALKED = 1_000  # tickets looked at for a circle
CIRCLES = {
    How.BLOCKS: later("That would be a circle: #{other} blocks #{number} already, itself or by way of others."),
    How.BLOCKED: later("That would be a circle: #{other} is blocked by #{number} already, itself or by way of others."),
    How.CHILD: later("That would be a circle: #{other} is a child of #{number} already, itself or by way of others."),
    How.PARENT: later(
        "That would be a circle: #{other} is the parent of #{number} already, itself or by way of others."
    ),
}


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
        return say("#{number} is this very ticket. Name another one.", number=other.number)
    if len(ticket.links) >= MOST or len(other.links) >= MOST:
        return say(
            "A ticket is linked to at most {most} others. Remove a link first: link {number} remove 17.",
            most=MOST, number=ticket.number,
        )  # fmt: skip
    if how in CIRCLES and _leads(tx, other, how, ticket.number):
        return shown(CIRCLES[how], other=other.number, number=ticket.number)
    child = {How.CHILD: ticket, How.PARENT: other}.get(how)
    if child and (parents := numbers(child, How.CHILD)):
        return say(
            "#{number} is a child of #{parent} already. Remove that link first.",
            number=child.number, parent=parents[0],
        )  # fmt: skip
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
