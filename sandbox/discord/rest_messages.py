"""Requests about messages, their reactions and pins."""

from typing import Any

from sandbox.discord import message_shapes, posting, reactions, rights, shapes
from sandbox.discord.calls import Answer, Call, Handler
from sandbox.discord.channels import Channel
from sandbox.discord.messages import Message
from sandbox.discord.permissions import Permission, demand
from sandbox.discord.refusals import refuse
from sandbox.discord.rest_channels import room


def _readable(call: Call) -> Channel:
    found = room(call)
    demand(call.world.guild, call.world.bot.id, found, Permission.READ_MESSAGE_HISTORY)
    return found


def _named(call: Call) -> tuple[Channel, Message]:
    found = room(call)
    return found, rights.message_in(found, call.id("message_id"))


def _shape(call: Call, message: Message) -> dict[str, Any]:
    return message_shapes.message(call.world, message)


def history(call: Call) -> Answer:
    """Newest first; `before`, `after` and `around` are message ids."""
    most, ids = call.number("limit", 50, 100), sorted(_readable(call).messages)
    if "after" in call.query:
        ids = [one for one in ids if one > int(call.query["after"])][:most]
    elif "around" in call.query:
        middle = int(call.query["around"])
        ids = sorted(sorted(ids, key=lambda one: abs(one - middle))[:most])
    elif "before" in call.query:
        ids = [one for one in ids if one < int(call.query["before"])]
    messages = _readable(call).messages
    return 200, [_shape(call, messages[one]) for one in reversed(ids[-most:])]


def get(call: Call) -> Answer:
    found = _readable(call)
    return 200, _shape(call, rights.message_in(found, call.id("message_id")))


def create(call: Call) -> Answer:
    found = call.world.channel(call.id("channel_id"))
    message = posting.send(call.world, call.world.bot, found, call.body or {}, call.files)
    return 200, _shape(call, message) | ({} if message.nonce is None else {"nonce": message.nonce})


def edit(call: Call) -> Answer:
    found, message = _named(call)
    rights.demand_edit(call.world, call.world.bot, found, message)
    return 200, _shape(call, posting.change(call.world, found, message, call.body or {}, call.files))


def delete(call: Call) -> Answer:
    found, message = _named(call)
    if message.author.id != call.world.bot.id:
        if found.recipients:
            raise refuse(50003)
        demand(call.world.guild, call.world.bot.id, found, Permission.MANAGE_MESSAGES)
    posting.remove(call.world, found, message)
    return 204, None


def react(call: Call) -> Answer:
    found, message = _named(call)
    reactions.react(call.world, call.world.bot, found, message, call.params["emoji_name"])
    return 204, None


def unreact(call: Call) -> Answer:
    found, message = _named(call)
    reactions.unreact(call.world, call.world.bot, found, message, call.params["emoji_name"])
    return 204, None


def unreact_for(call: Call) -> Answer:
    """Take away somebody else's reaction, which needs MANAGE_MESSAGES."""
    found, message = _named(call)
    demand(call.world.guild, call.world.bot.id, found, Permission.MANAGE_MESSAGES)
    who = call.world.user(call.id("user_id"))
    reactions.unreact(call.world, who, found, message, call.params["emoji_name"])
    return 204, None


def reacted(call: Call) -> Answer:
    _, message = _named(call)
    most, after = call.number("limit", 25, 100), int(call.query.get("after", 0))
    users = sorted(one for one in message.reactions.get(call.params["emoji_name"], []) if one > after)
    return 200, [shapes.user(call.world.user(one)) for one in users[:most]]


def pin(call: Call) -> Answer:
    found, message = _named(call)
    reactions.pin(call.world, call.world.bot, found, message)
    return 204, None


def unpin(call: Call) -> Answer:
    found, message = _named(call)
    reactions.unpin(call.world, call.world.bot, found, message)
    return 204, None


def pins(call: Call) -> Answer:
    most, found = call.number("limit", 50, 50), _readable(call)
    pinned = [(one.pinned_at, one) for one in found.messages.values() if one.pinned_at]
    pinned.sort(key=lambda each: each[0], reverse=True)
    items = [{"pinned_at": shapes.time(at), "message": _shape(call, one)} for at, one in pinned[:most]]
    return 200, {"items": items, "has_more": len(pinned) > most}


def typing(call: Call) -> Answer:
    room(call)
    return 204, None


MESSAGE = "/channels/{channel_id}/messages/{message_id}"
REACTION = MESSAGE + "/reactions/{emoji_name}"
ROUTES: dict[str, Handler] = {
    "GET /channels/{channel_id}/messages/pins": pins,
    "PUT /channels/{channel_id}/messages/pins/{message_id}": pin,
    "DELETE /channels/{channel_id}/messages/pins/{message_id}": unpin,
    "GET /channels/{channel_id}/messages": history,
    "POST /channels/{channel_id}/messages": create,
    f"GET {MESSAGE}": get,
    f"PATCH {MESSAGE}": edit,
    f"DELETE {MESSAGE}": delete,
    f"PUT {REACTION}/@me": react,
    f"DELETE {REACTION}/@me": unreact,
    f"DELETE {REACTION}/{{user_id}}": unreact_for,
    f"GET {REACTION}": reacted,
    "POST /channels/{channel_id}/typing": typing,
}
