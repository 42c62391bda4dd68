"""The row of buttons and the menu under a card, pure."""

from typing import Any

from adapters.discord import ids
from bot.ticket import ENDED, Priority, Status, Ticket

Json = dict[str, Any]
BLURPLE, GREY, GREEN = 1, 2, 3


def rows(ticket: Ticket) -> list[Json]:
    """What can be done about `ticket`: at most five buttons, and a menu with the rest."""
    shown = [_button(ticket, *one) for one in _buttons(ticket)]
    menu = {
        "type": 3, "custom_id": ids.button(ids.MORE, ticket.number), "placeholder": "More …",
        "min_values": 1, "max_values": 1, "options": _options(ticket),
    }  # fmt: skip
    return [{"type": 1, "components": shown}, {"type": 1, "components": [menu]}]


def _buttons(ticket: Ticket) -> list[tuple[str, str, str, int]]:
    note = ("note", "Note", "📝", GREY)
    if ticket.status is Status.CLOSED:
        return [("reopen", "Reopen", "🔓", BLURPLE), note]
    mine = ("release", "Release", "🙌", GREY) if ticket.owner else ("claim", "Claim", "👀", BLURPLE)
    end = ("reopen", "Reopen", "🔓", GREY) if ticket.status in ENDED else ("resolve", "Resolve", "✅", GREEN)
    return [mine, ("reply", "Reply", "📤", BLURPLE), note, end]


def _button(ticket: Ticket, verb: str, label: str, emoji: str, style: int) -> Json:
    custom_id = ids.button(verb, ticket.number)
    return {"type": 2, "style": style, "label": label, "emoji": {"name": emoji}, "custom_id": custom_id}


def _options(ticket: Ticket) -> list[Json]:
    """A value is a verb, and what it takes after an equals sign."""
    found = [("history", "History", "📜"), ("show", "Show", "🔎")]
    found += [("tag", "Tags", "🏷️"), ("subject", "Subject", "✏️"), ("queue", "Queue", "📥"), ("assign", "Assign", "🙋")]
    if ticket.status is not Status.CLOSED:
        found += [("pend", "Pend: wait for the requester or a time", "⏸️"), ("escalate", "Escalate: ring now", "🔔")]
        found += [("close", "Close for good", "🔒")]
    if ticket.owner:
        found.append(("claim=steal", "Take over", "👀"))
    lights = {Priority.LOW: "⚪", Priority.NORMAL: "🟢", Priority.HIGH: "🟠", Priority.URGENT: "🔴"}
    levels = [level for level in Priority if level is not ticket.priority]
    found += [(f"priority={level}", f"Priority {level}", lights[level]) for level in levels]
    return [{"label": label, "value": value, "emoji": {"name": emoji}} for value, label, emoji in found]
