"""May this be written here, now? The order of the questions is the platform's."""

from datetime import timedelta

from sandbox.discord.channels import FORUM, Channel, Thread
from sandbox.discord.messages import COMMAND_REPLY, DEFAULT, MENU_REPLY, REPLY, Message
from sandbox.discord.permissions import Permission, demand, may
from sandbox.discord.refusals import refuse
from sandbox.discord.users import User
from sandbox.discord.world import World

HOUR = timedelta(hours=1)


def demand_send(world: World, who: User, room: Channel) -> None:
    """Raise 50007, 50278, 40058, 50001, 50013, 160005 or 50083 when `who` may not write in `room`."""
    if room.recipients:
        _demand_direct(world, who, room)
        return
    if room.type == FORUM:
        raise refuse(40058)
    if not isinstance(room, Thread):
        demand(world.guild, who.id, room, Permission.SEND_MESSAGES)
        return
    demand(world.guild, who.id, room, Permission.SEND_MESSAGES_IN_THREADS)
    if room.locked and not may(world.guild, who.id, room, Permission.MANAGE_THREADS):
        raise refuse(160005)
    if room.locked and room.archived:
        raise refuse(50083)


def _demand_direct(world: World, who: User, room: Channel) -> None:
    for other in (world.user(one) for one in room.recipients if one != who.id):
        if other.id not in world.guild.members or who.id not in world.guild.members:
            raise refuse(50278)
        if not other.takes_messages:
            raise refuse(50007)


def demand_open(room: Channel) -> None:
    """Raise 50083 in an archived thread: nothing but a new message or a change of the thread itself is possible."""
    if isinstance(room, Thread) and room.archived:
        raise refuse(50083)


def demand_edit(world: World, who: User, room: Channel, message: Message) -> None:
    """Raise 50005, 50021, 50083 or 30046 when `who` may not change the message."""
    if not room.recipients:
        demand(world.guild, who.id, room)
    if message.author.id != who.id:
        raise refuse(50005)
    if message.type not in (DEFAULT, REPLY, COMMAND_REPLY, MENU_REPLY):
        raise refuse(50021)
    demand_open(room)
    if world.now() - message.created_at > HOUR:
        spent = [at for at in world.old_edits.get(room.id, []) if world.now() - at < HOUR]
        if len(spent) >= world.limits.old_edits:
            raise refuse(30046, retry_after=60.0)
        world.old_edits[room.id] = [*spent, world.now()]


def message_in(room: Channel, message_id: int) -> Message:
    """The message, or 10008."""
    if found := room.messages.get(message_id):
        return found
    raise refuse(10008)
