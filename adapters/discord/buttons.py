"""The row of buttons and the menu under a card, pure."""

from collections.abc import Sequence
from typing import Any

from adapters.discord import ids
from adapters.discord.plain import BUTTON, OPTION, PLACEHOLDER, plain
from bot.fields import Field
from bot.speech import say, word
from bot.ticket import ENDED, Priority, Status, Ticket, offered
from bot.words import Button

Json = dict[str, Any]
BLURPLE, GREY, GREEN = 1, 2, 3
PAGE = 5  # inputs of a form
ROW, MOST = 5, 25  # buttons in a row, options of a menu and buttons of a message


def rows(ticket: Ticket, fields: Sequence[Field] = (), is_dead: bool = False) -> list[Json]:
    """What can be done about `ticket`: at most five buttons, and a menu with the rest, to fill in its `fields`, too.

    Where an answer `is_dead`, given up, it can be sent again.
    """
    again = [("retry", word("Retry", "button"), "🔁", GREY)] if is_dead else []
    shown = [_button(ticket, *one) for one in (*_buttons(ticket), *again)]
    hint = plain(word("More …", "menu"), PLACEHOLDER)
    menu = {
        "type": 3, "custom_id": ids.button(ids.MORE, ticket.number), "placeholder": hint,
        "min_values": 1, "max_values": 1, "options": [*_options(ticket), *_pages(fields)][:MOST],
    }  # fmt: skip
    return [{"type": 1, "components": shown}, {"type": 1, "components": [menu]}]


def below(shown: Sequence[Button]) -> list[Json]:
    """The buttons below a line, five in a row, and above them the menus that some stand in."""
    made = [
        {
            "type": 2,
            "style": GREY,
            "label": plain(one.label, BUTTON),
            "custom_id": ids.below(one.verb, one.number, one.rest),
        }
        for one in [one for one in shown if not one.menu][:MOST]
    ]
    rows = [made[at : at + ROW] for at in range(0, len(made), ROW)]
    menus = [[_below(shown, *one)] for one in enumerate(dict.fromkeys(one.menu for one in shown if one.menu))]
    return [{"type": 1, "components": row} for row in (*menus, *rows)]


def _below(shown: Sequence[Button], at: int, name: str) -> Json:
    options = [
        {"label": plain(one.label, OPTION), "value": ids.below(one.verb, one.number, one.rest)}
        for one in shown if one.menu == name
    ]  # fmt: skip
    hint = plain(name, PLACEHOLDER)
    return {"type": 3, "custom_id": ids.picked(at), "placeholder": hint, "options": options[:MOST]}


def _buttons(ticket: Ticket) -> list[tuple[str, str, str, int]]:
    note = ("note", word("Note", "button"), "📝", GREY)
    if ticket.joined:
        return [("separate", word("Take out again", "button"), "✂️", GREY)]
    if ticket.status is Status.CLOSED:
        return [("reopen", word("Reopen", "button"), "🔓", BLURPLE), note]
    take = ("claim", word("Claim", "button"), "👀", BLURPLE)
    mine = ("release", word("Release", "button"), "🙌", GREY) if ticket.owner else take
    done = ("resolve", word("Resolve", "button"), "✅", GREEN)
    end = ("reopen", word("Reopen", "button"), "🔓", GREY) if ticket.status in ENDED else done
    reply = [("reply", word("Reply", "button"), "📤", BLURPLE)] if ticket.has_reader else []
    return [mine, *reply, note, end]


def _button(ticket: Ticket, verb: str, label: str, emoji: str, style: int) -> Json:
    custom_id = ids.button(verb, ticket.number)
    return {"type": 2, "style": style, "label": plain(label, BUTTON), "emoji": {"name": emoji}, "custom_id": custom_id}


def _pages(fields: Sequence[Field]) -> list[Json]:
    """A form holds five inputs: where there are more fields, an option for each five."""
    pages = [fields[at : at + PAGE] for at in range(0, len(fields), PAGE)]
    named = [(number, ", ".join(field.label for field in page)) for number, page in enumerate(pages, 1)]
    return [_option(f"set={number}", say("Set: {fields}", fields=said), "🗂️") for number, said in named]


def _options(ticket: Ticket) -> list[Json]:
    """A value is a verb, and what it takes after an equals sign."""
    found = [("history", word("History", "menu"), "📜"), ("show", word("Show", "menu"), "🔎")]
    if ticket.joined:
        return [_option(*one) for one in found]
    if ticket.status is not Status.CLOSED:
        found.insert(0, ("macro", word("Macro", "menu"), "💬"))
    found += [("tag", word("Tags", "menu"), "🏷️"), ("subject", word("Subject", "menu"), "✏️")]
    found += [("queue", word("Queue", "menu"), "📥"), ("assign", word("Assign", "menu"), "🙋")]
    found += [("time", word("Book time", "menu"), "⏲️"), ("merge", word("Merge", "menu"), "🔗")]
    found += [("split", word("Split", "menu"), "✂️"), ("link", word("Link", "menu"), "⛓️")]
    found += [("watch", word("Follow, or stop", "menu"), "🔭"), ("undo", word("Undo my last", "menu"), "↩️")]
    if ticket.status is not Status.CLOSED:
        found.append(("pend", word("Pend: wait for the requester or a time", "menu"), "⏸️"))
        found += [
            ("escalate", word("Escalate: ring now", "menu"), "🔔"),
            ("close", word("Close for good", "menu"), "🔒"),
        ]
    if ticket.status in ENDED:
        found.append(("kb=draft", word("Draft an article", "menu"), "📖"))
    if ticket.owner:
        found.append(("claim=steal", word("Take over", "menu"), "👀"))
    lights = {Priority.LOW: "⚪", Priority.NORMAL: "🟢", Priority.HIGH: "🟠", Priority.URGENT: "🔴"}
    found += [(f"priority={level}", _level(level), lights[level]) for level in offered(ticket)]
    return [_option(*one) for one in found]


def _level(level: Priority) -> str:
    return say("Priority {priority}", priority=word(level, "priority"))


def _option(value: str, label: str, emoji: str) -> Json:
    return {"label": plain(label, OPTION), "value": value, "emoji": {"name": emoji}}
