"""Places to write in: text channels, forums, threads, direct conversations."""

from dataclasses import dataclass, field
from datetime import datetime

from sandbox.discord.messages import Message

TEXT, DIRECT, FORUM = 0, 1, 15
PUBLIC_THREAD, PRIVATE_THREAD = 11, 12
REQUIRE_TAG = 1 << 4
PINNED = 1 << 1


@dataclass
class Overwrite:
    """`kind` 0 is a role, 1 a member."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass
class Tag:
    id: int
    name: str
    moderated: bool = False
    emoji_name: str | None = None


@dataclass
class Channel:
    id: int
    type: int
    name: str = ""
    position: int = 0
    topic: str | None = None
    overwrites: list[Overwrite] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    flags: int = 0
    recipients: list[int] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int | None = None
    last_pin_at: datetime | None = None
    auto_archive: int = 1440
    slow_mode: int = 0
    parent_id: int = 0


@dataclass
class Thread(Channel):
    """`auto_archive` is minutes; `members` holds when each person joined."""

    owner_id: int = 0
    created_at: datetime | None = None
    archived_at: datetime | None = None
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    members: dict[int, datetime] = field(default_factory=dict)
    applied_tags: list[int] = field(default_factory=list)
    sent: int = 0

    @property
    def is_private(self) -> bool:
        return self.type == PRIVATE_THREAD
