"""Web API: conversations.*, rooms, who is in them and what was said."""

from typing import Any

from sandbox.slack.channel import Channel
from sandbox.slack.message import Message
from sandbox.slack.method import Call, Family
from sandbox.slack.refusal import Json, Refused

METHODS = Family()
KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
COMMERCIAL_MOST = 15


@METHODS.method("conversations.history", tier=3)
def history(call: Call) -> Json:
    channel = _readable(call)
    rows = [one for one in channel.messages.values() if not one.is_reply or one.subtype == "thread_broadcast"]
    page, cursor = _window(call, rows[::-1], 100)
    body: Json = {"messages": [_listed(call, channel, one) for one in page], "has_more": bool(cursor), "pin_count": 0}
    return body | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


@METHODS.method("conversations.replies", tier=3, form_only=True)
def replies(call: Call) -> Json:
    channel = _readable(call)
    named = channel.messages.get(call.need("ts"))
    if named is None:
        raise Refused("thread_not_found")
    root = channel.messages[named.thread_ts or named.ts]
    page, cursor = _window(call, channel.replies(root.ts), 1000)
    rows = [root, *page] if not call.text("cursor") else page
    body: Json = {"messages": [_listed(call, channel, one) for one in rows], "has_more": bool(cursor)}
    return body | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


@METHODS.method("conversations.info", tier=3, form_only=True)
def info(call: Call) -> Json:
    channel = call.channel()
    call.require(f"{channel.scope}:read")
    return {"channel": channel.wire(call.app.bot_user, call.flag("include_num_members"))}


@METHODS.method("conversations.list", tier=2, form_only=True)
def listing(call: Call) -> Json:
    kinds = [KINDS.get(one.strip(), "") for one in (call.text("types") or "public_channel").split(",")]
    if "" in kinds:
        raise Refused("invalid_types")
    for kind in kinds:
        call.require({"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}[kind] + ":read")
    me = call.app.bot_user
    rooms = [one for one in call.workspace.channels.values() if one.kind in kinds]
    seen = [one for one in rooms if one.kind == "channel" or me in one.members]
    if call.flag("exclude_archived"):
        seen = [one for one in seen if not one.archived]
    page, cursor = call.page(seen, 100)
    rows = [one.wire(me, count=True) for one in page]
    return {"channels": rows, "response_metadata": {"next_cursor": cursor}}


@METHODS.method("conversations.members", tier=4, form_only=True)
def members(call: Call) -> Json:
    channel = call.channel()
    call.require(f"{channel.scope}:read")
    page, cursor = call.page(channel.members, 100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


@METHODS.method("conversations.open", scope="im:write", tier=3)
def opening(call: Call) -> Json:
    if call.text("channel"):
        return {"channel": {"id": call.channel().id}}
    users = [one.strip() for one in call.need("users").split(",")]
    if len(users) != 1:
        raise Refused("missing_scope", needed="mpim:write", provided=",".join(sorted(call.app.scopes)))
    user = call.workspace.users.get(users[0])
    if user is None:
        raise Refused("user_not_found")
    if user.deleted or user.is_bot:
        raise Refused("user_disabled" if user.deleted else "cannot_dm_bot")
    return {"channel": {"id": call.workspace.dm(user.id)}}


@METHODS.method("conversations.join", scope="channels:join", tier=3)
def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    call.workspace.join(call.app.bot_user, channel.id)
    return {"channel": channel.wire(call.app.bot_user)}


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.require(f"{channel.scope}:history")
    return call.channel(member=True)


def _window(call: Call, rows: list[Message], default: int) -> tuple[list[Any], str]:
    oldest, latest = call.text("oldest") or "0", call.text("latest") or "9999999999"
    inclusive = call.flag("inclusive")

    def inside(ts: str) -> bool:
        at = float(ts)
        return float(oldest) < at < float(latest) or (inclusive and ts in (oldest, latest))

    try:
        kept = [one for one in rows if inside(one.ts)]
    except ValueError:
        raise Refused("invalid_ts_oldest") from None
    return call.page(kept, default, COMMERCIAL_MOST if call.rates.is_commercial else 999)


def _listed(call: Call, channel: Channel, message: Message) -> Json:
    metadata = call.flag("include_all_metadata")
    body = message.listed(call.workspace.origin, channel.replies(message.ts), metadata)
    root = channel.messages.get(message.thread_ts or "")
    return body | ({"parent_user_id": root.user} if root and message.is_reply else {})
