"""Requests about channels and threads as places: reading, changing, deleting, the thread's members."""

from sandbox.discord import channel_forms, memberships, shapes, threads
from sandbox.discord.calls import Answer, Call, Handler
from sandbox.discord.channels import Channel, Thread
from sandbox.discord.permissions import Permission, demand
from sandbox.discord.refusals import refuse


def room(call: Call) -> Channel:
    """The channel named in the path, which the bot must see: 10003, 50001."""
    found = call.world.channel(call.id("channel_id"))
    demand(call.world.guild, call.world.bot.id, found)
    return found


def get(call: Call) -> Answer:
    return 200, call.world.shape(room(call))


def patch(call: Call) -> Answer:
    found, world = room(call), call.world
    if isinstance(found, Thread):
        return 200, world.shape(threads.change(world, world.bot, found, call.body or {}))
    if found.recipients:
        raise refuse(50003)
    demand(world.guild, world.bot.id, found, Permission.MANAGE_CHANNELS)
    channel_forms.check(found, call.body or {})
    channel_forms.apply(world, found, call.body or {})
    world.announce("CHANNEL_UPDATE", world.shape(found), found)
    return 200, world.shape(found)


def delete(call: Call) -> Answer:
    found, world = room(call), call.world
    shape = world.shape(found)
    if isinstance(found, Thread):
        threads.remove(world, world.bot, found)
    elif found.recipients:
        del world.directs[found.id]
    else:
        demand(world.guild, world.bot.id, found, Permission.MANAGE_CHANNELS)
        del world.guild.channels[found.id]
        world.announce("CHANNEL_DELETE", shape, found)
    return 200, shape


def _thread(call: Call) -> Thread:
    found = room(call)
    if not isinstance(found, Thread):
        raise refuse(50024)
    return found


def members(call: Call) -> Answer:
    thread = _thread(call)
    return 200, [shapes.thread_member(thread, one) for one in thread.members]


def member(call: Call) -> Answer:
    thread = _thread(call)
    if call.id("user_id") not in thread.members:
        raise refuse(10007)
    return 200, shapes.thread_member(thread, call.id("user_id"))


def join(call: Call) -> Answer:
    thread = _thread(call)
    if thread.archived:
        raise refuse(50083)
    memberships.join(call.world, thread, [call.world.bot.id])
    return 204, None


def add_member(call: Call) -> Answer:
    threads.invite(call.world, call.world.bot, _thread(call), call.id("user_id"))
    return 204, None


def leave(call: Call) -> Answer:
    memberships.leave(call.world, _thread(call), call.world.bot.id)
    return 204, None


def remove_member(call: Call) -> Answer:
    thread, world = _thread(call), call.world
    if not (thread.is_private and thread.owner_id == world.bot.id):
        demand(world.guild, world.bot.id, thread, Permission.MANAGE_THREADS)
    if thread.archived:
        raise refuse(50083)
    memberships.leave(world, thread, call.id("user_id"))
    return 204, None


ROUTES: dict[str, Handler] = {
    "GET /channels/{channel_id}": get,
    "PATCH /channels/{channel_id}": patch,
    "DELETE /channels/{channel_id}": delete,
    "GET /channels/{channel_id}/thread-members": members,
    "PUT /channels/{channel_id}/thread-members/@me": join,
    "DELETE /channels/{channel_id}/thread-members/@me": leave,
    "GET /channels/{channel_id}/thread-members/{user_id}": member,
    "PUT /channels/{channel_id}/thread-members/{user_id}": add_member,
    "DELETE /channels/{channel_id}/thread-members/{user_id}": remove_member,
}
