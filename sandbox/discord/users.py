"""People, what they belong to, and where they sit: users, roles, members."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class User:
    id: int
    username: str
    global_name: str | None = None
    bot: bool = False
    takes_messages: bool = True
    locale: str = "en-US"

    @property
    def name(self) -> str:
        """The name other people see."""
        return self.global_name or self.username


@dataclass
class Role:
    id: int
    name: str
    permissions: int = 0
    position: int = 0
    mentionable: bool = False
    managed: bool = False


@dataclass
class Member:
    user: User
    joined_at: datetime
    roles: list[int] = field(default_factory=list)
    nick: str | None = None
