"""Agents who follow a ticket that is not theirs: its thread mentions them when something happens."""

from bot import access, knowing
from bot import errors as no
from bot import events as e
from bot.book import Book
from bot.people import Person
from bot.ports import Transaction
from bot.speech import say
from bot.ticket import Ticket

MOST = 20  # watchers of one ticket: as many as a line can mention


def toggle(book: Book, tx: Transaction, ticket: Ticket, by: Person, source: str | None) -> Ticket:
    """Follow it, or stop."""
    own = knowing.own(tx, by)
    known = next((one for one in ticket.watchers if one.place in own), None)
    return book.record(tx, ticket, by, e.Unfollowed(known), source) if known else add(book, tx, ticket, by, by, source)


def add(book: Book, tx: Transaction, ticket: Ticket, by: Person, agent: Person, source: str | None) -> Ticket:
    """Let `agent` follow it. Raises Unknown where they work neither in its queue nor in one that follows it."""
    if any(one.place == agent.place for one in ticket.watchers):
        return ticket
    queues = (book.settings.queue(ticket.queue), *book.settings.named(ticket.watching))
    if not any(access.is_agent(agent, queue) for queue in queues):
        raise no.Unknown(
            say(
                "{name} is not an agent of the queue {queue}, and could not read along.",
                name=agent.name, queue=ticket.queue,
            )
        )  # fmt: skip
    if len(ticket.watchers) >= MOST:
        raise no.Refused(
            say(
                "{most} people follow #{number} already, and no more can. Take somebody out first.",
                most=MOST, number=ticket.number,
            )
        )  # fmt: skip
    return book.record(tx, ticket, by, e.Followed(e.Watcher(agent.place, agent.name)), source)


def remove(book: Book, tx: Transaction, ticket: Ticket, by: Person, agent: Person, source: str | None) -> Ticket:
    """Let `agent` follow it no more: also who is no agent any more."""
    known = next((one for one in ticket.watchers if one.place == agent.place), None)
    return book.record(tx, ticket, by, e.Unfollowed(known), source) if known else ticket
