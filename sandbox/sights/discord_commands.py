"""Discord's registered commands as a person sees them after the slash."""

from collections.abc import Iterable, Iterator

from sandbox.sights.prose import Json

GROUPS = (1, 2)
KINDS = {3: "text", 4: "whole", 5: "yesno", 6: "person", 7: "channel", 8: "role", 9: "mentionable", 10: "decimal"}
KINDS |= {11: "file"}


def lines(commands: Iterable[Json]) -> list[Json]:
    """Every line that can be typed, with its options."""
    found = [line for one in commands if one["type"] == 1 for line in _below(one, one["name"])]
    return sorted(found, key=lambda one: one["name"])


def _below(level: Json, name: str) -> Iterator[Json]:
    options = level.get("options") or []
    nested = [one for one in options if one["type"] in GROUPS]
    for one in nested:
        yield from _below(one, f"{name} {one['name']}")
    if not nested:
        shown = [_option(one) for one in options]
        yield {"name": name, "description": level.get("description") or "", "options": shown}


def _option(one: Json) -> Json:
    is_text = one["type"] == 3
    made = {"name": one["name"], "kind": KINDS.get(one["type"], "text"), "required": bool(one.get("required"))}
    made |= {"choices": [[each["value"], each["name"]] for each in one.get("choices") or []]}
    made |= {"completes": bool(one.get("autocomplete")), "description": one.get("description") or ""}
    made["min"] = one.get("min_length" if is_text else "min_value")
    return made | {"max": one.get("max_length" if is_text else "max_value")}
