"""A slash command as a person types it on Discord: `/ticket claim number:42`, or shorter, `/ticket claim 42`."""

import re
from typing import Any

from sandbox.discord.commands import Commands
from sandbox.discord.world import World

Json = dict[str, Any]
NESTED = (1, 2)
WHOLE, YES_OR_NO, DECIMAL, PEOPLE = 4, 5, 10, (6, 9)


def read(world: World, commands: Commands, typed: str) -> tuple[str, dict[str, Any]]:
    """The command's words and its options by name. What is no command is left for Discord itself to refuse."""
    words = typed.strip().removeprefix("/").split()
    level: Json = commands.find(words[0], 1) or {} if words else {}
    path = words[:1]
    for word in words[1:]:
        below = [one for one in level.get("options") or [] if one["type"] in NESTED and one["name"] == word]
        if not below:
            break
        level, path = below[0], [*path, word]
    known = {one["name"]: one for one in level.get("options") or [] if one["type"] not in NESTED}
    if not known:
        return " ".join(words), {}
    rest = re.sub(r"^/?\s*" + r"\s+".join(map(re.escape, path)) + r"\s*", "", typed.strip())
    texts = _named(rest, known)
    return " ".join(path), {name: _value(world, known[name], text) for name, text in texts.items()}


def _named(rest: str, known: dict[str, Json]) -> dict[str, str]:
    """`name:value` pairs; a value reaches to the next name. What stands before the first name goes by the order."""
    pieces = re.split(rf"(?:^|(?<=\s))({'|'.join(map(re.escape, known))}):\s*", rest)
    texts = {name: text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    loose = pieces[0].strip()
    numbers = [name for name, one in known.items() if one["type"] == WHOLE and name not in texts]
    if numbers and (found := re.match(r"#?(\d+)(?:\s+|$)", loose)):
        texts[numbers[0]], loose = found[1], loose[found.end() :]
    others = [name for name, one in known.items() if name not in texts and one["type"] != WHOLE]
    if loose and others:
        texts[others[0]] = loose
    return texts


def _value(world: World, option: Json, text: str) -> Any:
    kind = option["type"]
    if kind == WHOLE and re.fullmatch(r"#?-?\d+", text):
        return int(text.removeprefix("#"))
    if kind == DECIMAL and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    if kind == YES_OR_NO:
        return text.lower() in ("true", "yes", "y", "1")
    if kind in PEOPLE:
        name = text.removeprefix("@").lower()
        return next((one.id for one in world.guild.users.values() if name in (one.username, one.name.lower())), text)
    choices = {one["name"]: one["value"] for one in option.get("choices") or []}
    return choices.get(text, text)
