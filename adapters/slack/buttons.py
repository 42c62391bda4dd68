"""The buttons and the menu of a card. What they carry is a verb and a number, never text, so restarts change nothing.

`claim 42` is done at once; `reply? 42` opens a form first.
"""

from dataclasses import dataclass

from adapters.slack.rich import Json
from bot.ticket import ENDED, Status, Ticket, offered
from bot.words import Button

PREFIX = "deskbell:"
MORE = f"{PREFIX}more"


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
    own = _button("Release", f"release {number}") if ticket.owner else _button("Claim", f"claim {number}", "primary")
    reply, note = _button("Reply", f"reply? {number}"), _button("Note", f"note? {number}")
    if ticket.joined:
        row = [_button("Take out again", f"separate {number}")]
    elif ticket.status is Status.CLOSED:
        row = [_button("Reopen", f"reopen {number}", "primary"), note]
    elif ticket.status is Status.RESOLVED:
        row = [_button("Reopen", f"reopen {number}"), reply, note]
    else:
        row = [own, reply, note, _button("Resolve", f"resolve? {number}")]
    row += [_button("Retry", f"retry {number}")] if is_dead else []
    return {"type": "actions", "block_id": f"{PREFIX}verbs", "elements": [*row, _menu(ticket, has_fields)]}


def below(buttons: tuple[Button, ...]) -> list[Json]:
    """The row of buttons below a line; none where there are none."""
    row = [_button(one.label, _value(one)) for one in buttons[:5]]
    for at, button in enumerate(row):
        button["action_id"] += f":{at}"  # two of one verb in a row would be refused
    return [{"type": "actions", "elements": row}] if row else []


def _value(button: Button) -> str:
    return f"{button.verb}{'?' if button.opens else ''} {button.number} {button.rest}".rstrip()


def _menu(ticket: Ticket, has_fields: bool) -> Json:
    options = [_option(label, value) for label, value in _more(ticket, has_fields)]
    hint = {"type": "plain_text", "text": "More…", "emoji": True}
    return {"type": "static_select", "action_id": MORE, "placeholder": hint, "options": options}


def _more(ticket: Ticket, has_fields: bool) -> list[tuple[str, str]]:
    number = ticket.number
    if ticket.joined:
        return [("History", f"history {number}")]
    rows = [(f"Priority: {level}", f"priority {number} {level}") for level in offered(ticket)]
    rows += [("Tags…", f"tag? {number}"), ("Subject…", f"subject? {number}"), ("Queue…", f"queue? {number}")]
    rows += [("Set…", f"set? {number}")] if has_fields else []
    rows += [("Assign…", f"assign? {number}"), ("Book time…", f"time? {number}")]
    if ticket.owner:
        rows.append(("Take over", f"claim {number} --steal"))
    if ticket.status not in ENDED:
        rows += [("Wait for the requester", f"pend {number}"), ("Wait until…", f"pend? {number}")]
        rows.append(("Escalate…", f"escalate? {number}"))
    if ticket.status is not Status.CLOSED:
        rows.append(("Close…", f"close? {number}"))
    rows += [("Merge…", f"merge? {number}"), ("Split…", f"split? {number}"), ("Link…", f"link? {number}")]
    rows += [("Draft an article", f"kb {number} draft")] if ticket.status in ENDED else []
    return [*rows, ("Undo my last", f"undo {number}"), ("History", f"history {number}")]


def _button(label: str, value: str, style: str = "") -> Json:
    verb = value.partition(" ")[0].rstrip("?")
    words = {"type": "plain_text", "text": label, "emoji": True}
    button: Json = {"type": "button", "action_id": f"{PREFIX}{verb}", "text": words, "value": value}
    return button | ({"style": style} if style else {})


def _option(label: str, value: str) -> Json:
    return {"text": {"type": "plain_text", "text": label, "emoji": True}, "value": value}
