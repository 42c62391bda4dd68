"""The app's manifest: what to paste at api.slack.com/apps to install the bot."""

from typing import Any

from adapters.slack.presses import OPEN, SEND, SPLIT
from adapters.verbs import WORDS
from bot.config import Settings

Json = dict[str, Any]
SCOPES = (
    "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "dnd:read", "files:read",
    "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write", "pins:write", "reactions:read",
    "reactions:write", "usergroups:read", "users:read", "users:read.email",
)  # fmt: skip
EVENTS = (
    "app_home_opened", "app_mention", "channel_archive", "channel_unarchive", "group_archive", "group_unarchive",
    "member_joined_channel", "member_left_channel", "message.channels", "message.groups", "message.im",
    "reaction_added", "reaction_removed", "subteam_members_changed", "user_change",
)  # fmt: skip
PATH = "/slack/events"
HOST = "https://your.host.example"  # to be replaced where Slack calls us by HTTP
HINTS = {"ticket": "claim 42 | reply 42 … | open …", "desk": "mine | board | list status:open | help"}


def manifest(settings: Settings) -> Json:
    """The manifest for these settings: Socket Mode unless only a signing secret is set."""
    slack = settings.slack
    is_http = bool(slack and slack.signing_secret and not slack.app_token)
    url: Json = {"url": HOST + PATH} if is_http else {}
    events: Json = {"bot_events": list(EVENTS)} | ({"request_url": HOST + PATH} if is_http else {})
    interactivity: Json = {"is_enabled": True} | ({"request_url": HOST + PATH} if is_http else {})
    return {
        "display_information": {"name": "Deskbell", "description": settings.name[:140]},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True,
                         "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "deskbell", "always_online": True},
            "shortcuts": [_shortcut(SEND, "Send to requester", "Send this message to the ticket's requester"),
                          _shortcut(OPEN, "Open a ticket from this", "Make this message a ticket"),
                          _shortcut(SPLIT, "Split from here", "This message and what follows get their own ticket")],
            "slash_commands": [_command(word, about) | url for word, about in WORDS.items()],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": events, "interactivity": interactivity, "org_deploy_enabled": False,
            "socket_mode_enabled": not is_http, "token_rotation_enabled": False,
        },
    }  # fmt: skip


def _command(word: str, about: str) -> Json:
    return {"command": f"/{word}", "description": about, "usage_hint": HINTS[word], "should_escape": True}


def _shortcut(callback: str, name: str, about: str) -> Json:
    return {"name": name, "type": "message", "callback_id": callback, "description": about}
