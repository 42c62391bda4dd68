"""The one server of the sandbox and the builders a test furnishes it with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.discord import shapes
from sandbox.discord.channels import FORUM, REQUIRE_TAG, TEXT, Channel, Overwrite, Tag, Thread
from sandbox.discord.snowflakes import Snowflakes
from sandbox.discord.users import Member, Role, User

VIEW = 1 << 10
EVERYONE = sum(1 << bit for bit in (6, 10, 11, 14, 15, 16, 31, 35, 36, 38))
BOT = EVERYONE | sum(1 << bit for bit in (17, 34, 51))

KEPT = ("name", "id", "owner_id", "roles", "members", "channels", "threads", "users", "bot", "bot_role")
Announce = Callable[[str, dict[str, Any], Channel | None], None]


@dataclass
class Guild:
    """Ids are ints. What is built while the sandbox runs is announced to the bot like on the platform."""

    ids: Snowflakes
    announce: Announce
    name: str = "Deskbell sandbox"
    id: int = 0
    owner_id: int = 0
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Thread] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    bot: User = field(init=False)
    bot_role: Role = field(init=False)

    def __post_init__(self) -> None:
        self.id = self.ids.new()
        self.roles[self.id] = Role(self.id, "@everyone", EVERYONE)
        self.bot = User(self.ids.new(), "deskbell", bot=True)
        self.users[self.bot.id] = self.bot
        self.bot_role = Role(self.ids.new(), "Deskbell", BOT, 1, managed=True)
        self.roles[self.bot_role.id] = self.bot_role
        self.members[self.bot.id] = Member(self.bot, self.ids.now(), [self.bot_role.id])
        self.owner_id = self.add_member("owner").id

    def add_role(self, name: str, permissions: int = 0, mentionable: bool = False) -> Role:
        role = Role(self.ids.new(), name, int(permissions), len(self.roles), mentionable)
        self.roles[role.id] = role
        self.announce("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": shapes.role(role)}, None)
        return role

    def add_member(self, name: str, roles: Sequence[Role] = (), *, bot: bool = False) -> User:
        """A new person; `name` is shown, its small form is the user name."""
        user = User(self.ids.new(), name.lower().replace(" ", "_"), name, bot)
        self.users[user.id] = user
        return self.join(user, roles)

    def join(self, user: User, roles: Sequence[Role] = ()) -> User:
        member = Member(user, self.ids.now(), [role.id for role in roles])
        self.members[user.id] = member
        self.announce("GUILD_MEMBER_ADD", {"guild_id": str(self.id), **shapes.member(member)}, None)
        return user

    def remove_member(self, user: User | int) -> None:
        member = self.members.pop(user if isinstance(user, int) else user.id)
        for thread in self.threads.values():
            thread.members.pop(member.user.id, None)
        self.announce("GUILD_MEMBER_REMOVE", {"guild_id": str(self.id), "user": shapes.user(member.user)}, None)

    def give_roles(self, user: User | int, roles: Sequence[Role]) -> None:
        """Set exactly these roles."""
        member = self.members[user if isinstance(user, int) else user.id]
        member.roles = [role.id for role in roles]
        self.announce("GUILD_MEMBER_UPDATE", {"guild_id": str(self.id), **shapes.member(member)}, None)

    def remove_role(self, role: Role) -> None:
        del self.roles[role.id]
        for member in self.members.values():
            if role.id in member.roles:
                member.roles.remove(role.id)
        self.announce("GUILD_ROLE_DELETE", {"guild_id": str(self.id), "role_id": str(role.id)}, None)

    def add_text(self, name: str, private_to: Sequence[Role] | None = None, topic: str | None = None) -> Channel:
        """A text channel; with `private_to` only those roles and the bot see it."""
        return self._add(TEXT, name, private_to, topic)

    def add_forum(
        self,
        name: str,
        tags: Sequence[str] = (),
        private_to: Sequence[Role] | None = None,
        require_tag: bool = False,
    ) -> Channel:
        """A forum with these tags; with `require_tag` no post without one."""
        forum = self._add(FORUM, name, private_to, None, [Tag(self.ids.new(), one) for one in tags])
        forum.flags = REQUIRE_TAG if require_tag else 0
        return forum

    def state(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in KEPT}

    def restore(self, state: dict[str, Any]) -> None:
        vars(self).update(state)

    def _add(
        self, kind: int, name: str, private_to: Sequence[Role] | None, topic: str | None, tags: Sequence[Tag] = ()
    ) -> Channel:
        closed = [] if private_to is None else [Overwrite(self.id, 0, deny=VIEW)]
        opened = [Overwrite(role.id, 0, allow=VIEW) for role in [*(private_to or ()), self.bot_role] if closed]
        channel = Channel(self.ids.new(), kind, name, len(self.channels), topic, closed + opened, list(tags))
        self.channels[channel.id] = channel
        self.announce("CHANNEL_CREATE", shapes.channel(channel, self.id), channel)
        return channel
