"""What must end before a ticket can, and what may go on when it has."""

from collections.abc import Iterator

from bot.matching import followed
from bot.ports import Transaction
from bot.relations import How, numbers
from bot.ticket import ENDED, Ticket


def of(tx: Transaction, ticket: Ticket) -> list[int]:
    """The tickets that block it and have not ended; a merged one counts as what it went into."""
    return _open(tx, ticket, How.BLOCKED)


def children(tx: Transaction, ticket: Ticket) -> list[int]:
    """Its children that have not ended."""
    return _open(tx, ticket, How.PARENT)


def freed(tx: Transaction, ended: Ticket) -> Iterator[Ticket]:
    """The tickets that `ended`, or what was merged into it, blocked, and that nothing blocks any more; locked."""
    waiting = {number for one in _parts(tx, ended) for number in numbers(one, How.BLOCKS)}
    home = followed(tx, ended.number)
    for number in sorted(waiting):
        other = followed(tx, number)
        is_itself = bool(other and home and other.number == home.number)
        if other and not is_itself and other.status not in ENDED and not of(tx, other):
            yield tx.tickets.get(other.number)


def _open(tx: Transaction, ticket: Ticket, how: How) -> list[int]:
    found = (followed(tx, number) for number in numbers(ticket, how))
    return sorted({one.number for one in found if one and one.status not in ENDED} - {ticket.number})


def _parts(tx: Transaction, ticket: Ticket) -> Iterator[Ticket]:
    """The ticket, and all that went into it."""
    yield ticket
    for number in numbers(ticket, How.PART):
        if (part := tx.tickets.look(number)) and part.joined == ticket.number:
            yield from _parts(tx, part)
