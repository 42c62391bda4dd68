"""The pretend workspace: who is there, which rooms there are, and everything written in them.

Every act changes the state, tells the listeners the event that Slack would make of it, and wakes who waits.
"""

import asyncio
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import datetime
from typing import Any

from sandbox.numbers import Numbers
from sandbox.slack import events, mentions
from sandbox.slack.channel import Channel
from sandbox.slack.file import File
from sandbox.slack.installation import Installation
from sandbox.slack.member import Group, User
from sandbox.slack.mentions import Ping
from sandbox.slack.message import Message
from sandbox.slack.refusal import Json
from sandbox.slack.triggers import Triggers
from sandbox.slack.views import View, Views, named

Listener = Callable[[Json, Channel | None], None]
KEPT = ("users", "channels", "groups", "files", "ephemerals", "pings", "views", "_numbers", "_last_ts", "_issued")
SHAPES = (User, Group, Channel, Message, File, Ping, View, Views)  # what the kept values are made of
LATEST = 500


class Workspace:
    def __init__(self, now: Callable[[], datetime], app: Installation, team: str = "T0SANDBOX") -> None:
        self.now, self.app, self.team, self.domain = now, app, team, "sandbox"
        self.origin = "http://127.0.0.1"
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, Group] = {}
        self.files: dict[str, File] = {}
        self.ephemerals: list[Message] = []
        self.pings: list[Ping] = []
        self.views = Views()
        self.triggers = Triggers(now)
        self.has_groups = True
        self.edit_window: int | None = None
        self.listeners: list[Listener] = []
        self.watchers: list[Callable[[], None]] = []
        self._numbers = Numbers()
        self._last_ts = 0
        self._issued: set[str] = set()
        self._waiters: list[asyncio.Future[None]] = []
        bot = User(app.bot_user, team, app.name, app.name, is_bot=True, bot_id=app.bot_id, app_id=app.app_id)
        self.users[bot.id] = bot

    # The cast

    def add_user(self, name: str, email: str = "", real_name: str = "", id: str = "", **traits: Any) -> str:
        """A new person; returns the id. `traits`: is_bot, deleted, is_restricted, tz, display_name."""
        user = User(id or self.new_id("U"), self.team, name, real_name or name.title(), email, **traits)
        self.users[user.id] = user
        return user.id

    def add_channel(
        self, name: str, members: Iterable[str] = (), private: bool = False, app: bool = True, id: str = ""
    ) -> str:
        """A new room; returns the id. The app is in it unless `app` is false."""
        who = list(dict.fromkeys([*members, *([self.app.bot_user] if app else [])]))
        channel = Channel(id or self.new_id("C"), self.team, name, "group" if private else "channel", who)
        channel.creator = who[0] if who else ""
        self.channels[channel.id] = channel
        return channel.id

    def add_group(self, handle: str, members: Iterable[str] = (), id: str = "") -> str:
        group = Group(id or self.new_id("S"), self.team, handle, list(members))
        self.groups[group.id] = group
        return group.id

    def dm(self, user: str) -> str:
        """The direct conversation of the app and `user`, made when first asked for."""
        for channel in self.channels.values():
            if channel.partner == user:
                return channel.id
        channel = Channel(self.new_id("D"), self.team, "", "im", [user, self.app.bot_user], partner=user)
        self.channels[channel.id] = channel
        return channel.id

    def new_id(self, letter: str) -> str:
        return f"{letter}0{next(self._numbers):09X}"

    def name(self, id: str) -> str:
        """The name that people read for an id; the id itself when it is unknown."""
        if user := self.users.get(id):
            return user.shown
        if channel := self.channels.get(id):
            return channel.name
        return self.groups[id].handle if id in self.groups else id

    def ids_by_name(self) -> dict[str, str]:
        """Whom a typed name means, in small letters: people go by both of their names."""
        people = [one for one in self.users.values() if not one.deleted]
        found = {one.shown.lower(): one.id for one in people} | {one.name.lower(): one.id for one in people}
        return found | {one.handle.lower(): one.id for one in self.groups.values()}

    # Messages

    def new_ts(self) -> str:
        """A timestamp that no message has: the clock's microseconds, always growing."""
        self._last_ts = max(self._last_ts + 100, int(self.now().timestamp() * 1_000_000))
        ts = f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"
        self._issued.add(ts)
        return ts

    def was_issued(self, ts: str) -> bool:
        """Whether there ever was a message of that timestamp."""
        return ts in self._issued

    def post(self, message: Message, broadcast: bool = False) -> Message:
        """Put `message` into its channel, count its pings, tell the app. A reply to a lost root lands in the room."""
        channel = self.channels[message.channel]
        root = channel.messages.get(message.thread_ts or "")
        if message.thread_ts and (root is None or root.is_tombstone):
            message.thread_ts = None
        message.team, message.blocks = self.team, named(message.blocks)
        channel.messages[message.ts] = message
        if root and not root.is_tombstone:
            root.thread_ts = root.ts
        self._share(message)
        called = list(dict.fromkeys([*mentions.in_text(message.text), *mentions.in_blocks(message.blocks)]))
        self.pings += [Ping(channel.id, message.ts, who) for who in called]
        self.tell(events.posted(message, channel, self.origin), channel)
        if broadcast and message.thread_ts:
            message.subtype = "thread_broadcast"
            self.tell(events.broadcast(message, channel, self.origin), channel)
        if self.app.bot_user in called and message.user != self.app.bot_user and channel.kind != "im":
            self.tell(events.mention(message, channel, self.origin), channel)
        return message

    def edit(self, message: Message, by: str, text: str, blocks: list[Any] | None = None, **more: Any) -> None:
        channel, ts = self.channels[message.channel], self.new_ts()
        before = deepcopy(events.told(message, self.origin))
        message.text, message.blocks = text, named(blocks) if blocks is not None else message.blocks
        for field, value in more.items():
            setattr(message, field, value)
        message.edited = {"user": by, "ts": ts}
        self.tell(events.changed(before, events.told(message, self.origin), channel, ts), channel)

    def delete(self, message: Message) -> None:
        """Remove it; a root that has replies leaves a tombstone."""
        channel, ts = self.channels[message.channel], self.new_ts()
        before = deepcopy(events.told(message, self.origin))
        if channel.replies(message.ts):
            message.is_tombstone = True
            self.tell(events.changed(before, events.told(message, self.origin), channel, ts), channel)
            return
        del channel.messages[message.ts]
        self.tell(events.deleted(before, channel, ts), channel)

    def unfurl(self, message: Message, title: str) -> None:
        channel, ts = self.channels[message.channel], self.new_ts()
        before = deepcopy(events.told(message, self.origin))
        message.attachments = [{"id": 1, "title": title, "fallback": title, "from_url": "https://example.com/"}]
        self.tell(events.changed(before, events.told(message, self.origin), channel, ts), channel)

    def react(self, message: Message, user: str, name: str) -> None:
        message.reactions.setdefault(name, []).append(user)
        channel = self.channels[message.channel]
        self.tell(events.reaction("reaction_added", user, name, message, self.new_ts()), channel)

    def unreact(self, message: Message, user: str, name: str) -> None:
        message.reactions[name].remove(user)
        if not message.reactions[name]:
            del message.reactions[name]
        channel = self.channels[message.channel]
        self.tell(events.reaction("reaction_removed", user, name, message, self.new_ts()), channel)

    def whisper(self, message: Message) -> None:
        """Show `message` to `message.ephemeral_to` alone."""
        message.team, message.blocks = self.team, named(message.blocks)
        self.ephemerals.append(message)
        self.changed()

    # Membership

    def join(self, user: str, channel_id: str) -> None:
        channel = self.channels[channel_id]
        if user not in channel.members:
            channel.members.append(user)
            self.tell(events.membership("member_joined_channel", user, channel, self.new_ts()), channel)

    def leave(self, user: str, channel_id: str) -> None:
        channel = self.channels[channel_id]
        channel.members.remove(user)
        self.tell(events.membership("member_left_channel", user, channel, self.new_ts()), channel)

    def archive(self, channel_id: str, by: str) -> None:
        channel = self.channels[channel_id]
        channel.archived = True
        self.tell(events.room("archive", channel, by, self.new_ts()), channel)

    def unarchive(self, channel_id: str, by: str) -> None:
        channel = self.channels[channel_id]
        channel.archived = False
        self.tell(events.room("unarchive", channel, by, self.new_ts()), channel)

    def drop_channel(self, channel_id: str) -> None:
        """Delete the room with all that is in it."""
        channel = self.channels.pop(channel_id)
        self.tell(events.room("deleted", channel, "", self.new_ts()), channel)

    def set_group(self, group_id: str, members: Iterable[str]) -> None:
        group, new = self.groups[group_id], list(members)
        added = [one for one in new if one not in group.members]
        removed = [one for one in group.members if one not in new]
        group.members, group.updated = new, int(self.now().timestamp())
        event = events.subteam(group.id, self.team, added, removed, group.updated, self.new_ts())
        self.tell(event, None)

    def change_user(self, user: str, **traits: Any) -> None:
        """Deactivate, rename, restrict: any field of the user."""
        for field, value in traits.items():
            setattr(self.users[user], field, value)
        self.tell(events.user_change(self.users[user].wire(with_email=False), self.new_ts()), None)

    # Changes

    def tell(self, event: Json, channel: Channel | None) -> None:
        for listener in self.listeners:
            listener(event, channel)
        self.changed()

    def changed(self) -> None:
        """Tell the watchers, and wake everyone who waits for the workspace to change."""
        for watcher in self.watchers:
            watcher()
        waiters, self._waiters = self._waiters, []
        for one in waiters:
            if not one.done():
                one.set_result(None)

    def next_change(self) -> asyncio.Future[None]:
        one: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(one)
        return one

    # Keeping

    def state(self) -> Json:
        """All that is true here; of what only rang or was whispered, the latest."""
        kept = {name: getattr(self, name) for name in KEPT}
        return kept | {"ephemerals": self.ephemerals[-LATEST:], "pings": self.pings[-LATEST:]}

    def restore(self, state: Json) -> None:
        vars(self).update(state)

    def _share(self, message: Message) -> None:
        for file in message.files:
            row: Json = {"ts": message.ts, "team_id": self.team, "share_user_id": message.user}
            row |= {"channel_name": self.channels[message.channel].name, "reply_users": [], "reply_count": 0}
            row |= {"reply_users_count": 0} | ({"thread_ts": message.thread_ts} if message.thread_ts else {})
            file.shares.setdefault(message.channel, []).append(row)
            event = events.file_shared(file.id, message.user, message.channel, message.ts)
            self.tell(event, self.channels[message.channel])
