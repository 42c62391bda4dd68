"""Who may do what where: roles added up, then the channel's overwrites, then what seeing it allows."""

from enum import IntFlag

from sandbox.discord.channels import Channel, Thread
from sandbox.discord.guild import Guild
from sandbox.discord.refusals import refuse


class Permission(IntFlag):
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    PIN_MESSAGES = 1 << 51


ALL = Permission((1 << 53) - 1)


def in_guild(guild: Guild, user_id: int) -> int:
    """The sum of a member's roles; everything for the owner and for administrators, nothing for strangers."""
    member = guild.members.get(user_id)
    if member is None:
        return 0
    bits = guild.roles[guild.id].permissions
    for role_id in member.roles:
        bits |= guild.roles[role_id].permissions
    return int(ALL) if user_id == guild.owner_id or bits & Permission.ADMINISTRATOR else bits


def _overwritten(guild: Guild, user_id: int, channel: Channel, bits: int) -> int:
    by_id = {one.id: one for one in channel.overwrites}
    if everyone := by_id.get(guild.id):
        bits = bits & ~everyone.deny | everyone.allow
    roles = [by_id[role_id] for role_id in guild.members[user_id].roles if role_id in by_id]
    for one in roles:
        bits &= ~one.deny
    for one in roles:
        bits |= one.allow
    if own := by_id.get(user_id):
        bits = bits & ~own.deny | own.allow
    return bits


def allowed(guild: Guild, user_id: int, channel: Channel) -> int:
    """What a user may do in a channel, thread or direct conversation, as a bit set; 0 when it is not visible."""
    if channel.recipients:
        return int(ALL) if user_id in channel.recipients else 0
    bits = in_guild(guild, user_id)
    if not bits or bits == int(ALL):
        return bits
    room = guild.channels[channel.parent_id] if isinstance(channel, Thread) else channel
    bits = _overwritten(guild, user_id, room, bits)
    if not bits & Permission.VIEW_CHANNEL:
        return 0
    hidden = isinstance(channel, Thread) and channel.is_private and user_id not in channel.members
    return 0 if hidden and not bits & Permission.MANAGE_THREADS else bits


def may(guild: Guild, user_id: int, channel: Channel, need: Permission) -> bool:
    return allowed(guild, user_id, channel) & need == need


def demand(guild: Guild, user_id: int, channel: Channel, need: Permission = Permission.VIEW_CHANNEL) -> None:
    """Raise 50001 when the channel is out of sight, 50013 when the permission is missing."""
    bits = allowed(guild, user_id, channel)
    if not bits & Permission.VIEW_CHANNEL:
        raise refuse(50001)
    if bits & need != need:
        raise refuse(50013)
