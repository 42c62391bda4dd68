"""What may be read of tickets, by whom."""

from dataclasses import replace

from bot import access, knowing, undoing
from bot import errors as no
from bot import events as e
from bot.apply import apply
from bot.config import Settings
from bot.filters import Filter
from bot.people import Person
from bot.ports import Transaction
from bot.routing import is_public, publicly
from bot.ticket import Status, Ticket

PAGE = 20  # tickets a list shows


def history(tx: Transaction, settings: Settings, ticket: Ticket, by: Person) -> list[e.Event]:
    """Every event, oldest first; for a requester the public part, and what they said themselves."""
    if access.may(by, "why", settings.queue(ticket.queue), None, settings.named(ticket.watching)):
        return tx.tickets.history(ticket.number)
    return requesters(tx, ticket, by.place)


def requesters(tx: Transaction, ticket: Ticket, place: str) -> list[e.Event]:
    """The history as the requester at `place` may read it: what was said from there, and what was told whoever asked
    the ticket while that was they. Who was made the requester later does not get what the one before was told.
    """
    events = tx.tickets.history(ticket.number)
    unsaid = tx.posts.held(ticket.number) | undoing.taken_back(events)
    own, then, theirs = tx.people.places(place), Ticket(ticket.number), list[e.Event]()
    for one in events:
        then = apply(then, one)
        if one.id not in unsaid and (one.by.place in own or (is_public(one.fact) and then.requester in own)):
            theirs.append(one if one.by.place in own else publicly(one))
    return theirs


def mine(tx: Transaction, settings: Settings, by: Person, limit: int = PAGE, offset: int = 0) -> list[Ticket]:
    """The tickets that `by` owns, and then those they asked for, not closed."""
    theirs = working_in(settings, by)
    own = tuple(sorted(knowing.own(tx, by)))
    owned = tx.tickets.search(Filter(owners=own, queues=theirs), limit + offset) if theirs else []
    unended = Filter((*Filter().statuses, Status.RESOLVED), requesters=own)
    asked = tx.tickets.search(unended, limit + offset)
    return list({ticket.number: ticket for ticket in (*owned, *asked)}.values())[offset : offset + limit]


def filtered(
    tx: Transaction, settings: Settings, by: Person, wanted: Filter, limit: int = PAGE, offset: int = 0
) -> list[Ticket]:  # fmt: skip
    """Those that match, of the queues where `by` is an agent. Raises AgentsOnly where that is none."""
    return tx.tickets.search(_theirs(tx, settings, by, wanted), limit, offset)


def moved_on(tx: Transaction, settings: Settings, by: Person, wanted: Filter, most: int) -> int:
    """How many match, up to `most`, but for being in a queue where `by` does not work: they counted where `by` does."""
    found = _theirs(tx, settings, by, wanted)
    others = tuple(queue.name for queue in settings.queues if not access.is_agent(by, queue))
    is_theirs = bool(found.stats and others and set(found.counted_in) <= set(working_in(settings, by)))
    return len(tx.tickets.search(replace(found, queues=others), most)) if is_theirs else 0


def _theirs(tx: Transaction, settings: Settings, by: Person, wanted: Filter) -> Filter:
    """What counted elsewhere is in none of the numbers that `by` reads, so no ticket of theirs. Raises AgentsOnly."""
    theirs = working_in(settings, by)
    if not theirs:
        raise no.AgentsOnly
    queues = tuple(set(theirs) & set(wanted.queues)) if wanted.queues is not None else theirs
    counted_in = tuple(one for one in theirs if one in (wanted.counted_in or theirs)) or wanted.counted_in
    mine = _mine(wanted, by, tuple(sorted(knowing.own(tx, by))))
    return replace(mine, queues=queues, counted_in=counted_in if wanted.stats else ())


def _mine(wanted: Filter, by: Person, own: tuple[str, ...]) -> Filter:
    """Where `by` is asked for as the owner, so are the other places that are proven to be theirs."""
    owners = (*wanted.owners, *own) if by.place in wanted.owners else wanted.owners
    return replace(wanted, owners=owners, without=tuple(_mine(one, by, own) for one in wanted.without))


def working_in(settings: Settings, by: Person) -> tuple[str, ...]:
    """The queues where `by` is an agent now."""
    return tuple(queue.name for queue in settings.queues if access.is_agent(by, queue))
