"""The inputs of a form that ask for a ticket's fields, one for each, by its kind; and what they hold when sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.filling import FIELD
from adapters.slack.plain import OPTION, plain
from adapters.slack.rich import Json
from bot.fields import LONGEST, Field, Kind
from bot.speech import word

Asks = Sequence[tuple[Field, str]]  # with what each says now


def inputs(asks: Asks) -> list[Json]:
    return [
        {
            "type": "input", "block_id": f"{FIELD}{field.name}", "label": plain(field.label),
            "element": _element(field, value) | {"action_id": "value"}, "optional": not field.many,
        }
        for field, value in asks
    ]  # fmt: skip


def value(state: Mapping[str, Any]) -> str:
    """What an input holds, a line for each choice; "" where it is empty."""
    if options := state.get("selected_options"):
        return "\n".join(str(one["value"]) for one in options)
    return str(state.get("selected_date") or "")


def is_field(block: str) -> bool:
    return block.startswith(FIELD)


def _element(field: Field, value: str) -> Json:
    match field.kind:
        case Kind.CHOICE:
            return _menu(field, value)
        case Kind.CHECKBOX:
            yes = [_option("yes", word("Yes", "checkbox"))]
            return {"type": "checkboxes", "options": yes, **({"initial_options": yes} if value else {})}
        case Kind.DATE:
            return {"type": "datepicker", **({"initial_date": value} if value else {})}
        case Kind.NUMBER:
            return {"type": "number_input", "is_decimal_allowed": True} | ({"initial_value": value} if value else {})
        case _:
            return {"type": "plain_text_input", "max_length": LONGEST} | ({"initial_value": value} if value else {})


def _menu(field: Field, value: str) -> Json:
    options = [_option(choice) for choice in field.choices]
    chosen = [one for one in options if one["value"] == value]
    if field.many:
        return {"type": "multi_static_select", "options": options} | ({"initial_options": chosen} if chosen else {})
    return {"type": "static_select", "options": options} | ({"initial_option": chosen[0]} if chosen else {})


def _option(value: str, label: str = "") -> Json:
    return {"text": plain(label or value, OPTION), "value": value}
