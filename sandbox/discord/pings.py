"""Whose phone rings: computed from the text and the allowed mentions, as the platform does it."""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.discord.channels import Channel
from sandbox.discord.permissions import Permission, may
from sandbox.discord.refusals import Form
from sandbox.discord.world import World

USER, ROLE, ALL = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>"), re.compile(r"@(everyone|here)\b")
CODE = re.compile(r"```.*?```|``.*?``|`[^`]*`", re.DOTALL)


@dataclass
class Mentions:
    users: list[int] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    all: list[str] = field(default_factory=list)


def check(form: Form, allowed: Any) -> None:
    """Refuse an `allowed_mentions` the platform refuses: lists over 100, a list beside its own parse word."""
    if allowed is None:
        return
    if not isinstance(allowed, dict):
        form.wrong("allowed_mentions", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    parse = allowed.get("parse") or []
    for word in ("users", "roles"):
        listed = allowed.get(word) or []
        if len(listed) > 100:
            form.wrong(f"allowed_mentions.{word}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        if listed and word in parse:
            message = f"parse:[{word!r}] and {word}: [ids...] are mutually exclusive."
            form.wrong("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)


def _permitted(found: list[int], allowed: dict[str, Any], word: str) -> list[int]:
    if word in (allowed.get("parse") or []):
        return found
    return [one for one in found if one in {int(each) for each in allowed.get(word) or []}]


def mentioned(world: World, author: int, room: Channel, text: str, allowed: dict[str, Any]) -> Mentions:
    """Who is really mentioned; text in code rings nobody, and what the author may not ring stays silent."""
    text = CODE.sub("", text)
    users = [one for one in dict.fromkeys(map(int, USER.findall(text))) if one in world.guild.users]
    roles = [
        one for one in dict.fromkeys(map(int, ROLE.findall(text))) if one in world.guild.roles and one != world.guild.id
    ]
    loud = may(world.guild, author, room, Permission.MENTION_EVERYONE)
    roles = [one for one in roles if loud or world.guild.roles[one].mentionable]
    everyone = list(dict.fromkeys(ALL.findall(text))) if loud and "everyone" in (allowed.get("parse") or []) else []
    return Mentions(_permitted(users, allowed, "users"), _permitted(roles, allowed, "roles"), everyone)


def ringing(found: Mentions, answered: int | None) -> list[str]:
    """The names for the ping log, each once."""
    people = dict.fromkeys([*found.users, *([answered] if answered else [])])
    return [*found.all, *(f"user:{one}" for one in people), *(f"role:{one}" for one in found.roles)]
