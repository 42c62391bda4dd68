"""What a session gets to hear: events of the intents it named, in places the bot sees, with or without content."""

from typing import Any

from sandbox.discord.channels import DIRECT
from sandbox.discord.permissions import Permission, may
from sandbox.discord.world import Event, World

GUILDS, MEMBERS, PRESENCES = 1 << 0, 1 << 1, 1 << 8
MESSAGES, REACTIONS, DIRECT_MESSAGES, DIRECT_REACTIONS, CONTENT = 1 << 9, 1 << 10, 1 << 12, 1 << 13, 1 << 15
PRIVILEGED = MEMBERS | PRESENCES | CONTENT
KNOWN = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))
EMPTY: dict[str, Any] = {"content": "", "embeds": [], "attachments": [], "components": []}


def needed(event: Event) -> int:
    """The intent an event belongs to; 0 when everybody gets it."""
    direct = event.channel is not None and event.channel.type == DIRECT
    if event.name.startswith("MESSAGE_REACTION"):
        return DIRECT_REACTIONS if direct else REACTIONS
    if event.name.startswith("MESSAGE_") or direct:
        return DIRECT_MESSAGES if direct else MESSAGES
    if event.name.startswith("GUILD_MEMBER_"):
        return MEMBERS
    return 0 if event.name == "INTERACTION_CREATE" else GUILDS


def heard(world: World, event: Event, intents: int) -> dict[str, Any] | None:
    """The data as a session with `intents` gets it, or None."""
    me, need = str(world.bot.id), needed(event)
    if event.name == "INTERACTION_CREATE":
        return event.data
    about_me = event.name == "GUILD_MEMBER_UPDATE" and event.data["user"]["id"] == me
    if need and not intents & need and not about_me:
        return None
    if event.name == "THREAD_MEMBERS_UPDATE":
        return event.data if intents & MEMBERS or _moves(event.data, me) else None
    placed = event.name.startswith(("MESSAGE_", "THREAD_", "CHANNEL_PINS_"))
    if placed and event.channel and not may(world.guild, world.bot.id, event.channel, Permission.VIEW_CHANNEL):
        return None
    return _with_content(event, intents, me)


def _moves(data: dict[str, Any], me: str) -> bool:
    added = (one["user_id"] for one in data.get("added_members", []))
    return me in added or me in data.get("removed_member_ids", [])


def _with_content(event: Event, intents: int, me: str) -> dict[str, Any]:
    if event.name not in ("MESSAGE_CREATE", "MESSAGE_UPDATE") or intents & CONTENT or "guild_id" not in event.data:
        return event.data
    mine = event.data["author"]["id"] == me or any(one["id"] == me for one in event.data["mentions"])
    return event.data if mine else event.data | EMPTY
