"""Response URLs: five answers within thirty minutes to whoever typed or pressed."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.numbers import Numbers
from sandbox.slack import mentions
from sandbox.slack.blocks import refuse_for_message
from sandbox.slack.message import Message
from sandbox.slack.refusal import Json, Refused
from sandbox.slack.workspace import Workspace

USES, LIFE = 5, timedelta(minutes=30)


@dataclass
class Hook:
    """`source` is the message whose button was pressed, if any; `replies` is all that came of it."""

    user: str
    channel: str
    at: datetime
    source: Message | None = None
    uses: int = 0
    replies: list[Message] = field(default_factory=list)


class Hooks:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[str, Hook] = {}
        self.numbers = Numbers()

    def issue(self, user: str, channel: str, source: Message | None = None) -> tuple[str, Hook]:
        """A new address and what hangs on it."""
        name = f"{self._workspace.team}/{next(self.numbers)}"
        self._known[name] = Hook(user, channel, self._workspace.now(), source)
        return f"{self._workspace.origin}/hooks/{name}", self._known[name]

    def use(self, name: str, raw: bytes) -> None:
        """One answer. Refuses with `used_url`, `expired_url`, `no_text`, `invalid_blocks`."""
        hook = self._known.get(name)
        if hook is None or self._workspace.now() - hook.at > LIFE:
            raise Refused("expired_url")
        if hook.uses >= USES:
            raise Refused("used_url")
        try:
            body = json.loads(raw)
        except ValueError:
            raise Refused("invalid_payload") from None
        self.answer(hook, body)
        hook.uses += 1

    def answer(self, hook: Hook, body: Json) -> None:
        """Show what an ack or a response URL brought: to the asker alone unless `in_channel`."""
        if body.get("delete_original") in (True, "true"):
            self._remove(hook)
            return
        blocks, text = refuse_for_message(body.get("blocks")), mentions.stored(str(body.get("text") or ""))
        if not (text.strip() or blocks or body.get("attachments")):
            raise Refused("no_text")
        if body.get("replace_original") in (True, "true") and hook.source:
            self._replace(hook.source, text, blocks)
        else:
            self._say(hook, text, blocks, body)

    def _say(self, hook: Hook, text: str, blocks: list[Any], body: Json) -> None:
        space = self._workspace
        message = Message(space.new_ts(), hook.channel, space.app.bot_user, text, blocks=blocks)
        message.bot_profile = space.app.profile(space.team)
        message.thread_ts = body.get("thread_ts") or None
        hook.replies.append(message)
        if body.get("response_type") == "in_channel":
            space.post(message)
        else:
            message.ephemeral_to = hook.user
            space.whisper(message)

    def _replace(self, source: Message, text: str, blocks: list[Any]) -> None:
        space = self._workspace
        if source.ephemeral_to:
            source.text, source.blocks = text, blocks
            space.changed()
        else:
            space.edit(source, space.app.bot_user, text, blocks)

    def _remove(self, hook: Hook) -> None:
        space, source = self._workspace, hook.source
        if source and source.ephemeral_to and source in space.ephemerals:
            space.ephemerals.remove(source)
            space.changed()
        elif source and not source.ephemeral_to:
            space.delete(source)
