"""Filling a modal in and sending it off."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.discord import files, payloads
from sandbox.discord.channels import Channel
from sandbox.discord.outcomes import ImpossibleError, inputs
from sandbox.discord.world import World

Json = dict[str, Any]
CHOSEN = {5: "users", 6: "roles", 7: "users", 8: "channels"}


def fill(world: World, room: Channel, modal: Json, given: Mapping[str, Any]) -> Json:
    """The interaction data of a submit; `given` maps labels (or custom ids) to texts, option lists or files."""
    fields = inputs(modal)
    names = {label for label, _ in fields} | {one["custom_id"] for _, one in fields}
    if unknown := set(given) - names:
        raise ImpossibleError(f"the modal has no field {sorted(unknown)}: {[label for label, _ in fields]}")
    found: Json = {}
    rows = [_row(world, room, row, given, found) for row in modal["components"]]
    return {"custom_id": modal["custom_id"], "components": rows} | ({"resolved": found} if found else {})


def _row(world: World, room: Channel, row: Json, given: Mapping[str, Any], found: Json) -> Json:
    shape: Json = {"type": row["type"], "id": row.get("id", 0)}
    if row["type"] == 18:
        return shape | {"component": _field(world, room, row["label"], row["component"], given, found)}
    if row["type"] == 1:
        return shape | {
            "components": [_field(world, room, one["label"], one, given, found) for one in row["components"]]
        }
    return shape


def _field(world: World, room: Channel, label: str, one: Json, given: Mapping[str, Any], found: Json) -> Json:
    shape: Json = {"type": one["type"], "id": one.get("id", 0), "custom_id": one["custom_id"]}
    value = given.get(label, given.get(one["custom_id"]))
    if one["type"] == 4:
        return shape | {"value": _text(label, one, value)}
    if one["type"] == 19:
        kept = files.keep(world, dict(enumerate(value or [])))
        if one.get("required", True) and not kept:
            raise ImpossibleError(f"{label} is required")
        values = [str(each.id) for each in kept]
    else:
        values = _chosen(label, one, value)
    kind = "attachments" if one["type"] == 19 else CHOSEN.get(one["type"])
    if kind and values:
        for key, each in payloads.resolved(world, room, kind, map(int, values)).items():
            found.setdefault(key, {}).update(each)
    return shape | {"values": values}


def _text(label: str, one: Json, value: Any) -> str:
    text = str(one.get("value") or "" if value is None else value)
    if not text and one.get("required", True):
        raise ImpossibleError(f"{label} is required")
    if len(text) > one.get("max_length", 4000) or (text and len(text) < one.get("min_length", 0)):
        raise ImpossibleError(f"{label} is too long or too short")
    return text


def _chosen(label: str, one: Json, value: Any) -> list[str]:
    options = one.get("options") or []
    chosen = [] if value is None else [value] if isinstance(value, str | int) else list(value)
    values = option_values(options, chosen) if options else [str(each) for each in chosen]
    if not values and value is None:
        values = [each["value"] for each in options if each.get("default")]
        values += [str(each["id"]) for each in one.get("default_values") or []]
    if not values and one.get("required", True):
        raise ImpossibleError(f"{label} is required")
    return values


def option_values(options: Sequence[Json], chosen: Sequence[Any]) -> list[str]:
    """Labels or values, as values."""
    by_name = {each["label"]: each["value"] for each in options} | {each["value"]: each["value"] for each in options}
    if unknown := [each for each in chosen if each not in by_name]:
        raise ImpossibleError(f"there is no option {unknown}: {[each['label'] for each in options]}")
    return [by_name[each] for each in chosen]
