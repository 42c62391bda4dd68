"""Slack's payloads, read: what somebody said, pressed, sent or reacted with. Pure."""

from dataclasses import dataclass, field
from typing import Any

from adapters.slack import buttons, refs
from adapters.slack.buttons import Press

Json = dict[str, Any]
SAID = ("", "file_share", "thread_broadcast", "me_message")
EYES, CHECKS, TRAY = "eyes", ("white_check_mark", "heavy_check_mark"), "outbox_tray"


@dataclass(frozen=True)
class Line:
    """A message: `text` as Slack wrote it, `root` its thread's first message, None at channel level."""

    channel: str
    ts: str
    root: str | None
    user: str
    text: str
    files: list[Json] = field(default_factory=list)
    bot: str = ""

    @property
    def source(self) -> str:
        return refs.message(self.channel, self.ts, self.root)

    @property
    def thread(self) -> str:
        """The place of its thread, or of the thread that would hang on it."""
        return refs.message(self.channel, self.root or self.ts)

    @property
    def is_direct(self) -> bool:
        return self.channel.startswith("D")


@dataclass(frozen=True)
class Asker:
    """Where a word for one person alone goes."""

    user: str
    channel: str = ""
    thread: str = ""
    hook: str = ""  # the response URL of a command or a press
    is_whispered_to: bool = False  # it was pressed on what only they see


def line(message: Json, channel: str) -> Line:
    """A message object; raises KeyError where it is none."""
    root = message.get("thread_ts")
    return Line(
        channel, str(message["ts"]), str(root) if root and root != message["ts"] else None,
        str(message.get("user") or ""), str(message.get("text") or ""), list(message.get("files") or []),
        str(message.get("bot_id") or ""),
    )  # fmt: skip


def is_said(event: Json) -> bool:
    """Is this event a message of a person (edits and deletions are not)?"""
    return event.get("type") == "message" and str(event.get("subtype") or "") in SAID


def is_echo(event: Json, user: str, bot: str) -> bool:
    """Is this our own doing, told back to us? Deletions never are: somebody may have deleted our card."""
    if event.get("subtype") == "message_deleted":
        return False
    said = event.get("message") or event
    if event.get("type") == "message":
        is_tombstone = said.get("subtype") == "tombstone"
        return not is_tombstone and (said.get("user") == user or (bool(bot) and said.get("bot_id") == bot))
    return event.get("type") in ("reaction_added", "reaction_removed") and event.get("user") == user


def pressed(body: Json) -> Press | None:
    """What was pressed or chosen on a card."""
    action = (body.get("actions") or [{}])[0]
    option = action.get("selected_option") or {}
    return buttons.read(str(option.get("value") or action.get("value") or ""))


def who(body: Json) -> str:
    """Who did what a payload tells of; "" where it does not say."""
    event = body.get("event") or {}
    found = body.get("user_id") or (body.get("user") or {}).get("id") or event.get("user")
    return found if isinstance(found, str) else ""


def asker(body: Json) -> Asker:
    """Who pressed, chose or typed, and where."""
    if "command" in body:
        return Asker(str(body["user_id"]), str(body["channel_id"]), hook=str(body.get("response_url") or ""))
    message, container = body.get("message") or {}, body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    thread = container.get("thread_ts") or message.get("thread_ts") or message.get("ts") or ""
    if body.get("type") == "block_actions" and thread == message.get("ts"):
        thread = ""  # on the card itself, which stands in the room: a word in its thread might not be seen
    hook, is_whisper = str(body.get("response_url") or ""), bool(container.get("is_ephemeral"))
    return Asker(str(body["user"]["id"]), str(channel), str(thread), hook, is_whisper)
