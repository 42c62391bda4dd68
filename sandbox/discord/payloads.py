"""INTERACTION_CREATE: what the bot is told when a person asks something of it."""

from collections.abc import Iterable
from typing import Any

from sandbox.discord import message_shapes, shapes
from sandbox.discord.channels import Channel, Thread
from sandbox.discord.interactions import Interaction
from sandbox.discord.permissions import allowed
from sandbox.discord.users import User
from sandbox.discord.world import World

Json = dict[str, Any]
PARTIAL = (
    "id", "type", "name", "flags", "guild_id", "last_message_id", "parent_id", "position", "nsfw", "topic",
    "rate_limit_per_user", "owner_id", "thread_metadata", "message_count", "member_count",
)  # fmt: skip


def payload(world: World, one: Interaction) -> Json:
    """The whole event for an interaction in the server or in a direct conversation."""
    guild, direct = world.guild, bool(one.room.recipients)
    shape: Json = {
        "id": str(one.id),
        "application_id": str(world.bot.id),
        "type": one.kind,
        "token": one.token,
        "version": 1,
        "data": one.data,
        "channel_id": str(one.room.id),
        "channel": channel(world, one.room, one.user),
        "app_permissions": str(allowed(guild, world.bot.id, one.room)),
        "locale": one.user.locale,
        "entitlements": [],
        "authorizing_integration_owners": {"0": "0" if direct else str(guild.id)},
        "context": 1 if direct else 0,
        "attachment_size_limit": world.limits.file_bytes,
    }
    if one.message:
        shape["message"] = message_shapes.message(world, one.message)
    if direct:
        return shape | {"user": shapes.user(one.user)}
    place = {"id": str(guild.id), "locale": "en-US", "features": ["COMMUNITY"]}
    return shape | {
        "guild_id": str(guild.id),
        "guild": place,
        "guild_locale": "en-US",
        "member": _member(world, one.room, one.user, with_user=True),
    }


def channel(world: World, room: Channel, reader: User) -> Json:
    """The partial channel inside an interaction."""
    shape = world.shape(room)
    if room.recipients:
        return shape
    picked = {key: shape[key] for key in PARTIAL if key in shape}
    return picked | {"permissions": str(allowed(world.guild, reader.id, room))}


def _member(world: World, room: Channel, who: User, *, with_user: bool) -> Json:
    permissions = {"permissions": str(allowed(world.guild, who.id, room))}
    shape = shapes.member(world.guild.members[who.id], with_user) | permissions
    return shape if with_user else {key: value for key, value in shape.items() if key not in ("deaf", "mute")}


def resolved(world: World, room: Channel, kind: str, ids: Iterable[int]) -> Json:
    """The `resolved` part for chosen users, roles, channels or attachments."""
    if kind == "users":
        people = [world.user(one) for one in ids]
        members = {
            str(one.id): _member(world, room, one, with_user=False) for one in people if one.id in world.guild.members
        }
        return {"users": {str(one.id): shapes.user(one) for one in people}, "members": members}
    if kind == "roles":
        return {"roles": {str(one): shapes.role(world.guild.roles[one]) for one in ids}}
    if kind == "attachments":
        return {"attachments": {str(one): message_shapes.attachment(world, world.attachments[one]) for one in ids}}
    return {"channels": {str(one): _channel(world, world.channel(one)) for one in ids}}


def _channel(world: World, room: Channel) -> Json:
    shape = {"id": str(room.id), "type": room.type, "name": room.name, "permissions": "0"}
    if isinstance(room, Thread):
        shape |= {"parent_id": str(room.parent_id), "thread_metadata": shapes.thread_metadata(room)}
    return shape
