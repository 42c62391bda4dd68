"""Who may do what. Asked by the Desk for every verb, at the moment of the deed; denied by default."""

from bot.config import Queue
from bot.errors import AgentsOnly, NoSuchTicket
from bot.people import Person
from bot.ticket import Ticket

REQUESTERS_OWN = frozenset({"show", "history", "resolve", "close", "reopen"})
ANYBODY = frozenset({"open", "help", "mine"})
AGENTS = frozenset(
    {"show", "history", "claim", "release", "assign", "reply", "note", "priority", "queue", "tag", "subject", "pend",
     "resolve", "close", "reopen", "escalate", "list", "mark"}
)  # fmt: skip


def is_agent(person: Person, queue: Queue) -> bool:
    """Does the platform say, now, that `person` works in `queue`? Without a list: whoever can see a room."""
    listed = queue.agents or queue.rooms
    return bool({person.place, *person.grants} & {*listed, *queue.supervisors})


def is_supervisor(person: Person, queue: Queue) -> bool:
    return bool({person.place, *person.grants} & set(queue.supervisors))


def may(person: Person, verb: str, queue: Queue, ticket: Ticket | None = None) -> bool:
    """May `person` do `verb` in `queue`, on `ticket`?"""
    if verb in ANYBODY:
        return True
    if verb in AGENTS and is_agent(person, queue):
        return True
    return verb in REQUESTERS_OWN and ticket is not None and person.place == ticket.requester


def check(person: Person, verb: str, queue: Queue, ticket: Ticket | None = None) -> None:
    """Refuse what `may` denies. Strangers get the same answer for a forbidden ticket as for none at all."""
    if may(person, verb, queue, ticket):
        return
    if ticket and person.place != ticket.requester:
        raise NoSuchTicket
    raise AgentsOnly
