"""The app as it is installed in the pretend workspace: its identity, tokens, scopes and subscriptions."""

from dataclasses import dataclass, field

from sandbox.slack.refusal import Json

BOT_SCOPES = frozenset(
    [
        "chat:write",
        "commands",
        "app_mentions:read",
        "channels:history",
        "groups:history",
        "channels:read",
        "groups:read",
        "reactions:read",
        "reactions:write",
        "users:read",
        "usergroups:read",
        "users:read.email",
        "files:read",
        "files:write",
        "im:history",
        "im:read",
        "im:write",
        "pins:write",
        "dnd:read",
    ]
)
EVENTS = frozenset(
    [
        "message.channels",
        "message.groups",
        "message.im",
        "app_mention",
        "reaction_added",
        "reaction_removed",
        "channel_archive",
        "channel_unarchive",
        "group_archive",
        "group_unarchive",
        "member_joined_channel",
        "member_left_channel",
        "subteam_members_changed",
        "app_home_opened",
    ]
)


@dataclass
class Installation:
    """Change `scopes`, `events`, `commands` or `revoked` at any moment: the next call or event obeys.

    `revoked` is the error name that a dead token gets (`token_revoked`, `account_inactive`), or empty.
    `shortcuts` are the callback ids registered; None accepts any.
    `escapes_commands` is what the manifest calls `should_escape`.
    """

    bot_token: str
    app_token: str
    signing_secret: str
    name: str = "deskbell"
    app_id: str = "A0DESKBELL"
    bot_id: str = "B0DESKBELL"
    bot_user: str = "U0DESKBELL"
    verification_token: str = "sandbox-verification"  # noqa: S105
    scopes: set[str] = field(default_factory=lambda: set(BOT_SCOPES))
    app_scopes: set[str] = field(default_factory=lambda: {"connections:write"})
    events: set[str] = field(default_factory=lambda: set(EVENTS))
    commands: set[str] = field(default_factory=lambda: {"/ticket", "/desk"})
    shortcuts: set[str] | None = None
    escapes_commands: bool = False
    revoked: str = ""

    def profile(self, team: str) -> Json:
        """The `bot_profile` that the platform puts beside every message of the app."""
        icons = {"image_36": "https://example.com/36.png", "image_48": "https://example.com/48.png"}
        icons["image_72"] = "https://example.com/72.png"
        return {
            "id": self.bot_id,
            "app_id": self.app_id,
            "name": self.name,
            "icons": icons,
            "deleted": False,
            "updated": 1760000000,
            "team_id": team,
        }
