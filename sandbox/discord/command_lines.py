"""What a person types after the slash, held against the registered commands."""

from collections.abc import Mapping
from typing import Any

from sandbox.discord import files, message_forms, payloads
from sandbox.discord.channels import Channel
from sandbox.discord.commands import Commands
from sandbox.discord.outcomes import ImpossibleError
from sandbox.discord.world import World

Json = dict[str, Any]
NESTED = (1, 2)
TYPES: dict[int, tuple[type, ...]] = {3: (str,), 4: (int,), 5: (bool,), 10: (int, float)}
FILE = 11
RESOLVED = {6: "users", 7: "channels", 8: "roles", 9: "users", FILE: "attachments"}


def parse(world: World, commands: Commands, room: Channel, line: str, given: Mapping[str, Any]) -> Json:
    """The interaction data of `ticket claim` with options; ImpossibleError when the app would not send it.

    Files are pairs of name and content: the app uploads them before it sends the command.
    """
    command, path, known = _found(commands, room, line)
    _demand_all(line, known, given)
    chosen = [_option(line, known, name, value) for name, value in given.items()]
    _upload(world, [one for one in chosen if one["type"] == FILE])
    data: Json = {"id": command["id"], "name": command["name"], "type": 1}
    if found := _resolved(world, room, chosen):
        data["resolved"] = found
    return _wrapped(data, command, path, chosen)


def completing(world: World, commands: Commands, room: Channel, line: str, option: str, partial: str) -> Json:
    """The interaction data while a person types `partial` into an option."""
    command, path, known = _found(commands, room, line)
    if not known.get(option, {}).get("autocomplete"):
        raise ImpossibleError(f"/{line} completes no option {option!r}")
    chosen = [{"name": option, "type": known[option]["type"], "value": partial, "focused": True}]
    return _wrapped({"id": command["id"], "name": command["name"], "type": 1}, command, path, chosen)


def _found(commands: Commands, room: Channel, line: str) -> tuple[Json, list[Json], dict[str, Json]]:
    words = line.removeprefix("/").split()
    command = commands.find(words[0], 1, bool(room.recipients)) if words else None
    if command is None:
        raise ImpossibleError(f"there is no command /{line}")
    level, path = command, []
    for word in words[1:]:
        below = [one for one in level.get("options") or [] if one["type"] in NESTED and one["name"] == word]
        if not below:
            raise ImpossibleError(f"there is no command /{line}")
        level = below[0]
        path.append(level)
    options = level.get("options") or []
    if any(one["type"] in NESTED for one in options):
        raise ImpossibleError(f"/{line} alone is no command: {', '.join(one['name'] for one in options)}")
    return command, path, {one["name"]: one for one in options}


def _demand_all(line: str, known: dict[str, Json], given: Mapping[str, Any]) -> None:
    for name, option in known.items():
        if option.get("required") and name not in given:
            raise ImpossibleError(f"/{line} needs {name!r}")
    for name in given:
        if name not in known:
            raise ImpossibleError(f"/{line} has no option {name!r}: {', '.join(known)}")


def _option(line: str, known: dict[str, Json], name: str, value: Any) -> Json:
    option = known[name]
    kind = option["type"]
    if kind in TYPES:
        if not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != 5):
            raise ImpossibleError(f"/{line} {name}: {value!r} is of the wrong type")
        _demand_within(f"/{line} {name}", option, value)
    elif kind == FILE:
        if not isinstance(value, tuple):
            raise ImpossibleError(f"/{line} {name}: {value!r} is no file")
    elif not str(value).isdecimal():
        raise ImpossibleError(f"/{line} {name}: there is no {value!r}")
    else:
        value = str(value)
    return {"name": name, "type": kind, "value": value}


def _upload(world: World, chosen: list[Json]) -> None:
    """Put the id of the uploaded file where the file is; 40005 for one that is too large."""
    uploads = {at: one["value"] for at, one in enumerate(chosen)}
    message_forms.check_sizes(uploads, world.limits)
    for one, kept in zip(chosen, files.keep(world, uploads), strict=True):
        one["value"] = str(kept.id)


def _demand_within(where: str, option: Json, value: Any) -> None:
    choices = [one["value"] for one in option.get("choices") or []]
    if choices and value not in choices:
        raise ImpossibleError(f"{where}: {value!r} is not one of {choices}")
    size, keys = (
        (len(value), ("min_length", "max_length")) if isinstance(value, str) else (value, ("min_value", "max_value"))
    )
    least, most = option.get(keys[0]), option.get(keys[1], 6000 if isinstance(value, str) else None)
    if (least is not None and size < least) or (most is not None and size > most):
        raise ImpossibleError(f"{where}: {value!r} is out of bounds")


def _resolved(world: World, room: Channel, chosen: list[Json]) -> Json:
    found: Json = {}
    for one in chosen:
        if one["type"] in RESOLVED:
            kind = RESOLVED[one["type"]]
            if one["type"] == 9 and int(one["value"]) in world.guild.roles:
                kind = "roles"
            for key, values in payloads.resolved(world, room, kind, [int(one["value"])]).items():
                found.setdefault(key, {}).update(values)
    return found


def _wrapped(data: Json, command: Json, path: list[Json], chosen: list[Json]) -> Json:
    options = chosen
    for level in reversed(path):
        options = [{"name": level["name"], "type": level["type"], "options": options}]
    guild = {"guild_id": command["guild_id"]} if "guild_id" in command else {}
    return data | guild | ({"options": options} if options else {})
