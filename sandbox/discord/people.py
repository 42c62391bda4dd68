"""The people of the sandbox: what they do, and what they see. Ids are ints; text that holds an id will do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sandbox.discord import memberships, posting, reactions, rights, threads
from sandbox.discord.channels import Channel, Thread
from sandbox.discord.commands import Commands
from sandbox.discord.gestures import Gestures
from sandbox.discord.interactions import Interactions
from sandbox.discord.messages import LOADING, Message
from sandbox.discord.outcomes import Choice, ImpossibleError, Modal, Outcome
from sandbox.discord.permissions import Permission, demand
from sandbox.discord.sight import Seen, see
from sandbox.discord.users import User
from sandbox.discord.world import Ping, World

Id = int | str
Found = TypeVar("Found")


class People:
    """Platform refusals come as RefusedError, what the app would not offer as ImpossibleError."""

    def __init__(self, world: World, commands: Commands, asked: Interactions) -> None:
        self._world = world
        self._gestures = Gestures(world, commands, asked)

    @property
    def pings(self) -> list[Ping]:
        """Every mention that rang, in order."""
        return self._world.pings

    async def say(
        self, user: Id, room: Id, text: str, files: Sequence[tuple[str, bytes]] = (), reply_to: Id | None = None
    ) -> int:
        """Write a message; its id."""
        who, place = self._user(user), self._room(room)
        body: dict[str, Any] = {"content": text}
        if reply_to is not None:
            body["message_reference"] = {"message_id": int(reply_to)}
        return posting.send(self._world, who, place, body, dict(enumerate(files))).id

    async def edit(self, user: Id, room: Id, message: Id, text: str) -> None:
        place = self._room(room)
        found = rights.message_in(place, int(message))
        rights.demand_edit(self._world, self._user(user), place, found)
        posting.change(self._world, place, found, {"content": text}, {})

    async def delete(self, user: Id, room: Id, message: Id) -> None:
        who, place = self._user(user), self._room(room)
        found = rights.message_in(place, int(message))
        if found.author is not who:
            demand(self._world.guild, who.id, place, Permission.MANAGE_MESSAGES)
        posting.remove(self._world, place, found)

    async def dismiss(self, user: Id, message: Id) -> None:
        """Put away what only this person sees; the bot never hears of it."""
        mine = [one for one in self._mine(int(user)) if one.id == int(message)]
        if not mine:
            raise ImpossibleError(f"only what you alone see can be dismissed: {message} is none")
        self._world.ephemerals.remove(mine[0])
        self._world.changes.touch()

    async def dm(self, user: Id) -> int:
        """Open the direct conversation with the bot; its channel id."""
        return self._world.direct(int(user)).id

    async def post(self, user: Id, forum: Id, title: str, text: str, tags: Sequence[str] = ()) -> int:
        """Start a forum post; the thread's id, which is the first message's too."""
        place, who = self._room(forum), self._user(user)
        known = {one.name: one.id for one in place.tags}
        if strange := sorted(set(tags) - set(known)):
            raise ImpossibleError(f"there is no tag {strange}: {list(known)}")
        made = threads.in_forum(self._world, who, place, {"name": title, "applied_tags": [known[one] for one in tags]})
        first = posting.compose(self._world, who, made, {"content": text}, {})
        first.id = made.id
        posting.publish(self._world, made, first, None)
        return made.id

    async def start_thread(self, user: Id, room: Id, message: Id | None, name: str, private: bool = False) -> int:
        """A thread under a message, or without one; its id."""
        who, place = self._user(user), self._room(room)
        if message is None:
            return threads.alone(self._world, who, place, {"name": name, "type": 12 if private else 11}).id
        root = rights.message_in(place, int(message))
        return threads.from_message(self._world, who, place, root, {"name": name}).id

    async def archive(self, user: Id, thread: Id, archived: bool = True) -> None:
        threads.change(self._world, self._user(user), self._world.thread(int(thread)), {"archived": archived})

    async def lock(self, user: Id, thread: Id, locked: bool = True) -> None:
        threads.change(self._world, self._user(user), self._world.thread(int(thread)), {"locked": locked})

    async def join(self, user: Id, thread: Id) -> None:
        memberships.join(self._world, self._world.thread(int(thread)), [int(user)])

    async def leave(self, user: Id, thread: Id) -> None:
        memberships.leave(self._world, self._world.thread(int(thread)), int(user))

    async def delete_thread(self, user: Id, thread: Id) -> None:
        threads.remove(self._world, self._user(user), self._world.thread(int(thread)))

    async def react(self, user: Id, room: Id, message: Id, emoji: str) -> None:
        place = self._room(room)
        reactions.react(self._world, self._user(user), place, rights.message_in(place, int(message)), emoji)

    async def unreact(self, user: Id, room: Id, message: Id, emoji: str) -> None:
        place = self._room(room)
        reactions.unreact(self._world, self._user(user), place, rights.message_in(place, int(message)), emoji)

    async def command(self, user: Id, room: Id, line: str, options: Mapping[str, Any] | None = None) -> Outcome:
        """Type a slash command (`ticket claim`); waits for the answer and for what a defer promised."""
        return await self._gestures.command(self._user(user), self._room(room), line, options or {})

    async def autocomplete(self, user: Id, room: Id, line: str, option: str, partial: str) -> list[Choice]:
        return await self._gestures.autocomplete(self._user(user), self._room(room), line, option, partial)

    async def click(self, user: Id, room: Id, message: Id, label_or_custom_id: str) -> Outcome:
        who, place = self._user(user), self._room(room)
        return await self._gestures.click(who, place, self._visible(who, place, message), label_or_custom_id)

    async def select(self, user: Id, room: Id, message: Id, menu: str, values: Sequence[Any]) -> Outcome:
        """Choose in a select menu, named by custom id or placeholder; options by label or value, people by id."""
        who, place = self._user(user), self._room(room)
        return await self._gestures.select(who, place, self._visible(who, place, message), menu, values)

    async def menu(self, user: Id, room: Id, message: Id, name: str) -> Outcome:
        who, place = self._user(user), self._room(room)
        return await self._gestures.menu(who, place, self._visible(who, place, message), name)

    def modal(self, user: Id) -> Modal | None:
        return self._gestures.modal(self._user(user))

    async def submit(self, user: Id, values: Mapping[str, Any]) -> Outcome:
        return await self._gestures.submit(self._user(user), values)

    def messages(self, room: Id, user: Id | None = None) -> list[Seen]:
        """A room's messages, oldest first; with `user` the private answers to that person too, or 50001."""
        place = self._room(room)
        found = list(place.messages.values())
        if user is not None:
            demand(self._world.guild, int(user), place)
            found += [one for one in self._mine(int(user)) if one.channel_id == place.id]
        return [see(one) for one in sorted(found, key=lambda one: one.id)]

    def threads(self, room: Id) -> list[Thread]:
        return [one for one in self._world.guild.threads.values() if one.parent_id == int(room)]

    def ephemerals(self, user: Id) -> list[Seen]:
        """What only this person sees."""
        return [see(one) for one in self._mine(int(user))]

    async def wait_for(self, predicate: Callable[[], Found], timeout: float = 5.0) -> Found:  # noqa: ASYNC109
        """Wait real seconds until the predicate holds, and return its value; TimeoutError tells what is visible."""
        if await self._world.changes.until(predicate, timeout):
            return predicate()
        raise TimeoutError(f"not within {timeout} s; visible is:\n{self._everything()}")

    def _everything(self) -> str:
        world = self._world
        rooms: list[Channel] = [*world.guild.channels.values(), *world.guild.threads.values(), *world.directs.values()]
        lines = [
            f"#{room.name or 'direct'} ({room.id}) {one.author.name}: {see(one).text!r}"
            for room in rooms
            for one in room.messages.values()
        ]
        return "\n".join([*lines, *(f"only {one.seen_by}: {see(one).text!r}" for one in world.ephemerals)])

    def _mine(self, user_id: int) -> list[Message]:
        return [one for one in self._world.ephemerals if one.seen_by == user_id and not one.flags & LOADING]

    def _visible(self, who: User, room: Channel, message: Id) -> Message:
        hidden = {one.id: one for one in self._mine(who.id)}
        return hidden.get(int(message)) or rights.message_in(room, int(message))

    def _user(self, user: Id) -> User:
        if found := self._world.guild.users.get(int(user)):
            return found
        raise ImpossibleError(f"there is no user {user}")

    def _room(self, room: Id) -> Channel:
        return self._world.channel(int(room))
