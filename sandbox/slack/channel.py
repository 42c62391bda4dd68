"""A conversation of the pretend workspace: public channel, private channel or direct message."""

from dataclasses import dataclass, field

from sandbox.slack.message import Message
from sandbox.slack.refusal import Json


@dataclass
class Channel:
    """`kind` is "channel", "group" (private) or "im"; `partner` is the human of a direct message."""

    id: str
    team: str
    name: str
    kind: str = "channel"
    members: list[str] = field(default_factory=list)
    creator: str = ""
    created: int = 1760000000
    archived: bool = False
    read_only: bool = False
    locked_threads: set[str] = field(default_factory=set)
    partner: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)

    @property
    def scope(self) -> str:
        """The family of scopes that govern it: `channels`, `groups`, `im`."""
        return {"channel": "channels", "group": "groups", "im": "im"}[self.kind]

    def replies(self, root: str) -> list[Message]:
        return [one for one in self.messages.values() if one.thread_ts == root and one.ts != root]

    def wire(self, me: str, count: bool = False) -> Json:
        if self.kind == "im":
            im: Json = {"id": self.id, "created": self.created, "is_archived": False, "is_im": True}
            return im | {"is_org_shared": False, "user": self.partner}
        note = {"value": "", "creator": "", "last_set": 0}
        channel: Json = {"id": self.id, "name": self.name, "name_normalized": self.name, "created": self.created}
        channel |= {"is_channel": self.kind == "channel", "is_group": False, "is_im": False, "is_mpim": False}
        channel |= {"is_private": self.kind == "group", "is_archived": self.archived, "is_general": False}
        channel |= {"is_shared": False, "is_org_shared": False, "is_ext_shared": False, "creator": self.creator}
        channel |= {"is_member": me in self.members, "topic": note, "purpose": note, "context_team_id": self.team}
        return channel | ({"num_members": len(self.members)} if count else {})
