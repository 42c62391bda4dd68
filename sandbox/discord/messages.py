"""What was written: a message and what hangs on it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.discord.users import User

EPHEMERAL, LOADING, HAS_THREAD, V2 = 1 << 6, 1 << 7, 1 << 5, 1 << 15
DEFAULT, PIN_NOTICE, THREAD_NOTICE, REPLY, COMMAND_REPLY, THREAD_STARTER, MENU_REPLY = 0, 6, 18, 19, 20, 21, 23


@dataclass
class Attachment:
    id: int
    filename: str
    data: bytes
    content_type: str
    description: str | None = None


@dataclass
class Message:
    """`reactions` maps an emoji to the people who set it; `seen_by` is the one reader of an ephemeral message.

    `command` is what somebody used to get it: `ticket claim`.
    """

    id: int
    channel_id: int
    author: User
    created_at: datetime
    content: str = ""
    type: int = DEFAULT
    flags: int = 0
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reactions: dict[str, list[int]] = field(default_factory=dict)
    mentions: list[int] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    nonce: str | int | None = None
    pinned_at: datetime | None = None
    edited_at: datetime | None = None
    reference: dict[str, Any] | None = None
    interaction: dict[str, Any] | None = None
    command: str = ""
    webhook_id: int | None = None
    seen_by: int | None = None
