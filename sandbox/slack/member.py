"""Who is in the pretend workspace: users and user groups."""

from dataclasses import dataclass, field

from sandbox.slack.refusal import Json


@dataclass
class User:
    id: str
    team: str
    name: str
    real_name: str
    email: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_stranger: bool = False
    bot_id: str = ""
    app_id: str = ""
    tz: str = "Europe/Berlin"
    updated: int = 1760000000
    display_name: str = ""
    locale: str = "en-US"
    presence: str = "active"  # or "away": set so, or idle for ten minutes
    status_emoji: str = ""
    status_expiration: int = 0
    undisturbed: tuple[int, int] = (0, 0)  # from when until when

    @property
    def shown(self) -> str:
        """The name that people read; `name` is the one before the address."""
        return self.display_name or self.name

    def wire(self, with_email: bool) -> Json:
        profile: Json = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.shown,
            "display_name_normalized": self.shown,
            "status_text": "",
            "status_emoji": self.status_emoji,
            "status_expiration": self.status_expiration,
            "team": self.team,
        }
        if self.is_bot:
            profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id}
        elif with_email and self.email:
            profile["email"] = self.email
        user: Json = {"id": self.id, "team_id": self.team, "name": self.name, "deleted": self.deleted}
        user |= {"is_bot": self.is_bot, "is_app_user": False, "updated": self.updated, "profile": profile}
        if not self.deleted:
            user |= {"real_name": self.real_name, "tz": self.tz, "tz_label": "Central European Time"}
            user |= {"tz_offset": 3600, "is_restricted": self.is_restricted, "is_ultra_restricted": False}
            user |= {"is_admin": False, "is_owner": False, "is_primary_owner": False}
        return user | ({"is_stranger": True} if self.is_stranger else {})


@dataclass
class Group:
    id: str
    team: str
    handle: str
    members: list[str] = field(default_factory=list)
    disabled: bool = False
    updated: int = 1760000000

    def wire(self, with_users: bool) -> Json:
        group: Json = {"id": self.id, "team_id": self.team, "is_usergroup": True, "is_subteam": True}
        group |= {"name": self.handle, "handle": self.handle, "description": "", "is_external": False}
        group |= {"date_create": 1760000000, "date_update": self.updated, "user_count": len(self.members)}
        group |= {"date_delete": self.updated if self.disabled else 0, "prefs": {"channels": [], "groups": []}}
        return group | ({"users": list(self.members)} if with_users else {})
