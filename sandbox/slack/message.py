"""One message of the pretend workspace and how it looks on the wire."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.file import File
from sandbox.slack.refusal import Json


@dataclass
class Message:
    """`text` is encoded as the platform stores it; `thread_ts` is the root's ts in a thread, else None."""

    ts: str
    channel: str
    user: str
    text: str
    team: str = ""
    thread_ts: str | None = None
    subtype: str | None = None
    blocks: list[Any] = field(default_factory=list)
    attachments: list[Any] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    bot_profile: Json | None = None
    metadata: Json | None = None
    client_msg_id: str = ""
    edited: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    is_tombstone: bool = False
    ephemeral_to: str = ""

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    def wire(self, origin: str, metadata: bool = True) -> Json:
        """The message object of events and answers; `metadata` is shown where the platform shows it."""
        if self.is_tombstone:
            return self._tombstone()
        body: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": self.team}
        if self.subtype:
            body["subtype"] = self.subtype
        if self.bot_profile:
            profile = self.bot_profile
            body |= {"bot_id": profile["id"], "app_id": profile["app_id"], "bot_profile": profile}
        body |= {"client_msg_id": self.client_msg_id} if self.client_msg_id else {}
        body |= {"blocks": self.blocks} if self.blocks else {}
        body |= {"attachments": self.attachments} if self.attachments else {}
        if self.files:
            body |= {"files": [one.wire(origin) for one in self.files], "upload": False}
        body |= {"thread_ts": self.thread_ts} if self.thread_ts else {}
        body |= {"edited": dict(self.edited)} if self.edited else {}
        return body | ({"metadata": self.metadata} if metadata and self.metadata else {})

    def listed(self, origin: str, replies: "list[Message]", metadata: bool) -> Json:
        """As history and replies list it: with reactions and the thread's counts; only events call it a file share."""
        body = self.wire(origin, metadata)
        if self.subtype == "file_share":
            body.pop("subtype", None)
        if self.reactions:
            rows = self.reactions.items()
            body["reactions"] = [{"name": name, "users": list(who), "count": len(who)} for name, who in rows]
        if replies:
            users = list(dict.fromkeys(one.user for one in replies))
            body |= {"thread_ts": self.ts, "reply_count": len(replies), "reply_users_count": len(users)}
            body |= {"reply_users": users, "latest_reply": replies[-1].ts, "subscribed": False, "is_locked": False}
        return body

    def _tombstone(self) -> Json:
        body: Json = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": self.ts}
        return body | {"text": "This message was deleted.", "hidden": True, "thread_ts": self.ts}
