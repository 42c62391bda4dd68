"""Who sees a channel: the platform's own rule, worked out from roles and overwrites. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import discord

ALL = discord.Permissions.all()


@dataclass(frozen=True)
class Guild:
    """What a server says of permissions: of each role (the server's own id stands for everyone), and who owns it."""

    id: int
    owner: int
    roles: Mapping[int, int]

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Guild":
        roles = {int(role["id"]): int(role["permissions"]) for role in data["roles"]}
        return cls(int(data["id"]), int(data["owner_id"]), roles)


def permissions(guild: Guild, channel: Mapping[str, Any], user: int, roles: Collection[int]) -> discord.Permissions:
    """What a member with these roles may do in `channel` (for a thread: pass its parent)."""
    if user == guild.owner:
        return ALL
    base = guild.roles.get(guild.id, 0)
    for role in roles:
        base |= guild.roles.get(role, 0)
    if discord.Permissions(base).administrator:
        return ALL
    over = {int(one["id"]): (int(one["allow"]), int(one["deny"])) for one in channel.get("permission_overwrites") or []}
    for group in ([guild.id], [role for role in roles if role != guild.id], [user]):
        found = [over[one] for one in group if one in over]
        for _, deny in found:
            base &= ~deny
        for allow, _ in found:
            base |= allow
    return discord.Permissions(base)
