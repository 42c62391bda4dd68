"""Discord's interactive components - buttons, menus, inputs - with what is chosen or typed in them."""

from typing import Any

from sandbox.discord.channels import FORUM
from sandbox.discord.component_forms import BUTTON, SELECTS, TEXT_INPUT
from sandbox.discord.world import World
from sandbox.sights.prose import Json

STYLES = {1: "primary", 3: "good", 4: "danger"}
UPLOAD, RADIOS, CHECKS, CHECK = 19, 21, 22, 23
SOURCES = {3: "options", 5: "people", 6: "roles", 7: "people and roles", 8: "rooms"}


def element(one: Json, world: World) -> Json:
    """A button, a menu or an input; a component that nobody knows is shown by its number."""
    kind, name = one.get("type"), one.get("custom_id") or ""
    if kind == BUTTON:
        made = {"kind": "button", "label": label(one) or "Buy", "name": name, "value": None, "confirm": None}
        made["style"] = STYLES.get(one.get("style", 0), "")
        return made | {"url": one.get("url") or "", "off": bool(one.get("disabled"))}
    made = {"name": name, "label": one.get("placeholder") or "", "off": bool(one.get("disabled")), "confirm": None}
    if kind == TEXT_INPUT:
        made |= {"kind": "area" if one.get("style") == 2 else "line", "value": one.get("value") or "", "type": ""}
        return made | {"min": one.get("min_length"), "max": one.get("max_length")}
    if kind == UPLOAD:
        most = one.get("max_values") or 1
        return made | {"kind": "files", "many": most > 1, "most": most, "value": None}
    if kind in (RADIOS, CHECKS, CHECK):
        return made | _boxes(one)
    if kind in SELECTS:
        return made | _menu(one, world)
    return made | {"kind": "unknown", "type": f"component {kind}"}


def _boxes(one: Json) -> Json:
    rows = [_option(each) for each in one.get("options") or []]
    chosen = [each["value"] for each in one.get("options") or [] if each.get("default")]
    if one["type"] == CHECK:
        yes = ["true", one.get("label") or "Yes"]
        return {"kind": "checks", "options": [yes], "value": ["true"] if one.get("default") else []}
    if one["type"] == RADIOS:
        return {"kind": "radios", "options": rows, "value": (chosen or [None])[0]}
    return {"kind": "checks", "options": rows, "value": chosen}


def _menu(one: Json, world: World) -> Json:
    chosen: list[Any] = [each["value"] for each in one.get("options") or [] if each.get("default")]
    chosen += [str(each["id"]) for each in one.get("default_values") or []]
    most = one.get("max_values") or 1
    made = {"kind": "menu", "many": most > 1, "most": most, "least": one.get("min_values", 1), "free": False}
    made |= {"of": SOURCES[one["type"]], "options": _options(one, world)}
    return made | {"value": chosen if most > 1 else (chosen or [None])[0]}


def _options(one: Json, world: World) -> list[list[str]]:
    guild = world.guild
    people = [[str(each.user.id), each.user.name] for each in guild.members.values() if not each.user.bot]
    roles = [[str(each.id), f"@{each.name.removeprefix('@')}"] for each in guild.roles.values()]
    match one["type"]:
        case 5:
            return people
        case 6:
            return roles
        case 7:
            return [*people, *roles]
        case 8:
            rooms = guild.channels.values()
            wanted = one.get("channel_types") or [each.type for each in rooms]
            signs = {FORUM: "🗨 "}
            return [[str(each.id), signs.get(each.type, "#") + each.name] for each in rooms if each.type in wanted]
        case _:
            return [_option(each) for each in one.get("options") or []]


def _option(one: Json) -> list[str]:
    hint = str(one.get("description") or "")
    return [one["value"], label(one), *([hint] if hint else [])]


def label(one: Json) -> str:
    """The words on a button or option, with the picture before them."""
    emoji = (one.get("emoji") or {}).get("name") or ""
    return f"{emoji} {one.get('label') or ''}".strip()
