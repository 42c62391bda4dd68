"""The verbs as people type them, in an order in which each of them changes something; and what each leaves behind."""

from dataclasses import dataclass, field
from typing import Any

from adapters.verbs import TABLE
from bot.errors import NoSuchTicket

NO_TICKET = str(NoSuchTicket())
AGENTS_ONLY = "Only the agents of this queue can do that."


@dataclass(frozen=True)
class Deed:
    """`fact` is what it adds to the ticket's history, "" for what only reads; `options` are Discord's."""

    verb: str
    rest: str = ""
    fact: str = ""
    options: dict[str, Any] = field(default_factory=dict)


ON_A_TICKET = (
    Deed("claim", "", "Assigned"),
    Deed("release", "", "Released"),
    Deed("assign", "@cleo", "Assigned", {"agent": "cleo"}),
    Deed("priority", "high", "Prioritised", {"priority": "high"}),
    Deed("tag", "+vpn", "Tagged", {"tags": "+vpn"}),
    Deed("subject", "Another one", "Retitled", {"subject": "Another one"}),
    Deed("note", "She pulled the plug.", "Noted", {"text": "She pulled the plug."}),
    Deed("reply", "Please plug it in.", "Replied", {"text": "Please plug it in."}),
    Deed("escalate", "It burns.", "Escalated", {"reason": "It burns."}),
    Deed("pend", "2h", "Pended", {"until": "2h"}),
    Deed("resolve", "", "Resolved", {"code": "fixed"}),
    Deed("reopen", "", "Reopened"),
    Deed("close", "fixed", "Closed", {"code": "fixed"}),
    Deed("show"),
    Deed("history"),
    Deed("queue", "billing", "Moved", {"queue": "billing"}),
)
ON_THE_DESK = (Deed("mine"), Deed("list", "status:open", "", {"filter": "status:open"}), Deed("help"))
OPENING = Deed("open", "A new question", "Opened", {"subject": "A new question", "text": "Why?"})
OWN = frozenset(verb.name for verb in TABLE if verb.who == "own")
WORD = {verb.name: verb.word for verb in TABLE}


def may(role: str, verb: str) -> bool:
    """What product.md promises: agents all, requesters their own, anybody to open and to ask."""
    who = next(one.who for one in TABLE if one.name == verb)
    return role in ("agent", "supervisor") or who == "all" or (who == "own" and role == "requester")


def refusal(role: str, verb: str) -> str:
    """What the denied are told: of one's own ticket that agents do this, else that there is no such ticket."""
    return AGENTS_ONLY if role == "requester" or verb == "list" else NO_TICKET


def test_the_deeds_are_all_verbs_there_are():
    assert {one.verb for one in (*ON_A_TICKET, *ON_THE_DESK, OPENING)} == {verb.name for verb in TABLE}
