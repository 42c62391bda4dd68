"""Web API: chat.*, writing, changing and removing messages."""

import json
from typing import Any

from sandbox.slack import mentions
from sandbox.slack.blocks import MARKDOWN, refuse_for_message
from sandbox.slack.channel import Channel
from sandbox.slack.message import Message
from sandbox.slack.method import Call, Family
from sandbox.slack.refusal import Json, Refused

METHODS = Family()
POST_CUT, UPDATE_MOST, METADATA_MOST = 40_000, 4_000, 8_000


@METHODS.method("chat.postMessage", scope="chat:write", tier=5)
def post_message(call: Call) -> Json:
    channel = _room(call)
    refuse_to_write(call, channel)
    text, blocks, attachments = _content(call)
    call.rates.spend_post(channel.id)
    space, app = call.workspace, call.app
    message = Message(space.new_ts(), channel.id, app.bot_user, text[:POST_CUT], blocks=blocks)
    message.thread_ts, message.attachments = _root(call, channel), attachments
    message.metadata, message.bot_profile = _metadata(call), app.profile(space.team)
    if name := call.text("username"):
        call.require("chat:write.customize")
        message.bot_profile = message.bot_profile | {"name": name}
    space.post(message, broadcast=call.flag("reply_broadcast"))
    return {"channel": channel.id, "ts": message.ts, "message": message.wire(space.origin)}


@METHODS.method("chat.update", scope="chat:write", tier=3)
def update(call: Call) -> Json:
    channel = call.channel(member=True)
    message = _own(call, channel, "cant_update_message")
    window = call.workspace.edit_window
    if window is not None and call.workspace.now().timestamp() - float(message.ts) > window:
        raise Refused("edit_window_closed")
    if len(call.text("text")) > UPDATE_MOST:
        raise Refused("msg_too_long")
    text, blocks, attachments = _content(call)
    more: Json = {"attachments": attachments} if attachments else {}
    if "metadata" in call.args:
        more["metadata"] = _metadata(call)
    keeps = "blocks" not in call.args and not call.text("text") and not call.text("markdown_text")
    call.workspace.edit(message, call.app.bot_user, text, message.blocks if keeps else blocks, **more)
    if blocks:
        # Documented: a message updated with blocks shows no "(edited)".
        message.edited = None
    shown = message.wire(call.workspace.origin)
    for name in ("ts", "thread_ts"):
        shown.pop(name, None)
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": shown}


@METHODS.method("chat.delete", scope="chat:write", tier=3)
def delete(call: Call) -> Json:
    channel = call.channel(member=True)
    message = _own(call, channel, "cant_delete_message")
    call.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


@METHODS.method("chat.postEphemeral", scope="chat:write", tier=4)
def post_ephemeral(call: Call) -> Json:
    channel = call.channel(member=True)
    refuse_to_write(call, channel)
    user = call.need("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    text, blocks, attachments = _content(call)
    space = call.workspace
    message = Message(space.new_ts(), channel.id, call.app.bot_user, text, blocks=blocks, ephemeral_to=user)
    message.thread_ts, message.attachments = _root(call, channel), attachments
    message.bot_profile = call.app.profile(space.team)
    space.whisper(message)
    return {"message_ts": message.ts}


@METHODS.method("chat.getPermalink", tier=5, form_only=True)
def permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "message_ts")
    link = f"https://{call.workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    tail = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    return {"channel": channel.id, "permalink": link + tail}


def refuse_to_write(call: Call, channel: Channel) -> None:
    """Archived, read-only and locked places take nothing."""
    if channel.archived:
        raise Refused("is_archived")
    if channel.read_only:
        raise Refused("restricted_action_read_only_channel")
    if call.text("thread_ts") in channel.locked_threads:
        raise Refused("restricted_action_thread_locked")


def _room(call: Call) -> Channel:
    name = call.need("channel")
    user = call.workspace.users.get(name)
    if user and not user.is_bot and not user.deleted:
        return call.workspace.channels[call.workspace.dm(name)]
    return call.channel(member=True)


def _root(call: Call, channel: Channel) -> str | None:
    """The thread asked for. A root that is gone is accepted, as the platform does: the post lands in the channel."""
    ts = call.text("thread_ts")
    if not ts:
        return None
    found = channel.messages.get(ts)
    if found is None and not call.workspace.was_issued(ts):
        raise Refused("thread_not_found")
    if found and found.is_reply:
        raise Refused("cannot_reply_to_message")
    return ts


def _content(call: Call) -> tuple[str, list[Any], list[Any]]:
    text, marked = call.text("text"), call.text("markdown_text")
    given = call.structure("blocks", "invalid_blocks_format")
    if marked and (text or given):
        raise Refused("markdown_text_conflict")
    if len(marked) > MARKDOWN:
        raise Refused("msg_too_long")
    blocks = refuse_for_message([{"type": "markdown", "text": marked}] if marked else given)
    attachments = call.structure("attachments", "invalid_attachments") or []
    if not (text.strip() or blocks or attachments):
        raise Refused("no_text")
    if call.flag("link_names") or call.text("parse") == "full":
        text = mentions.link_names(text, call.workspace.ids_by_name())
    return mentions.stored(text), blocks, attachments


def _metadata(call: Call) -> Json | None:
    value = call.structure("metadata", "invalid_metadata_format")
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("event_type"), str) or not value["event_type"]:
        raise Refused("invalid_metadata_format")
    if not isinstance(value.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if len(json.dumps(value)) > METADATA_MOST:
        raise Refused("metadata_too_large")
    return value


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = call.message(channel)
    if message.user != call.app.bot_user:
        raise Refused(error)
    return message
