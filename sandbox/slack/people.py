"""The hands and eyes of the people in the pretend workspace: every method acts or looks as one of them."""

import asyncio
import uuid
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sandbox.slack import composer, filling, payloads
from sandbox.slack.answers import TROUBLE, follow, said
from sandbox.slack.delivery import Delivery
from sandbox.slack.events import home_opened
from sandbox.slack.file import File
from sandbox.slack.hooks import Hooks
from sandbox.slack.mentions import Ping
from sandbox.slack.message import Message
from sandbox.slack.outcome import Outcome
from sandbox.slack.refusal import Json
from sandbox.slack.shown import Shown, elements, label, show, visible_text
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

T = TypeVar("T")
LONGEST = 40_000  # characters of a message


class People:
    def __init__(self, workspace: Workspace, delivery: Delivery, hooks: Hooks) -> None:
        self._space, self._delivery, self._hooks = workspace, delivery, hooks

    # Writing

    async def say(
        self,
        user: str,
        channel: str,
        text: str,
        thread: str | None = None,
        files: Iterable[tuple[str, bytes]] = (),
        broadcast: bool = False,
    ) -> str:
        """Type a message as `user`; returns its ts. `@name` is a mention, all else is text."""
        self._enter(user, channel)
        space = self._space
        stored = composer.typed(text, space)
        if len(stored) > LONGEST:
            raise ValueError("msg_too_long")
        uploads = [self.upload(user, name, data) for name, data in files]
        if not (text.strip() or uploads):
            raise ValueError("no_text")
        root = self._root(channel, thread) if thread else None
        message = Message(space.new_ts(), channel, user, stored, thread_ts=root, files=uploads)
        message.blocks = composer.rich_text(stored)
        message.subtype = "file_share" if uploads else None
        message.client_msg_id = "" if uploads else str(uuid.uuid4())
        return space.post(message, broadcast).ts

    async def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        message = self._own(user, channel, ts)
        stored = composer.typed(text, self._space)
        if not 0 < len(stored.strip()) <= LONGEST:
            raise ValueError("msg_too_long" if stored.strip() else "no_text")
        self._space.edit(message, user, stored, composer.rich_text(stored))

    async def delete(self, user: str, channel: str, ts: str) -> None:
        """Delete a message; people may delete their own, and the app's (as an owner of the workspace would)."""
        message = self._message(channel, ts)
        if message.user not in (user, self._space.app.bot_user):
            raise PermissionError(f"{user} did not write {ts}")
        self._space.delete(message)

    async def unfurl(self, channel: str, ts: str, title: str) -> None:
        """Slack itself adds the preview of a link: the message changes, its text does not."""
        self._space.unfurl(self._message(channel, ts), title)

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        self._enter(user, channel)
        message = self._message(channel, ts)
        if user not in message.reactions.get(name, []):
            self._space.react(message, user, name)

    async def unreact(self, user: str, channel: str, ts: str, name: str) -> None:
        self._space.unreact(self._message(channel, ts), user, name)

    async def join(self, user: str, channel: str) -> None:
        self._space.join(user, channel)

    async def leave(self, user: str, channel: str) -> None:
        self._space.leave(user, channel)

    async def dismiss(self, user: str, message: str) -> None:
        """Put away what only `user` sees."""
        mine = [one for one in self._space.ephemerals if (one.ephemeral_to, one.ts) == (user, message)]
        if not mine:
            raise LookupError(f"only what you alone see can be dismissed: {message} is none")
        self._space.ephemerals.remove(mine[0])
        self._space.changed()

    def upload(self, user: str, name: str, data: bytes) -> File:
        """A file of `user`, not yet shared anywhere."""
        space = self._space
        now = int(space.now().timestamp())
        file = File(space.new_id("F"), space.team, name, len(data), user, now, data=data, completed=True)
        space.files[file.id] = file
        return file

    # Commands, buttons, menus, shortcuts

    async def command(self, user: str, channel: str, line: str, thread: str | None = None) -> Outcome:
        """Type `/word text`. In a thread Slack itself refuses."""
        self._enter(user, channel)
        word, _, text = line.partition(" ")
        if thread:
            return Outcome(self._space, error=f"{word} is not supported in threads. Sorry!")
        if word not in self._space.app.commands or "commands" not in self._space.app.scopes:
            return Outcome(self._space, error=f"{word} is not a valid command.")
        url, hook = self._hooks.issue(user, channel)
        sent = composer.command_text(text.strip(), self._space)
        payload = payloads.command(self._space, user, self._space.channels[channel], word, sent, url)
        ack = await self._delivery.ask("slash_commands", "slash_commands", payload)
        return said(self._hooks, Outcome(self._space, hook), ack)

    async def click(self, user: str, channel: str, ts: str, name: str, value: str | None = None) -> Outcome:
        """Press the button whose words, action id or value is `name`; `value` picks among equal ones."""
        message = self._seen(user, channel, ts)
        element = self._element(message.blocks, name, value)
        return await self._press(user, message, element, {})

    async def select(self, user: str, channel: str, ts: str, name: str, choice: Any) -> Outcome:
        """Choose `choice` (its words or value) in the menu whose placeholder or action id is `name`."""
        message = self._seen(user, channel, ts)
        element = self._element(message.blocks, name, None)
        return await self._press(user, message, element, filling.choose(element, choice))

    async def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Outcome:
        """Choose a message shortcut from the message's menu."""
        known = self._space.app.shortcuts
        if known is not None and callback_id not in known:
            raise LookupError(f"no shortcut {callback_id!r}; there are {sorted(known)}")
        message = self._seen(user, channel, ts)
        url, hook = self._hooks.issue(user, channel, message)
        payload = payloads.shortcut(self._space, user, message, callback_id, url)
        ack = await self._delivery.ask("interactive", "interactive:message_action", payload)
        return said(self._hooks, Outcome(self._space, hook), ack)

    # Forms and the Home tab

    def modal(self, user: str) -> View | None:
        """The form in front of `user`, or None."""
        return self._space.views.top(user)

    def modal_text(self, user: str) -> str:
        """Title and content of the open form as the person reads it; empty without one."""
        view = self.modal(user)
        return f"{view.body['title']['text']}\n{self._read(view)}" if view else ""

    async def press(self, user: str, name: str, choice: Any = None) -> Outcome:
        """Press a button, or choose in a menu, inside the open form or the Home tab."""
        view = self.modal(user) or self._space.views.homes.get(user)
        if view is None:
            raise LookupError(f"{user} has no form open")
        element = self._element(view.body["blocks"], name, None)
        chosen = {} if choice is None else filling.choose(element, choice)
        if chosen:
            view.values.setdefault(element["block_id"], {})[element["action_id"]] = chosen
        filling.fill(view, {})
        payload = payloads.press_in_view(self._space, view, payloads.action(self._space, element, chosen))
        ack = await self._delivery.ask("interactive", "interactive:block_actions", payload)
        return said(self._hooks, Outcome(self._space), ack)

    async def submit(self, user: str, answers: dict[str, Any] | None = None) -> Outcome:
        """Fill in the open form (by label, block id or action id) and send it."""
        view = self.modal(user)
        if view is None:
            raise LookupError(f"{user} has no form open")
        outcome = Outcome(self._space, errors=filling.fill(view, self._shared(answers or {})))
        if outcome.errors:
            return outcome
        what = "interactive:view_submission"
        ack = await self._delivery.ask("interactive", what, payloads.submission(self._space, view))
        if ack is None:
            outcome.error = TROUBLE
            return outcome
        outcome.ack = ack
        follow(self._space, view, outcome)
        return outcome

    async def close(self, user: str) -> None:
        """Close the form; the app hears of it if it asked to."""
        view = self.modal(user)
        if view:
            self._space.views.close(view)
            self._space.changed()
            if view.body.get("notify_on_close"):
                payload = payloads.closing(self._space, view, is_cleared=False)
                await self._delivery.ask("interactive", "interactive:view_closed", payload)

    async def open_home(self, user: str) -> None:
        """Look at the app's Home tab."""
        space, dm = self._space, self._space.dm(user)
        home = space.views.homes.get(user)
        view = home.wire(space.team, space.app) if home else None
        space.tell(home_opened(user, dm, view, space.new_ts()), space.channels[dm])

    def home(self, user: str) -> str:
        """The Home tab as `user` reads it."""
        view = self._space.views.homes.get(user)
        return self._read(view) if view else ""

    # Looking

    def messages(self, channel: str, thread: str | None = None, user: str | None = None) -> list[Shown]:
        """The room, or one thread with its root, as people (or `user`, if it is open to them) see it."""
        room = self._space.channels[channel]
        if user and user not in room.members and room.kind != "channel":
            return []
        rows = list(room.messages.values())
        if thread:
            rows = [one for one in rows if one.ts == thread or one.thread_ts == thread]
        else:
            rows = [one for one in rows if not one.is_reply or one.subtype == "thread_broadcast"]
        return [show(one, self._space) for one in rows]

    def ephemerals(self, user: str) -> list[Shown]:
        """All that was shown to `user` alone, oldest first."""
        return [show(one, self._space) for one in self._space.ephemerals if one.ephemeral_to == user]

    def dm(self, user: str) -> str:
        return self._space.dm(user)

    @property
    def pings(self) -> list[Ping]:
        return self._space.pings

    def pinged(self, user: str) -> list[Ping]:
        """Those pings that ring for `user`: by name, by group, or by room."""
        return [one for one in self._space.pings if user in self._rung(one)]

    async def wait_for(self, look: Callable[[], T | None], timeout: float = 5.0) -> T:  # noqa: ASYNC109
        """The first truthy result of `look`, asked at every change; TimeoutError tells what is visible instead."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while not (found := look()):
            change = self._space.next_change()
            try:
                await asyncio.wait_for(change, max(0.0, end - loop.time()))
            except TimeoutError:
                raise TimeoutError(f"nothing came within {timeout} s; visible is\n{self.visible()}") from None
        return found

    def visible(self) -> str:
        """Everything in all rooms, for the message of a failed test."""
        lines = []
        for channel in self._space.channels.values():
            lines.append(f"#{channel.name or 'dm ' + self._space.name(channel.partner)}")
            for one in (show(message, self._space) for message in channel.messages.values()):
                lines.append(f"  {'> ' if one.thread else ''}{one.ts} {one.who}: {one.text!r} {one.reactions or ''}")
        lines += [f"(only {one.ephemeral_to}) {show(one, self._space).text!r}" for one in self._space.ephemerals]
        return "\n".join(lines)

    # How

    async def _press(self, user: str, message: Message, element: Json, chosen: Json) -> Outcome:
        url, hook = self._hooks.issue(user, message.channel, message)
        action = payloads.action(self._space, element, chosen)
        payload = payloads.press(self._space, user, message, action, url)
        ack = await self._delivery.ask("interactive", "interactive:block_actions", payload)
        return said(self._hooks, Outcome(self._space, hook), ack)

    def _shared(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Files among the answers as the platform hands them out."""

        def wire(one: Any) -> Any:
            return one.wire(self._space.origin) if isinstance(one, File) else one

        return {name: [wire(one) for one in said] if isinstance(said, list) else said for name, said in answers.items()}

    def _rung(self, ping: Ping) -> list[str]:
        members = self._space.channels[ping.channel].members
        if ping.who in self._space.groups:
            return self._space.groups[ping.who].members
        return [ping.who] if ping.who in self._space.users else members

    def _read(self, view: View) -> str:
        return visible_text(view.body["blocks"], self._space.name)

    def _enter(self, user: str, channel: str) -> None:
        room = self._space.channels[channel]
        if user not in room.members:
            raise PermissionError(f"{user} is not in {room.name or channel}")
        if room.archived:
            raise PermissionError(f"{room.name} is archived")

    def _message(self, channel: str, ts: str) -> Message:
        found = self._space.channels[channel].messages.get(ts)
        if found is None or found.is_tombstone:
            raise LookupError(f"no message {ts} in {channel}; visible is\n{self.visible()}")
        return found

    def _root(self, channel: str, thread: str) -> str:
        message = self._space.channels[channel].messages.get(thread)
        root = (message.thread_ts or message.ts) if message else ""
        if not root:
            raise LookupError(f"no thread {thread} in {channel}; visible is\n{self.visible()}")
        if root in self._space.channels[channel].locked_threads:
            raise PermissionError(f"the thread {root} is locked")
        return root

    def _own(self, user: str, channel: str, ts: str) -> Message:
        message = self._message(channel, ts)
        if message.user != user:
            raise PermissionError(f"{user} did not write {ts}")
        return message

    def _seen(self, user: str, channel: str, ts: str) -> Message:
        for one in self._space.ephemerals:
            if one.ts == ts and one.ephemeral_to == user:
                return one
        self._enter(user, channel)
        return self._message(channel, ts)

    def _element(self, blocks: list[Any], name: str, value: str | None) -> Json:
        known = list(elements(blocks))
        for one in known:
            if name in (label(one), one.get("action_id"), one.get("value")) and value in (None, one.get("value")):
                return one
        raise LookupError(f"nothing is called {name!r}; there are {[label(one) for one in known]}")
