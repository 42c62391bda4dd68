"""The verbs as people type them, in an order in which each of them changes something; and what each leaves behind."""

from dataclasses import dataclass, field
from typing import Any

from adapters.verbs import TABLE
from bot.errors import NoSuchTicket

NO_TICKET = str(NoSuchTicket())
AGENTS_ONLY = "Only the agents of this queue can do that."
NOISE = "noise@example.net"  # somebody to block
# about the whole desk, not a ticket
WIDE = frozenset({"article", "kb", "macros", "list", "search", "view", "board", "stats", "hours", "tags", "block",
                  "blocked", "unblock", "handover", "handon", "oncall"})  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """`fact` is what it adds to the ticket's history, "" for what only reads; `options` are Discord's."""

    verb: str
    rest: str = ""
    fact: str = ""
    options: dict[str, Any] = field(default_factory=dict)


ON_A_TICKET = (
    Deed("claim", "", "Assigned"),
    Deed("acknowledge", "", "Heeded"),
    Deed("later", "30m", "Heeded"),
    Deed("release", "", "Released"),
    Deed("assign", "@cleo", "Assigned", {"agent": "cleo"}),
    Deed("priority", "high", "Prioritised", {"priority": "high"}),
    Deed("tag", "+vpn", "Tagged", {"tags": "+vpn"}),
    Deed("subject", "Another one", "Retitled", {"subject": "Another one"}),
    Deed("watch", "add @cleo", "Followed", {"do": "add", "agent": "cleo"}),
    Deed("set", "category hardware", "Categorised", {"field": "category", "value": "hardware"}),
    Deed("time", "15m", "TimeBooked", {"length": "15m"}),
    Deed("note", "She pulled the plug.", "Noted", {"text": "She pulled the plug."}),
    Deed("reply", "Please plug it in.", "Replied", {"text": "Please plug it in."}),
    Deed("escalate", "It burns.", "Escalated", {"reason": "It burns."}),
    Deed("pend", "2h", "Pended", {"until": "2h"}),
    Deed("resolve", "", "Resolved", {"code": "fixed"}),
    Deed("reopen", "", "Reopened"),
    Deed("solved"),
    Deed("unsolved"),
    Deed("rate", "5"),
    Deed("close", "fixed", "Closed", {"code": "fixed"}),
    Deed("show"),
    Deed("history"),
    Deed("why"),
    Deed("transcript", "text", "", {"how": "text"}),
    Deed("whole"),
    Deed("incident"),
    Deed("belongs"),
    Deed("separate"),
    Deed("undo", "", "Undone"),
    Deed("merge", "999999", "", {"into": 999999}),
    Deed("split", "--from 999999", "", {"from": "999999"}),
    Deed("link", "blocks 999999", "", {"how": "blocks", "to": 999999}),
    Deed("macro", "refund", "", {"name": "refund"}),
    Deed("send"),
    Deed("discard"),
    Deed("retry"),
    Deed("queue", "billing", "Moved", {"queue": "billing"}),
)
ON_THE_DESK = (
    Deed("me"),
    Deed("mine"),
    Deed("list", "status:open", "", {"filter": "status:open"}),
    Deed("search", "vpn", "", {"words": "vpn"}),
    Deed("hours"),
    Deed("oncall"),
    Deed("tags"),
    Deed("stats", "period:today", "", {"what": "period:today"}),
    Deed("view", "save late older:2d", "", {"view": "save late older:2d"}),
    Deed("board"),
    Deed("handover"),
    Deed("handon"),
    Deed("article", "Routers\nUnplug them.", "", {}),
    Deed("kb", "search router", "", {"do": "search router"}),
    Deed("help"),
    Deed("block", NOISE, "", {"sender": NOISE}),
    Deed("blocked"),
    Deed("macros"),
    Deed("unblock", NOISE, "", {"sender": NOISE}),
)
OPENING = Deed("open", "A new question", "Opened", {"subject": "A new question", "text": "Why?"})
OWN = frozenset(verb.name for verb in TABLE if verb.who == "own")
WORD = {verb.name: verb.word for verb in TABLE}


PRESSED = frozenset(verb.name for verb in TABLE if verb.pressed)


def typed(wire: str, deeds: tuple[Deed, ...]) -> tuple[Deed, ...]:
    """Those of `deeds` that are commands of a chat: to buttons and words Discord leaves the rest."""
    return deeds if wire == "slack" else tuple(one for one in deeds if one.verb not in PRESSED)


def may(role: str, verb: str) -> bool:
    """What product.md promises: agents all, requesters their own, anybody to open and to ask."""
    who = next(one.who for one in TABLE if one.name == verb)
    if who == "requester":
        return role == "requester"
    return role in ("agent", "supervisor") or who == "all" or (who == "own" and role == "requester")


def refusal(role: str, verb: str) -> str:
    """What the denied are told: of one's own ticket that agents do this, else that there is no such ticket."""
    return AGENTS_ONLY if role == "requester" or verb in WIDE else NO_TICKET


def test_the_deeds_are_all_verbs_there_are():
    assert {one.verb for one in (*ON_A_TICKET, *ON_THE_DESK, OPENING)} == {verb.name for verb in TABLE}
