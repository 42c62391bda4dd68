"""All that is true in the sandbox: the server, its conversations, and who hears of a change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.discord import shapes
from sandbox.discord.changes import Changes
from sandbox.discord.channels import DIRECT, Channel, Overwrite, Tag, Thread
from sandbox.discord.guild import Guild
from sandbox.discord.limits import Limits
from sandbox.discord.messages import Attachment, Message
from sandbox.discord.refusals import refuse
from sandbox.discord.snowflakes import Snowflakes
from sandbox.discord.users import Member, Role, User


@dataclass(frozen=True)
class Event:
    """What the gateway may tell: its name, its data and the place it happened in (None: everywhere)."""

    name: str
    data: dict[str, Any]
    channel: Channel | None = None


@dataclass(frozen=True)
class Ping:
    """Somebody's phone rang: `who` is `everyone`, `here`, `user:ID` or `role:ID`."""

    channel: int
    message: int
    who: str


KEPT = ("directs", "attachments", "pings", "nonces", "old_edits", "ephemerals")
SHAPES = (User, Role, Member, Overwrite, Tag, Channel, Thread, Message, Attachment, Ping)  # what they are made of
LATEST = 500


class World:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.limits = Limits()
        self.ids = Snowflakes(now)
        self.changes = Changes()
        self.outlets: list[Callable[[Event], None]] = []
        self.directs: dict[int, Channel] = {}
        self.attachments: dict[int, Attachment] = {}
        self.pings: list[Ping] = []
        self.nonces: dict[tuple[int, int, str], Message] = {}
        self.old_edits: dict[int, list[datetime]] = {}
        self.ephemerals: list[Message] = []
        self.cdn = ""
        self.lists_members = True  # is the Server Members Intent switched on?
        self.guild = Guild(self.ids, self.announce)

    @property
    def bot(self) -> User:
        return self.guild.bot

    def announce(self, name: str, data: dict[str, Any], channel: Channel | None = None) -> None:
        for outlet in self.outlets:
            outlet(Event(name, data, channel))
        self.changes.touch()

    def channel(self, channel_id: int) -> Channel:
        """A channel, thread or direct conversation; 10003 when there is none."""
        for rooms in (self.guild.channels, self.guild.threads, self.directs):
            if found := rooms.get(channel_id):
                return found
        raise refuse(10003)

    def thread(self, thread_id: int) -> Thread:
        found = self.channel(thread_id)
        if not isinstance(found, Thread):
            raise refuse(50024)
        return found

    def user(self, user_id: int) -> User:
        if found := self.guild.users.get(user_id):
            return found
        raise refuse(10013)

    def direct(self, user_id: int) -> Channel:
        """The conversation between the bot and one person, made when first asked for."""
        person = self.user(user_id)
        for one in self.directs.values():
            if user_id in one.recipients:
                return one
        made = Channel(self.ids.new(), DIRECT, recipients=[self.bot.id, person.id])
        self.directs[made.id] = made
        self.changes.touch()
        return made

    def state(self) -> dict[str, Any]:
        """All that is true here; of what only rang or was whispered, the latest, and the nonces that still count."""
        kept = {name: getattr(self, name) for name in KEPT} | {"guild": self.guild.state(), "last_id": self.ids.last}
        since = self.now() - self.limits.nonce_window
        nonces = {name: one for name, one in self.nonces.items() if one.created_at > since}
        return kept | {"nonces": nonces, "ephemerals": self.ephemerals[-LATEST:], "pings": self.pings[-LATEST:]}

    def restore(self, state: dict[str, Any]) -> None:
        vars(self).update({name: state[name] for name in KEPT})
        self.guild.restore(state["guild"])
        self.ids.last = state["last_id"]

    def shape(self, channel: Channel) -> dict[str, Any]:
        """How the bot sees a channel of any kind."""
        if isinstance(channel, Thread):
            return shapes.thread(channel, self.guild.id, self.bot.id)
        if channel.type == DIRECT:
            return shapes.direct(channel, [self.user(one) for one in channel.recipients if one != self.bot.id])
        return shapes.channel(channel, self.guild.id)
