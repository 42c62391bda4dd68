"""Requests that start threads or list the archived ones."""

from datetime import datetime

from sandbox.discord import message_forms, message_shapes, posting, rights, shapes, threads
from sandbox.discord.calls import Answer, Call, Handler
from sandbox.discord.channels import FORUM, Thread
from sandbox.discord.permissions import Permission, demand
from sandbox.discord.refusals import bad_form, refuse
from sandbox.discord.rest_channels import room


def from_message(call: Call) -> Answer:
    parent = room(call)
    root = rights.message_in(parent, call.id("message_id"))
    made = threads.from_message(call.world, call.world.bot, parent, root, call.body or {})
    return 201, call.world.shape(made)


def start(call: Call) -> Answer:
    parent, body = room(call), call.body or {}
    if parent.type == FORUM:
        return _forum_post(call)
    return 201, call.world.shape(threads.alone(call.world, call.world.bot, parent, body))


def _forum_post(call: Call) -> Answer:
    world, forum, body = call.world, room(call), call.body or {}
    first = body.get("message")
    if first is None:
        raise bad_form("message", "BASE_TYPE_REQUIRED", "This field is required")
    message_forms.check(first, call.files, world.limits)
    if message_forms.is_empty(first, call.files):
        raise refuse(50006)
    thread = threads.in_forum(world, world.bot, forum, body)
    message = posting.compose(world, world.bot, thread, first, call.files)
    message.id = thread.id
    posting.publish(world, thread, message, first.get("allowed_mentions"))
    return 201, {**world.shape(thread), "message": message_shapes.message(world, message)}


def _listed(call: Call, found: list[Thread]) -> Answer:
    most, world = call.number("limit", 50, 100), call.world
    found.sort(key=lambda one: one.archived_at or one.created_at or world.now(), reverse=True)
    if before := call.query.get("before"):
        found = [one for one in found if one.archived_at and one.archived_at < datetime.fromisoformat(before)]
    page = found[:most]
    mine = [shapes.thread_member(one, world.bot.id) for one in page if world.bot.id in one.members]
    return 200, {"threads": [world.shape(one) for one in page], "members": mine, "has_more": len(found) > most}


def _archived(call: Call, private: bool) -> list[Thread]:
    parent = room(call)
    demand(call.world.guild, call.world.bot.id, parent, Permission.READ_MESSAGE_HISTORY)
    everything = call.world.guild.threads.values()
    return [one for one in everything if one.parent_id == parent.id and one.archived and one.is_private == private]


def archived_public(call: Call) -> Answer:
    return _listed(call, _archived(call, private=False))


def archived_private(call: Call) -> Answer:
    found = _archived(call, private=True)
    demand(call.world.guild, call.world.bot.id, room(call), Permission.MANAGE_THREADS)
    return _listed(call, found)


def archived_mine(call: Call) -> Answer:
    return _listed(call, [one for one in _archived(call, private=True) if call.world.bot.id in one.members])


ROUTES: dict[str, Handler] = {
    "POST /channels/{channel_id}/messages/{message_id}/threads": from_message,
    "POST /channels/{channel_id}/threads": start,
    "GET /channels/{channel_id}/threads/archived/public": archived_public,
    "GET /channels/{channel_id}/threads/archived/private": archived_private,
    "GET /channels/{channel_id}/users/@me/threads/archived/private": archived_mine,
}
