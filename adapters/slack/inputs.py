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
            "type": "input", "block_id": f"{FIELD}{field.name}", "label": plain(field.label), "optional": True,
            "element": _element(field, value) | {"action_id": "value"},
        }
        for field, value in asks
    ]  # fmt: skip


def value(state: Mapping[str, Any]) -> str:
    """What an input holds; "" where it is empty."""
    if options := state.get("selected_options"):
        return str(options[0]["value"])
    return str(state.get("selected_date") or "")


def is_field(block: str) -> bool:
    return block.startswith(FIELD)


def _element(field: Field, value: str) -> Json:
    match field.kind:
        case Kind.CHOICE:
            options = [_option(choice) for choice in field.choices]
            chosen = {"initial_option": _option(value)} if value in field.choices else {}
            return {"type": "static_select", "options": options, **chosen}
        case Kind.CHECKBOX:
            yes = [_option("yes", word("Yes", "checkbox"))]
            return {"type": "checkboxes", "options": yes, **({"initial_options": yes} if value else {})}
        case Kind.DATE:
            return {"type": "datepicker", **({"initial_date": value} if value else {})}
        case Kind.NUMBER:
            return {"type": "number_input", "is_decimal_allowed": True} | ({"initial_value": value} if value else {})
        case _:
            return {"type": "plain_text_input", "max_length": LONGEST} | ({"initial_value": value} if value else {})


def _option(value: str, label: str = "") -> Json:
    return {"text": plain(label or value, OPTION), "value": value}
