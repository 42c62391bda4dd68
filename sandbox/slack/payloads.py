"""What the platform sends when people type a command, press, choose and submit."""

from sandbox.slack.channel import Channel
from sandbox.slack.message import Message
from sandbox.slack.refusal import Json
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

CHANNEL_NAMES = {"im": "directmessage", "group": "privategroup"}


def command(space: Workspace, user: str, channel: Channel, word: str, text: str, hook: str) -> Json:
    """A slash command; never knows of a thread."""
    body: Json = {"token": space.app.verification_token, "team_id": space.team, "team_domain": space.domain}
    body |= {"channel_id": channel.id, "channel_name": CHANNEL_NAMES.get(channel.kind, channel.name)}
    body |= {"user_id": user, "user_name": space.users[user].name, "command": word, "text": text}
    body |= {"api_app_id": space.app.app_id, "is_enterprise_install": "false", "response_url": hook}
    return body | {"trigger_id": space.triggers.issue(user)}


def press(space: Workspace, user: str, message: Message, action: Json, hook: str) -> Json:
    """An element of a message was used."""
    container: Json = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
    container |= {"is_ephemeral": bool(message.ephemeral_to)}
    container |= {"thread_ts": message.thread_ts} if message.thread_ts else {}
    body = _interaction(space, "block_actions", user) | {"container": container, "response_url": hook}
    body |= {"channel": _channel(space, message.channel), "state": {"values": {}}, "actions": [action]}
    return body if message.ephemeral_to else body | {"message": message.wire(space.origin)}


def press_in_view(space: Workspace, view: View, action: Json) -> Json:
    body = _interaction(space, "block_actions", view.user)
    body |= {"container": {"type": "view", "view_id": view.id}, "view": view.wire(space.team, space.app)}
    return body | {"actions": [action]}


def shortcut(space: Workspace, user: str, message: Message, callback: str, hook: str) -> Json:
    """A message shortcut was chosen on `message`."""
    body = _interaction(space, "message_action", user)
    body["user"].pop("username")
    body |= {"callback_id": callback, "response_url": hook, "message_ts": message.ts, "action_ts": _action_ts(space)}
    for name in ("api_app_id",):
        body.pop(name)
    return body | {"channel": _channel(space, message.channel), "message": message.wire(space.origin)}


def submission(space: Workspace, view: View) -> Json:
    body = _interaction(space, "view_submission", view.user)
    return body | {"view": view.wire(space.team, space.app), "response_urls": []}


def closing(space: Workspace, view: View, is_cleared: bool) -> Json:
    body = _interaction(space, "view_closed", view.user)
    body.pop("trigger_id")
    return body | {"view": view.wire(space.team, space.app), "is_cleared": is_cleared}


def action(space: Workspace, element: Json, chosen: Json) -> Json:
    """One entry of `actions`: the element that was used and what was chosen on it."""
    body: Json = {name: element[name] for name in ("action_id", "block_id", "type", "text", "style") if name in element}
    if element["type"] == "button":
        body |= {name: element[name] for name in ("value", "url") if name in element}
    return body | chosen | {"action_ts": _action_ts(space)}


def _interaction(space: Workspace, kind: str, user: str) -> Json:
    person: Json = {"id": user, "username": space.users[user].name, "name": space.users[user].name}
    body: Json = {"type": kind, "user": person | {"team_id": space.team}, "token": space.app.verification_token}
    body |= {"api_app_id": space.app.app_id, "team": {"id": space.team, "domain": space.domain}}
    return body | {"enterprise": None, "is_enterprise_install": False, "trigger_id": space.triggers.issue(user)}


def _channel(space: Workspace, channel_id: str) -> Json:
    channel = space.channels[channel_id]
    return {"id": channel.id, "name": CHANNEL_NAMES.get(channel.kind, channel.name)}


def _action_ts(space: Workspace) -> str:
    now = space.now().timestamp()
    return f"{now:.6f}"
