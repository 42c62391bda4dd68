"""Filling in a form like a person does: by the label over the field or the word on the option."""

from typing import Any

from sandbox.slack.refusal import Json
from sandbox.slack.shown import elements
from sandbox.slack.views import View

REQUIRED = "Please complete this required field."
CHOICES = {"static_select": "selected_option", "radio_buttons": "selected_option", "overflow": "selected_option"}
CHOICES |= {"external_select": "selected_option", "checkboxes": "selected_options"}
CHOICES |= {"multi_static_select": "selected_options", "multi_external_select": "selected_options"}
PICKS = {
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "rich_text_input": "rich_text_value",
}
EMPTY: tuple[Any, ...] = (None, "", [], {})


def inputs(view: View) -> list[tuple[Json, Json]]:
    """The blocks that hold a value, each with its element."""
    fields = []
    for block in view.body["blocks"]:
        holders = [one for one in elements([block]) if one["type"] not in ("button", "overflow")]
        fields += [(block, one) for one in holders]
    return fields


def fill(view: View, answers: dict[str, Any]) -> dict[str, str]:
    """Write `answers` into the view. Returns what the person's own client complains of, by label.

    Raises LookupError when the form has no such field or option.
    """
    known = {name: pair for pair in inputs(view) for name in _names(*pair)}
    for name, answer in answers.items():
        if name not in known:
            raise LookupError(f"no field {name!r}; there are {sorted(known)}")
        block, element = known[name]
        view.values.setdefault(block["block_id"], {})[element["action_id"]] = choose(element, answer)
    complaints = {}
    for block, element in inputs(view):
        value = view.values.setdefault(block["block_id"], {}).setdefault(element["action_id"], _initial(element))
        if problem := _complaint(block, element, value):
            complaints[_label(block)] = problem
    return complaints


def choose(element: Json, answer: Any) -> Json:
    """The state of an element after a person chose or typed `answer`."""
    kind = element["type"]
    if kind in CHOICES:
        many = CHOICES[kind] == "selected_options"
        found = [_option(element, one) for one in (answer if isinstance(answer, list) else [answer])]
        return {"type": kind, CHOICES[kind]: found if many else found[0]}
    if kind in PICKS:
        return {"type": kind, PICKS[kind]: answer}
    if kind == "file_input":
        return {"type": kind, "files": list(answer)}
    return {"type": kind, "value": None if answer == "" else str(answer)}


def _option(element: Json, answer: str) -> Json:
    groups = [one["options"] for one in element.get("option_groups") or []]
    options = [one for group in [element.get("options") or [], *groups] for one in group]
    for one in options:
        if answer in (one["value"], one["text"]["text"]):
            return dict(one)
    if element["type"] in ("external_select", "multi_external_select"):
        return {"text": {"type": "plain_text", "text": answer, "emoji": True}, "value": answer}
    raise LookupError(f"no option {answer!r}; there are {[one['text']['text'] for one in options]}")


def _initial(element: Json) -> Json:
    kind = element["type"]
    key = CHOICES.get(kind) or PICKS.get(kind) or ("files" if kind == "file_input" else "value")
    first = "initial_" + key.removeprefix("selected_")
    value = element.get(first, [] if key in ("selected_options", "files") else None)
    return {"type": kind, key: value}


def _names(block: Json, element: Json) -> list[str]:
    return [one for one in (_label(block), block["block_id"], element["action_id"]) if one]


def _label(block: Json) -> str:
    return str((block.get("label") or block.get("text") or {}).get("text") or block["block_id"])


def _complaint(block: Json, element: Json, value: Json) -> str:
    content = next((one for name, one in value.items() if name != "type"), None)
    if content in EMPTY:
        return REQUIRED if block["type"] == "input" and not block.get("optional") else ""
    if isinstance(content, str):
        if len(content) > element.get("max_length", 3000):
            return f"Must be less than {element.get('max_length', 3000) + 1} characters."
        if len(content) < element.get("min_length", 0):
            return f"Must be more than {element['min_length'] - 1} characters."
    return ""
