"""Those of the requester's side whom an agent put beside the requester: answers go to them too, by mail.

What they write is of the requester's side from then on, and only then: nobody gets there by writing Cc. They get no
earlier history, and nothing but what leaves while they are there.
"""

from bot import blocking
from bot import errors as no
from bot import events as e
from bot.addresses import MOST_COPIED, is_ours
from bot.book import Book
from bot.people import Person
from bot.ports import Transaction
from bot.speech import say
from bot.ticket import Ticket


def add(book: Book, tx: Transaction, ticket: Ticket, by: Person, place: str, source: str | None) -> Ticket:
    """Let answers go to `place` too. Raises Refused for who gets them anyway, and who must not."""
    if place in ticket.cc:
        return ticket
    address = place.partition(":")[2]
    if place in (ticket.requester, ticket.origin):
        raise no.Refused(
            say(
                "{address} is the requester of #{number}: every answer goes there anyway.",
                address=address, number=ticket.number,
            )
        )  # fmt: skip
    want_reachable(book, tx, place)
    want_room(ticket)
    return book.record(tx, ticket, by, e.Copied(place), source)


def want_room(ticket: Ticket) -> None:
    """Refuse one more than can read along."""
    if len(ticket.cc) >= MOST_COPIED:
        raise no.Refused(
            say(
                "{most} addresses read along on #{number} already, and no more can. Take one out.",
                most=MOST_COPIED, number=ticket.number,
            )
        )  # fmt: skip


def remove(book: Book, tx: Transaction, ticket: Ticket, by: Person, place: str, source: str | None) -> Ticket:
    """Let answers go to `place` no more."""
    return book.record(tx, ticket, by, e.Uncopied(place), source) if place in ticket.cc else ticket


def want_reachable(book: Book, tx: Transaction, place: str) -> None:
    """Refuse an address that is ours, or that an agent has blocked."""
    address = place.partition(":")[2]
    if is_ours(book.settings, place):
        raise no.Refused(
            say("{address} brings mail to this desk: what goes there would only come back.", address=address)
        )
    if blocking.standing(book, tx, place):
        raise no.Refused(
            say("{address} is blocked. To let mail go there again: /desk unblock {address}", address=address)
        )
