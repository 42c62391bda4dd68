"""The inner events that the platform tells the app about, built from what happened."""

from sandbox.slack.channel import Channel
from sandbox.slack.message import Message
from sandbox.slack.refusal import Json

SUBSCRIPTIONS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
SCOPES = {
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "subteam_members_changed": "usergroups:read",
    "user_change": "users:read",
    "file_shared": "files:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_deleted": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_deleted": "groups:read",
}


def subscription(event: Json) -> str:
    """The name under which an app subscribes to `event`."""
    if event["type"] == "message":
        return SUBSCRIPTIONS[event["channel_type"]]
    return str(event["type"])


def scope(event: Json, channel: Channel | None) -> str:
    """The scope without which `event` is never delivered, or empty."""
    kind = event["type"]
    if kind == "message" and channel:
        return f"{channel.scope}:history"
    if kind in ("member_joined_channel", "member_left_channel") and channel:
        return f"{channel.scope}:read"
    return SCOPES.get(kind, "")


def told(message: Message, origin: str) -> Json:
    """The message object as events hold it, which is a little less than the Web API answers."""
    body = message.wire(origin)
    body.pop("app_id", None)
    if message.subtype:
        body.pop("team", None)
    return body


def posted(message: Message, channel: Channel, origin: str) -> Json:
    body = told(message, origin)
    body |= {"channel": channel.id, "channel_type": channel.kind, "event_ts": message.ts}
    if message.is_reply and (root := channel.messages.get(message.thread_ts or "")):
        body["parent_user_id"] = root.user
    return body


def broadcast(message: Message, channel: Channel, origin: str) -> Json:
    """A reply also sent to the channel arrives a second time under its own subtype."""
    body = posted(message, channel, origin) | {"subtype": "thread_broadcast"}
    body.pop("parent_user_id")
    root = channel.messages[message.thread_ts or ""]
    shown = root.listed(origin, [], metadata=False)
    shown.pop("app_id", None)
    return body | {"root": shown}


def mention(message: Message, channel: Channel, origin: str) -> Json:
    body = message.wire(origin, metadata=False)
    body.pop("files", None)
    return body | {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}


def changed(before: Json, after: Json, channel: Channel, ts: str) -> Json:
    body: Json = {"type": "message", "subtype": "message_changed", "hidden": True, "channel": channel.id}
    body |= {"channel_type": channel.kind, "message": _bare(after), "previous_message": _bare(before)}
    return body | {"ts": ts, "event_ts": ts}


def deleted(before: Json, channel: Channel, ts: str) -> Json:
    body: Json = {"type": "message", "subtype": "message_deleted", "hidden": True, "channel": channel.id}
    body |= {"channel_type": channel.kind, "deleted_ts": before["ts"], "previous_message": _bare(before)}
    return body | {"ts": ts, "event_ts": ts}


def _bare(message: Json) -> Json:
    """A message inside an event that is about it: without the metadata, which no sample of these holds."""
    return {name: value for name, value in message.items() if name != "metadata"}


def reaction(kind: str, user: str, name: str, message: Message, ts: str) -> Json:
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    return {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.user, "event_ts": ts}


def membership(kind: str, user: str, channel: Channel, ts: str) -> Json:
    letter = "G" if channel.kind == "group" else "C"
    body: Json = {"type": kind, "user": user, "channel": channel.id, "channel_type": letter}
    return body | {"team": channel.team, "event_ts": ts}


def room(kind: str, channel: Channel, by: str, ts: str) -> Json:
    """`archive`, `unarchive` or `deleted`, of a public or a private channel."""
    what = f"{'group' if channel.kind == 'group' else 'channel'}_{kind}"
    return {"type": what, "channel": channel.id, "event_ts": ts} | ({"user": by} if by else {})


def subteam(group: str, team: str, added: list[str], removed: list[str], now: int, ts: str) -> Json:
    body: Json = {"type": "subteam_members_changed", "subteam_id": group, "team_id": team}
    body |= {"date_previous_update": now - 1, "date_update": now, "added_users": added}
    body |= {"added_users_count": len(added), "removed_users": removed, "removed_users_count": len(removed)}
    return body | {"event_ts": ts}


def home_opened(user: str, channel: str, view: Json | None, ts: str) -> Json:
    body: Json = {"type": "app_home_opened", "user": user, "channel": channel, "tab": "home", "event_ts": ts}
    return body | ({"view": view} if view else {})


def user_change(user: Json, ts: str) -> Json:
    return {"type": "user_change", "user": user, "cache_ts": int(float(ts)), "event_ts": ts}


def file_shared(file: str, user: str, channel: str, ts: str) -> Json:
    body: Json = {"type": "file_shared", "file_id": file, "user_id": user, "file": {"id": file}}
    return body | {"channel_id": channel, "event_ts": ts}
