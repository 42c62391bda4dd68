"""What people see: messages, buttons and forms as plain text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.slack import mentions
from sandbox.slack.message import Message
from sandbox.slack.refusal import Json
from sandbox.slack.workspace import Workspace

Name = Callable[[str], str]
RICH_NAMES = {"user": ("@", "user_id"), "usergroup": ("@", "usergroup_id"), "channel": ("#", "channel_id")}


@dataclass(frozen=True)
class Shown:
    """A message before a person's eyes. `notification` is what the phone shows; `reactions` maps name to user ids."""

    ts: str
    channel: str
    user: str
    who: str
    text: str
    notification: str = ""
    thread: str | None = None
    buttons: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    is_edited: bool = False
    is_ephemeral: bool = False


def show(message: Message, space: Workspace) -> Shown:
    note = mentions.readable(message.text, space.name)
    text = visible_text(message.blocks, space.name) if message.blocks else note
    for one in message.attachments:
        inner = visible_text(one.get("blocks") or [], space.name) or str(one.get("text") or one.get("fallback") or "")
        text = f"{text}\n{inner}".strip()
    if message.is_tombstone:
        text = note = "This message was deleted."
    return Shown(
        message.ts,
        message.channel,
        message.user,
        space.name(message.user),
        text,
        note,
        message.thread_ts if message.is_reply else None,
        [label(one) for one in elements(message.blocks) if one["type"] == "button"],
        {name: list(who) for name, who in message.reactions.items()},
        [one.name for one in message.files],
        message.edited is not None,
        bool(message.ephemeral_to),
    )


def visible_text(node: Any, name: Name) -> str:
    """The blocks as a person reads them, one line per block; buttons in brackets."""
    if isinstance(node, list):
        return "\n".join(one for one in (visible_text(part, name) for part in node) if one)
    kind = node.get("type")
    if kind in ("plain_text", "mrkdwn", "markdown"):
        text = str(node.get("text", ""))
        return text if kind == "plain_text" else mentions.readable(text, name)
    if kind in ("actions", "context", "table"):
        parts = node.get("elements") or [cell for row in node.get("rows", []) for cell in row]
        return " ".join(one for one in (_inline(part, name) for part in parts) if one)
    if kind == "rich_text":
        return "\n".join(_rich(one, name) for one in node.get("elements", []))
    if kind == "divider":
        return ""
    slots = ("title", "label", "text", "fields", "element", "accessory", "hint")
    parts = [_inline(node[slot], name) for slot in slots if node.get(slot)]
    return "\n".join(one for one in parts if one)


def _inline(node: Any, name: Name) -> str:
    if isinstance(node, list) or node.get("type") in ("plain_text", "mrkdwn", "markdown", "rich_text"):
        return visible_text(node, name)
    if node.get("type") == "raw_text":
        return str(node.get("text", ""))
    if node.get("type") == "image":
        return f"[{node.get('alt_text', '')}]"
    return f"[{label(node)}]" if label(node) else ""


def _rich(node: Json, name: Name) -> str:
    kind = node.get("type", "")
    if kind in RICH_NAMES:
        sign, key = RICH_NAMES[kind]
        return sign + name(str(node.get(key)))
    if kind == "broadcast":
        return f"@{node.get('range')}"
    if kind == "emoji":
        return f":{node.get('name')}:"
    if kind in ("text", "link", "date"):
        return str(node.get("text") or node.get("url") or node.get("fallback") or "")
    glue = "\n" if kind == "rich_text_list" else ""
    return glue.join(_rich(one, name) for one in node.get("elements", []))


def elements(blocks: list[Any]) -> Iterator[Json]:
    """Everything that can be pressed, chosen or filled in, with the id of its block as `block_id`."""
    for block in blocks:
        parts = block.get("elements", []) if block["type"] in ("actions", "context_actions") else []
        for one in [*parts, block.get("accessory"), block.get("element")]:
            if isinstance(one, dict) and one.get("type") != "image":
                yield one | {"block_id": block.get("block_id", ""), "label": block.get("label", {})}


def label(element: Json) -> str:
    """The words on an element, or the hint inside it."""
    words = element.get("text") or element.get("placeholder") or {}
    return str(words.get("text", "")) if isinstance(words, dict) else ""
