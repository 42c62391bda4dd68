"""How people and places look on the wire."""

from datetime import datetime
from typing import Any

from sandbox.discord.channels import DIRECT, FORUM, Channel, Tag, Thread
from sandbox.discord.users import Member, Role, User

Json = dict[str, Any]


def time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def user(one: User) -> Json:
    shape: Json = {
        "id": str(one.id),
        "username": one.username,
        "discriminator": "0" if not one.bot else "4242",
        "global_name": one.global_name,
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    return {**shape, "bot": True} if one.bot else shape


def role(one: Role) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "permissions": str(one.permissions),
        "position": one.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": one.managed,
        "mentionable": one.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def member(one: Member, with_user: bool = True) -> Json:
    shape: Json = {
        "nick": one.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role_id) for role_id in one.roles],
        "joined_at": time(one.joined_at),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    return {**shape, "user": user(one.user)} if with_user else shape


def tag(one: Tag) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "moderated": one.moderated,
        "emoji_id": None,
        "emoji_name": one.emoji_name,
    }


def channel(one: Channel, guild_id: int) -> Json:
    """A channel of the server; threads go through `thread`."""
    shape: Json = {
        "id": str(one.id),
        "type": one.type,
        "guild_id": str(guild_id),
        "name": one.name,
        "position": one.position,
        "parent_id": None,
        "topic": one.topic,
        "nsfw": False,
        "flags": one.flags,
        "last_message_id": str(one.last_message_id) if one.last_message_id else None,
        "rate_limit_per_user": one.slow_mode,
        "default_auto_archive_duration": one.auto_archive,
        "permission_overwrites": [
            {"id": str(each.id), "type": each.kind, "allow": str(each.allow), "deny": str(each.deny)}
            for each in one.overwrites
        ],
    }
    if one.type == FORUM:
        shape |= {"available_tags": [tag(each) for each in one.tags], "default_forum_layout": 0}
        shape |= {"default_reaction_emoji": None, "default_sort_order": None}
    return shape


def thread(one: Thread, guild_id: int, reader: int | None = None) -> Json:
    """A thread; with `reader` that user's membership is added."""
    shape: Json = {
        "id": str(one.id),
        "type": one.type,
        "guild_id": str(guild_id),
        "parent_id": str(one.parent_id),
        "owner_id": str(one.owner_id),
        "name": one.name,
        "flags": one.flags,
        "last_message_id": str(one.last_message_id) if one.last_message_id else None,
        "rate_limit_per_user": one.slow_mode,
        "message_count": sum(message.type != 21 and message.id != one.id for message in one.messages.values()),
        "member_count": min(len(one.members), 50),
        "total_message_sent": one.sent,
        "thread_metadata": thread_metadata(one),
    }
    if one.applied_tags or one.flags:
        shape["applied_tags"] = [str(each) for each in one.applied_tags]
    if reader is not None and reader in one.members:
        shape["member"] = thread_member(one, reader)
    return shape


def thread_metadata(one: Thread) -> Json:
    shape: Json = {
        "archived": one.archived,
        "archive_timestamp": time(one.archived_at),
        "auto_archive_duration": one.auto_archive,
        "locked": one.locked,
        "create_timestamp": time(one.created_at),
    }
    return {**shape, "invitable": one.invitable} if one.is_private else shape


def thread_member(one: Thread, user_id: int) -> Json:
    return {"id": str(one.id), "user_id": str(user_id), "join_timestamp": time(one.members[user_id]), "flags": 0}


def direct(one: Channel, others: list[User]) -> Json:
    return {
        "id": str(one.id),
        "type": DIRECT,
        "flags": 0,
        "last_message_id": str(one.last_message_id) if one.last_message_id else None,
        "recipients": [user(each) for each in others],
    }
