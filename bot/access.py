"""Who may do what. Asked by the Desk for every verb, at the moment of the deed; denied by default."""

from bot.config import Queue
from bot.errors import AgentsOnly, NoSuchTicket
from bot.people import Person, is_rule
from bot.ticket import Ticket

REQUESTERS_OWN = frozenset({"show", "history", "transcript", "resolve", "close", "reopen"})
REQUESTERS_ALONE = frozenset({"solved", "unsolved", "rate"})  # what nobody says for another
ANYBODY = frozenset({"open", "help", "me", "mine"})
AGENTS = frozenset(
    {"show", "history", "claim", "release", "assign", "reply", "note", "priority", "queue", "tag", "subject", "pend",
     "whole", "resolve", "close", "reopen", "escalate", "list", "search", "view", "mark", "undo", "retry", "belongs",
     "separate", "why", "merge", "split", "link", "watch", "cc", "uncc", "requester", "incident", "kb", "article",
     "macro", "macros", "send", "discard", "block", "unblock", "blocked", "parked", "cuts", "set", "time", "tags",
     "acknowledge", "later", "hours", "transcript", "board", "stats", "oncall", "handover", "handon"}
)  # fmt: skip
# agents of a queue that only follows the ticket
WATCHERS = frozenset({"watch", "show", "history", "whole", "why", "note"})
SUPERVISORS = frozenset({"audit", "dead", "rules"})


RULES = frozenset(
    {"release", "note", "priority", "queue", "tag", "subject", "set", "pend", "resolve", "close", "reopen", "escalate"}
)


def is_agent(person: Person, queue: Queue) -> bool:
    """Does the platform say, now, that `person` works in `queue`? Without a list: whoever can see a room."""
    listed = queue.agents or queue.rooms
    return bool({person.place, *person.grants} & {*listed, *queue.supervisors})


def is_supervisor(person: Person, queue: Queue) -> bool:
    return bool({person.place, *person.grants} & set(queue.supervisors))


def may(
    person: Person, verb: str, queue: Queue, ticket: Ticket | None = None, watching: tuple[Queue, ...] = ()
) -> bool:  # fmt: skip
    """May `person` do `verb` in `queue`, on `ticket`, which the queues `watching` follow?"""
    if is_rule(person):  # whoever sets it off: it stands in desk.toml, which is the admin's
        return verb in RULES or verb == "show"
    if verb in ANYBODY or (verb in WATCHERS and any(is_agent(person, one) for one in watching)):
        return True
    if verb in AGENTS and is_agent(person, queue):
        return True
    if verb in SUPERVISORS and is_supervisor(person, queue):
        return True
    return verb in REQUESTERS_OWN | REQUESTERS_ALONE and ticket is not None and ticket.requester in person.places


def check(
    person: Person, verb: str, queue: Queue, ticket: Ticket | None = None, watching: tuple[Queue, ...] = ()
) -> None:  # fmt: skip
    """Refuse what `may` denies. Strangers get the same answer for a forbidden ticket as for none at all."""
    if may(person, verb, queue, ticket, watching):
        return
    if ticket and ticket.requester not in person.places:
        raise NoSuchTicket
    raise AgentsOnly
