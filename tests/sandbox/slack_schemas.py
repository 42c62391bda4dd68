"""Holds the pretend Slack to the published truth: block schemas, the SDK's own lengths, and Slack's sample payloads.

`validate(exchange)` lists what is wrong with one exchange. What the platform is known to do beside its samples
stands in ALLOWED, dated, each with its reason.
"""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from sandbox.journal import Exchange
from tests.sandbox.alike import Judge, Sight

SPECS = Path(os.environ.get("DESKBELL_SPECS") or Path(__file__).parents[2] / "../shared/specs")
needs_specs = pytest.mark.skipif(
    not (SPECS / "slack-payload-keys.json").exists(), reason="the schema files are absent: set DESKBELL_SPECS"
)

# 2026-11-22. Path patterns of keys that Slack sends although its samples do not hold them.
ALLOWED = {
    r"ok:bool": "every method answers it; there is no sample of pins.remove",
    r"(.*\.)?metadata\.event_payload.*": "free content of the app; the samples hold none in events",
    r"(.*\.)?blocks(\[\].*)?:.*": "checked against the block schema instead of the samples",
    r"(.*\.)?state\.values.*": "keyed by the app's own ids",
    r"file\.shares\..*": "keyed by channel ids",
    r"presence:str": "documented for users.getPresence, of which there is no sample",
    r"users:obj|users\.[UW]\w+(:obj|\.(dnd_enabled:bool|next_dnd_(start|end)_ts:int))": "keyed by people's ids",
    r"response_urls:list": "documented for view_submission",
    r"is_enterprise_install:str": "a slash command is a form: its fields are strings",
    r"(messages\[\]|event\.root)\.client_msg_id:str": "in the documentation's examples of these, not in the samples",
}

EVENTS = {
    "app_mention": ["AppMentionPayload"],
    "app_home_opened": ["AppHomeOpenedPayload"],
    "reaction_added": ["ReactionAddedPayload"],
    "reaction_removed": ["ReactionRemovedPayload"],
    "member_joined_channel": ["MemberJoinedChannelPayload"],
    "member_left_channel": ["MemberLeftChannelPayload"],
    "subteam_members_changed": ["SubteamMembersChangedPayload"],
    "user_change": ["UserChangePayload"],
    "file_shared": ["FileSharedPayload"],
    "channel_archive": ["ChannelArchivePayload"],
    "channel_unarchive": ["ChannelUnarchivePayload"],
    "channel_deleted": ["ChannelDeletedPayload"],
}
MESSAGES = {
    "": ["MessagePayload"],
    "file_share": ["MessageFileSharePayload"],
    "message_changed": ["MessageChangedPayload"],
    "message_deleted": ["MessageDeletedPayload"],
    "thread_broadcast": ["MessageThreadBroadcastPayload"],
}
INTERACTIONS = {
    "slash_commands": "SlashCommandPayload",
    "interactive:block_actions": "BlockActionPayload",
    "interactive:message_action": "MessageShortcutPayload",
    "interactive:view_submission": "ViewSubmissionPayload",
    "interactive:view_closed": "ViewClosedPayload",
}
# What the clients read: without these a payload is not Slack's.
OUTER = ("team_id", "api_app_id", "event.type", "event_id", "event_time", "authorizations[].user_id", "type")
SPOT = ("type", "user.id", "user.team_id", "team.id", "trigger_id")
REQUIRED = {
    "events_api:message": (*OUTER, "event.channel", "event.channel_type", "event.ts", "event.event_ts"),
    "events_api:app_mention": (*OUTER, "event.channel", "event.ts", "event.text", "event.user", "event.event_ts"),
    "events_api:reaction_added": (*OUTER, "event.item.channel", "event.item.ts", "event.reaction", "event.user"),
    "events_api:reaction_removed": (*OUTER, "event.item.channel", "event.item.ts", "event.reaction", "event.user"),
    "events_api:member_joined_channel": (*OUTER, "event.channel", "event.user"),
    "events_api:member_left_channel": (*OUTER, "event.channel", "event.user"),
    "slash_commands": ("command", "text", "user_id", "channel_id", "team_id", "response_url", "trigger_id"),
    "interactive:block_actions": (*SPOT, "container.type", "actions[].action_id", "actions[].block_id"),
    "interactive:message_action": (*SPOT, "callback_id", "message.ts", "channel.id", "response_url"),
    "interactive:view_submission": (*SPOT, "view.id", "view.callback_id", "view.hash", "view.state"),
    "interactive:view_closed": ("type", "user.id", "team.id", "view.id", "view.callback_id"),
    "auth.test": ("ok", "user_id", "bot_id", "team_id", "url", "user", "team"),
    "apps.connections.open": ("ok", "url"),
    "chat.postMessage": ("ok", "channel", "ts", "message.ts", "message.text"),
    "chat.update": ("ok", "channel", "ts", "text", "message.text"),
    "chat.delete": ("ok", "channel", "ts"),
    "chat.postEphemeral": ("ok", "message_ts"),
    "conversations.history": ("ok", "messages", "has_more"),
    "conversations.replies": ("ok", "messages", "has_more"),
    "users.info": ("ok", "user.id", "user.name", "user.profile"),
    "views.open": ("ok", "view.id", "view.hash"),
    "files.getUploadURLExternal": ("ok", "upload_url", "file_id"),
    "files.completeUploadExternal": ("ok", "files[].id"),
}
NAMES = {"str": "str", "int": "int", "bool": "bool", "dict": "obj", "list": "list", "float": "float"}


def validate(exchange: Exchange) -> list[str]:
    """What the published descriptions find wrong with one exchange of the pretend Slack; [] when all is well."""
    if exchange.wire != "slack" or exchange.what in ("ack", "upload", "url_private", "response_url"):
        return []
    if exchange.towards == "desk":
        return [f"{exchange.what}: {one}" for one in _payload_faults(exchange.what, exchange.body)]
    answer = exchange.answer if isinstance(exchange.answer, dict) else {}
    if exchange.status != 200 or not answer.get("ok"):
        return []
    found = _request_faults(exchange.body) + _strange(answer, _samples("api", exchange.what))
    found += _missing(answer, REQUIRED.get(exchange.what, ("ok",)))
    return [f"{exchange.what}: {one}" for one in found]


def _payload_faults(what: str, payload: Any) -> list[str]:
    if what.startswith("events_api:"):
        kind, subtype = what.partition(":")[2], payload["event"].get("subtype", "")
        names = EVENTS.get(kind) or MESSAGES.get(subtype, MESSAGES[""])
        samples = frozenset().union(*(_samples("events", one) for one in names))
    else:
        samples = _samples("app-backend", INTERACTIONS[what])
    found = _strange(payload, samples) + _missing(payload, REQUIRED.get(what, OUTER))
    return found + [one for blocks in _block_lists(payload) for one in block_faults(blocks)]


def _request_faults(args: dict[str, Any]) -> list[str]:
    found: list[str] = []
    if blocks := _parsed(args.get("blocks")):
        found += block_faults(blocks)
    if view := _parsed(args.get("view")):
        found += view_faults(view)
    return found


def block_faults(blocks: list[Any]) -> list[str]:
    """Shape by the published types, lengths by the SDK's models."""
    found = _schema("slack-blocks")(blocks)[:]
    for block in [] if found else blocks:
        parsed = Block.parse(block)
        if parsed is None:
            found.append(f"the SDK does not know {block.get('type')}")
        else:
            found += _lengths(parsed)
    return found


def view_faults(view: dict[str, Any]) -> list[str]:
    """As `block_faults`, for a modal or Home tab."""
    return _schema("slack-views")(view) + _lengths(View(**view))


def _lengths(model: Any) -> list[str]:
    try:
        model.validate_json()
    except SlackObjectFormationError as problem:
        return [str(problem)]
    return []


def _strange(body: Any, samples: frozenset[str]) -> list[str]:
    rows = sorted(set(keys(body)) - samples)
    return [f"Slack never sends {one}" for one in rows if not any(re.fullmatch(rule, one) for rule in ALLOWED)]


def _missing(body: Any, needed: tuple[str, ...]) -> list[str]:
    have = {one.rpartition(":")[0] for one in keys(body)}
    return [f"lacks {one}" for one in needed if one not in have]


def keys(node: Any, path: str = "") -> list[str]:
    """The key paths and types of a payload, in the notation of the samples; null is as good as absent."""
    rows: list[str] = []
    if isinstance(node, dict):
        for name, value in node.items():
            here = f"{path}.{name}" if path else name
            if value is not None:
                rows += [f"{here}:{NAMES[type(value).__name__]}", *keys(value, here)]
    elif isinstance(node, list):
        rows = [row for one in node if isinstance(one, dict) for row in keys(one, f"{path}[]")]
    return rows


def _block_lists(node: Any) -> list[list[Any]]:
    if isinstance(node, list):
        return [one for part in node for one in _block_lists(part)]
    if not isinstance(node, dict):
        return []
    own = [node["blocks"]] if isinstance(node.get("blocks"), list) and node["blocks"] else []
    return own + [one for name, part in node.items() if name != "blocks" for one in _block_lists(part)]


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value else value


@cache
def _schema(name: str) -> Judge:
    document = json.loads((SPECS / f"{name}.schema.json").read_text())
    return Judge(Draft7Validator(document), Sight(document), lambda error: error.message[:200])


@cache
def _all_samples() -> dict[str, dict[str, list[str]]]:
    return json.loads((SPECS / "slack-payload-keys.json").read_text())


@cache
def _samples(group: str, name: str) -> frozenset[str]:
    return frozenset(_all_samples()[group].get(name, []))
