"""Messages that may belong to another ticket: proposed in its thread, and put there or kept apart by an agent."""

from datetime import timedelta

from bot import access, merging, splitting
from bot import events as e
from bot.book import Book
from bot.folding import shown
from bot.people import DESK, NOBODY, Person
from bot.ports import Transaction
from bot.speech import later
from bot.ticket import Ticket

PATIENCE = timedelta(minutes=15)  # after which the requester is told the number, decided or not
DAY, MOST = timedelta(days=1), 5  # proposals to one ticket: who writes its number into more is only mentioned
LOOKED_BACK = 50  # events of a ticket among which its proposals are counted


def may(book: Book, tx: Transaction, number: int) -> bool:
    """May one more message be proposed to this ticket today?"""
    recent = tx.tickets.recent(number, LOOKED_BACK)
    since = book.now() - DAY
    return sum(isinstance(event.fact, e.Proposed) and event.at > since for event in recent) < MOST


def propose(book: Book, tx: Transaction, ticket: Ticket, fact: e.Opened, candidate: int) -> None:
    """Ask the agents of the candidate. Its words are shown where the same agents see them anyway."""
    other = tx.tickets.get(candidate)
    text = shown(fact) if other.queue == ticket.queue else ""
    who = ticket.requester_name or "somebody"
    book.write(tx, other, DESK, e.Proposed(ticket.number, fact.rule, who, text))


def belongs(book: Book, tx: Transaction, ticket: Ticket, by: Person, source: str | None) -> Ticket:
    """Put what opened `ticket` where it may belong; or accept its doubtful message. Returns the ticket it is in."""
    if ticket.candidate is None:
        return _accept(book, tx, ticket, by, source) if ticket.doubtful else ticket
    other = merging.home(tx, ticket.candidate)
    access.check(by, "belongs", book.settings.queue(other.queue), other)
    if other.number == ticket.number:
        return ticket
    return merging.join(book, tx, ticket, other, by, source)


def separate(book: Book, tx: Transaction, ticket: Ticket, by: Person, source: str | None) -> Ticket:
    """Keep `ticket` apart, also where it had gone already; or open one for its doubtful message. Returns that."""
    if ticket.joined is not None:
        ticket, source = merging.unmerge(book, tx, ticket, by, source), None
        if ticket.candidate is None:
            return ticket
    if ticket.candidate is None:
        return _split(book, tx, ticket, by, source) if ticket.doubtful else ticket
    other = tx.tickets.get(ticket.candidate)
    access.check(by, "separate", book.settings.queue(other.queue), other)
    ticket = book.record(tx, ticket, by, e.Separated(other.number), source)
    if _is_known(tx, other, ticket.number):
        book.write(tx, other, by, e.Declined(ticket.number))
    return ticket


def is_told(tx: Transaction, ticket: Ticket) -> bool:
    """Was it decided already whether its requester is told the number?"""
    facts = (event.fact for event in tx.tickets.history(ticket.number))
    return any(isinstance(fact, e.Acknowledged | e.Unacknowledged) for fact in facts)


def doubtful(tx: Transaction, ticket: Ticket) -> e.Event:
    """The message of `ticket` that somebody should decide about."""
    return next(event for event in tx.tickets.history(ticket.number) if event.source == ticket.doubtful)


def _accept(book: Book, tx: Transaction, ticket: Ticket, by: Person, source: str | None) -> Ticket:
    fact = doubtful(tx, ticket).fact
    words = shown(fact) if isinstance(fact, e.Wrote) and fact.unverified else ""
    return book.record(tx, ticket, by, e.Accepted(words), source)


def _split(book: Book, tx: Transaction, ticket: Ticket, by: Person, source: str | None) -> Ticket:
    event = doubtful(tx, ticket)
    new = splitting.split(book, tx, ticket, by, (event.id,), source)
    if new.requester == NOBODY:
        new = book.record(tx, new, DESK, e.Unacknowledged(later("nobody vouches for its sender")))
    return new


def _is_known(tx: Transaction, other: Ticket, number: int) -> bool:
    """Was `other` ever asked about the ticket `number`?"""
    facts = (event.fact for event in tx.tickets.history(other.number))
    return any(isinstance(fact, e.Proposed) and fact.number == number for fact in facts)
