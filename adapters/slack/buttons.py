"""The buttons and the menu of a card. What they carry is a verb and a number, never text, so restarts change nothing.

`claim 42` is done at once; `reply? 42` opens a form first.
"""

from dataclasses import dataclass
from functools import partial

from adapters.slack.plain import BUTTON, OPTION, PLACEHOLDER, plain
from adapters.slack.rich import Json
from bot.speech import say, word
from bot.ticket import ENDED, Priority, Status, Ticket, offered
from bot.words import Button

PREFIX = "deskbell:"
MORE = f"{PREFIX}more"
ROW, MOST = 5, 25  # buttons


@dataclass(frozen=True)
class Press:
    """What was pressed: a verb on a ticket, with the words after it; `is_form` asks for a form first."""

    verb: str
    number: int
    rest: str = ""
    is_form: bool = False


def read(value: str) -> Press | None:
    """The press that a button's or option's value means; None if it is none of ours."""
    verb, _, tail = value.partition(" ")
    number, _, rest = tail.partition(" ")
    if not verb.rstrip("?").isalpha() or not number.isdigit():
        return None
    return Press(verb.rstrip("?"), int(number), rest, verb.endswith("?"))


def actions(ticket: Ticket, has_fields: bool, is_dead: bool = False) -> Json:
    """The row of buttons that fits the ticket's state; its menu offers to fill in fields where there are any.

    Where an answer `is_dead`, given up, it can be sent again.
    """
    number = ticket.number
    take = button(word("Claim", "button"), f"claim {number}", "primary")
    own = button(word("Release", "button"), f"release {number}") if ticket.owner else take
    reply = [button(word("Reply", "button"), f"reply? {number}")] if ticket.has_reader else []
    note = button(word("Note", "button"), f"note? {number}")
    reopen = word("Reopen", "button")
    if ticket.joined:
        row = [button(word("Take out again", "button"), f"separate {number}")]
    elif ticket.status is Status.CLOSED:
        row = [button(reopen, f"reopen {number}", "primary"), note]
    elif ticket.status is Status.RESOLVED:
        row = [button(reopen, f"reopen {number}"), *reply, note]
    else:
        row = [own, *reply, note, button(word("Resolve", "button"), f"resolve? {number}")]
    row += [button(word("Retry", "button"), f"retry {number}")] if is_dead else []
    return {"type": "actions", "block_id": f"{PREFIX}verbs", "elements": [*row, _menu(ticket, has_fields)]}


def below(buttons: tuple[Button, ...]) -> list[Json]:
    """The buttons below a line, five in a row, and above them the menus that some stand in."""
    shown = [button(one.label, _value(one)) for one in buttons if not one.menu][:MOST]
    for at, one in enumerate(shown):
        one["action_id"] += f":{at}"  # two of one verb in a row would be refused
    rows = [{"type": "actions", "elements": shown[at : at + ROW]} for at in range(0, len(shown), ROW)]
    return [*map(partial(_below, buttons), dict.fromkeys(one.menu for one in buttons if one.menu)), *rows]


def _below(buttons: tuple[Button, ...], name: str) -> Json:
    options = [_option(one.label, _value(one)) for one in buttons if one.menu == name]
    hint = plain(name, PLACEHOLDER)
    menu = {"type": "static_select", "action_id": MORE, "placeholder": hint, "options": options}
    return {"type": "actions", "elements": [menu]}


def _value(one: Button) -> str:
    return f"{one.verb}{'?' if one.opens else ''} {one.number} {one.rest}".rstrip()


def _menu(ticket: Ticket, has_fields: bool) -> Json:
    options = [_option(label, value) for label, value in _more(ticket, has_fields)]
    hint = plain(word("More…", "menu"), PLACEHOLDER)
    return {"type": "static_select", "action_id": MORE, "placeholder": hint, "options": options}


def _more(ticket: Ticket, has_fields: bool) -> list[tuple[str, str]]:
    number = ticket.number
    if ticket.joined:
        return [_history(number)]
    rows = [(word("Macro…", "menu"), f"macro? {number}")] if ticket.status is not Status.CLOSED else []
    rows += [(_level(level), f"priority {number} {level}") for level in offered(ticket)]
    rows += [(word("Tags…", "menu"), f"tag? {number}"), (word("Subject…", "menu"), f"subject? {number}")]
    rows.append((word("Queue…", "menu"), f"queue? {number}"))
    rows += [(word("Set…", "menu"), f"set? {number}")] if has_fields else []
    rows += [(word("Assign…", "menu"), f"assign? {number}"), (word("Book time…", "menu"), f"time? {number}")]
    if ticket.owner:
        rows.append((word("Take over", "menu"), f"claim {number} --steal"))
    if ticket.status not in ENDED:
        rows.append((word("Wait for the requester", "menu"), f"pend {number}"))
        rows += [(word("Wait until…", "menu"), f"pend? {number}"), (word("Escalate…", "menu"), f"escalate? {number}")]
    if ticket.status is not Status.CLOSED:
        rows.append((word("Close…", "menu"), f"close? {number}"))
    rows += [(word("Merge…", "menu"), f"merge? {number}"), (word("Split…", "menu"), f"split? {number}")]
    rows += [(word("Link…", "menu"), f"link? {number}"), (word("Follow, or stop", "menu"), f"watch {number}")]
    rows += [(word("Draft an article", "menu"), f"kb {number} draft")] if ticket.status in ENDED else []
    return [*rows, (word("Undo my last", "menu"), f"undo {number}"), _history(number)]


def _history(number: int) -> tuple[str, str]:
    return word("History", "menu"), f"history {number}"


def _level(level: Priority) -> str:
    return say("Priority: {priority}", priority=word(level, "priority"))


def button(label: str, value: str, style: str = "") -> Json:
    """A button that says `label` and does what `value` says: see `read`."""
    verb = value.partition(" ")[0].rstrip("?")
    words = plain(label, BUTTON, emoji=True)
    made: Json = {"type": "button", "action_id": f"{PREFIX}{verb}", "text": words, "value": value}
    return made | ({"style": style} if style else {})


def _option(label: str, value: str) -> Json:
    return {"text": plain(label, OPTION), "value": value}
