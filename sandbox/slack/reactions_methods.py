"""Web API: reactions and pins."""

import re

from sandbox.slack.method import Call, Family
from sandbox.slack.refusal import Json, Refused

METHODS = Family()
MOST_NAMES, MOST_PINS = 23, 100


@METHODS.method("reactions.add", scope="reactions:write", tier=3)
def add(call: Call) -> Json:
    name = _name(call)
    channel = call.channel(member=True)
    message = call.message(channel, "timestamp")
    if channel.archived:
        raise Refused("is_archived")
    if call.app.bot_user in message.reactions.get(name, []):
        raise Refused("already_reacted")
    if name not in message.reactions and len(message.reactions) >= MOST_NAMES:
        raise Refused("too_many_reactions")
    call.workspace.react(message, call.app.bot_user, name)
    return {}


@METHODS.method("reactions.remove", scope="reactions:write", tier=2)
def remove(call: Call) -> Json:
    name = _name(call)
    message = call.message(call.channel(member=True), "timestamp")
    if call.app.bot_user not in message.reactions.get(name, []):
        raise Refused("no_reaction")
    call.workspace.unreact(message, call.app.bot_user, name)
    return {}


@METHODS.method("reactions.get", scope="reactions:read", tier=3, form_only=True)
def get(call: Call) -> Json:
    channel = call.channel(member=True)
    message = call.message(channel, "timestamp")
    body = message.listed(call.workspace.origin, channel.replies(message.ts), metadata=False)
    for name in ("thread_ts", "client_msg_id", "subtype", "files", "upload"):  # no sample of this call holds them
        body.pop(name, None)
    return {"type": "message", "channel": channel.id, "message": body}


@METHODS.method("pins.add", scope="pins:write", tier=2)
def pin(call: Call) -> Json:
    channel = call.channel(member=True)
    message = call.message(channel, "timestamp")
    if message.ts in channel.pins:
        raise Refused("already_pinned")
    if len(channel.pins) >= MOST_PINS:
        raise Refused("too_many_pins")
    channel.pins.append(message.ts)
    call.workspace.changed()
    return {}


@METHODS.method("pins.remove", scope="pins:write", tier=2)
def unpin(call: Call) -> Json:
    channel = call.channel(member=True)
    message = call.message(channel, "timestamp")
    if message.ts not in channel.pins:
        raise Refused("no_pin")
    channel.pins.remove(message.ts)
    call.workspace.changed()
    return {}


def _name(call: Call) -> str:
    name = call.need("name")
    if not re.fullmatch(r"[a-z0-9_+'\-]+(::skin-tone-[2-6])?", name):
        raise Refused("invalid_name")
    return name
