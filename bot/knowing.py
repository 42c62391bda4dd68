"""Who somebody is, whatever wire they come by: what is proven to be theirs is all the same person's."""

from dataclasses import replace

from bot import access
from bot.config import Settings
from bot.people import Person
from bot.ports import Transaction
from bot.ticket import Ticket


def own(tx: Transaction, by: Person) -> frozenset[str]:
    """Where `by` is somebody: what any of these places owns is theirs. What they may do, each platform says itself."""
    return tx.people.places(by.place)


def check(tx: Transaction, settings: Settings, by: Person, verb: str, ticket: Ticket) -> None:
    """As `access.check`: who would be refused is asked for by all that they are known as, and as nobody else."""
    queue, watching = settings.queue(ticket.queue), settings.named(ticket.watching)
    if not access.may(by, verb, queue, ticket, watching):
        by = replace(by, also=own(tx, by))
    access.check(by, verb, queue, ticket, watching)
