"""The row of buttons and the menu under a card, pure."""

from collections.abc import Sequence
from typing import Any

from adapters.discord import ids
from bot.fields import Field
from bot.ticket import ENDED, Priority, Status, Ticket, offered
from bot.words import Button

Json = dict[str, Any]
BLURPLE, GREY, GREEN = 1, 2, 3
PAGE = 5  # inputs of a form
MOST = 25  # options of a menu


def rows(ticket: Ticket, fields: Sequence[Field] = (), is_dead: bool = False) -> list[Json]:
    """What can be done about `ticket`: at most five buttons, and a menu with the rest, to fill in its `fields`, too.

    Where an answer `is_dead`, given up, it can be sent again.
    """
    again = [("retry", "Retry", "🔁", GREY)] if is_dead else []
    shown = [_button(ticket, *one) for one in (*_buttons(ticket), *again)]
    menu = {
        "type": 3, "custom_id": ids.button(ids.MORE, ticket.number), "placeholder": "More …",
        "min_values": 1, "max_values": 1, "options": [*_options(ticket), *_pages(fields)][:MOST],
    }  # fmt: skip
    return [{"type": 1, "components": shown}, {"type": 1, "components": [menu]}]


def below(shown: Sequence[Button]) -> list[Json]:
    """The row of buttons below a line; none where there are none."""
    row = [
        {"type": 2, "style": GREY, "label": one.label[:80], "custom_id": ids.below(one.verb, one.number, one.rest)}
        for one in shown[:5]
    ]
    return [{"type": 1, "components": row}] if row else []


def _buttons(ticket: Ticket) -> list[tuple[str, str, str, int]]:
    note = ("note", "Note", "📝", GREY)
    if ticket.joined:
        return [("separate", "Take out again", "✂️", GREY)]
    if ticket.status is Status.CLOSED:
        return [("reopen", "Reopen", "🔓", BLURPLE), note]
    mine = ("release", "Release", "🙌", GREY) if ticket.owner else ("claim", "Claim", "👀", BLURPLE)
    end = ("reopen", "Reopen", "🔓", GREY) if ticket.status in ENDED else ("resolve", "Resolve", "✅", GREEN)
    return [mine, ("reply", "Reply", "📤", BLURPLE), note, end]


def _button(ticket: Ticket, verb: str, label: str, emoji: str, style: int) -> Json:
    custom_id = ids.button(verb, ticket.number)
    return {"type": 2, "style": style, "label": label, "emoji": {"name": emoji}, "custom_id": custom_id}


def _pages(fields: Sequence[Field]) -> list[Json]:
    """A form holds five inputs: where there are more fields, an option for each five."""
    pages = [fields[at : at + PAGE] for at in range(0, len(fields), PAGE)]
    named = [(number, ", ".join(field.label for field in page)) for number, page in enumerate(pages, 1)]
    return [{"label": f"Set: {said}"[:100], "value": f"set={number}", "emoji": {"name": "🗂️"}} for number, said in named]


def _options(ticket: Ticket) -> list[Json]:
    """A value is a verb, and what it takes after an equals sign."""
    found = [("history", "History", "📜"), ("show", "Show", "🔎")]
    if ticket.joined:
        return [_option(*one) for one in found]
    found += [("tag", "Tags", "🏷️"), ("subject", "Subject", "✏️"), ("queue", "Queue", "📥"), ("assign", "Assign", "🙋")]
    found += [("time", "Book time", "⏲️"), ("merge", "Merge", "🔗"), ("split", "Split", "✂️"), ("link", "Link", "⛓️")]
    found += [("undo", "Undo my last", "↩️")]
    if ticket.status is not Status.CLOSED:
        found += [("pend", "Pend: wait for the requester or a time", "⏸️"), ("escalate", "Escalate: ring now", "🔔")]
        found += [("close", "Close for good", "🔒")]
    if ticket.status in ENDED:
        found.append(("kb=draft", "Draft an article", "📖"))
    if ticket.owner:
        found.append(("claim=steal", "Take over", "👀"))
    lights = {Priority.LOW: "⚪", Priority.NORMAL: "🟢", Priority.HIGH: "🟠", Priority.URGENT: "🔴"}
    levels = offered(ticket)
    found += [(f"priority={level}", f"Priority {level}", lights[level]) for level in levels]
    return [_option(*one) for one in found]


def _option(value: str, label: str, emoji: str) -> Json:
    return {"label": label, "value": value, "emoji": {"name": emoji}}
