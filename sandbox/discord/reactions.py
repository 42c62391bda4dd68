"""Reactions and pins on a message."""

import re

from sandbox.discord import message_shapes, posting, rights, shapes
from sandbox.discord.channels import Channel
from sandbox.discord.messages import PIN_NOTICE, Message
from sandbox.discord.permissions import Permission, demand
from sandbox.discord.refusals import refuse
from sandbox.discord.users import User
from sandbox.discord.world import World

EMOJI = re.compile(r"[^\x00-\x7f].{0,11}|[0-9#*]\ufe0f?\u20e3")


def _data(world: World, who: User, room: Channel, message: Message, emoji: str) -> dict[str, object]:
    data = {"user_id": str(who.id), "channel_id": str(room.id), "message_id": str(message.id)}
    more: dict[str, object] = {"emoji": message_shapes.emoji(emoji), "burst": False, "type": 0}
    return data | more | ({} if room.recipients else {"guild_id": str(world.guild.id)})


def react(world: World, who: User, room: Channel, message: Message, emoji: str) -> None:
    """Set a reaction; a second time changes nothing. 10014 for what is no emoji, 50083 in an archived thread."""
    rights.demand_open(room)
    if not EMOJI.fullmatch(emoji):
        raise refuse(10014)
    if not room.recipients:
        demand(world.guild, who.id, room, Permission.READ_MESSAGE_HISTORY)
        if emoji not in message.reactions:
            demand(world.guild, who.id, room, Permission.ADD_REACTIONS)
    users = message.reactions.setdefault(emoji, [])
    if who.id in users:
        return
    users.append(who.id)
    data = _data(world, who, room, message, emoji) | {"message_author_id": str(message.author.id)}
    if not room.recipients:
        data["member"] = shapes.member(world.guild.members[who.id])
    world.announce("MESSAGE_REACTION_ADD", data, room)


def unreact(world: World, who: User, room: Channel, message: Message, emoji: str) -> None:
    rights.demand_open(room)
    users = message.reactions.get(emoji, [])
    if who.id not in users:
        return
    users.remove(who.id)
    if not users:
        del message.reactions[emoji]
    world.announce("MESSAGE_REACTION_REMOVE", _data(world, who, room, message, emoji), room)


def pin(world: World, who: User, room: Channel, message: Message) -> None:
    """Pin with a notice in the room; 30003 when full, nothing when pinned already."""
    _demand_pin(world, who, room)
    if message.pinned_at:
        return
    if sum(one.pinned_at is not None for one in room.messages.values()) >= world.limits.pins:
        raise refuse(30003)
    message.pinned_at = room.last_pin_at = world.now()
    _tell_pins(world, room, message)
    notice = Message(world.ids.new(), room.id, who, world.now(), type=PIN_NOTICE)
    notice.reference = {"type": 0, "channel_id": str(room.id), "message_id": str(message.id)}
    posting.place(world, room, notice)


def unpin(world: World, who: User, room: Channel, message: Message) -> None:
    _demand_pin(world, who, room)
    if message.pinned_at:
        message.pinned_at = None
        _tell_pins(world, room, message)


def _demand_pin(world: World, who: User, room: Channel) -> None:
    rights.demand_open(room)
    if not room.recipients:
        demand(world.guild, who.id, room, Permission.PIN_MESSAGES)


def _tell_pins(world: World, room: Channel, message: Message) -> None:
    posting.told_of_change(world, room, message)
    data = {"channel_id": str(room.id), "last_pin_timestamp": shapes.time(room.last_pin_at)}
    guild = {} if room.recipients else {"guild_id": str(world.guild.id)}
    world.announce("CHANNEL_PINS_UPDATE", data | guild, room)
