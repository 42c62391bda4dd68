"""Messages as people see them."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.discord.component_forms import BUTTON, SELECTS, walk
from sandbox.discord.messages import EPHEMERAL, Message

Json = dict[str, Any]


@dataclass(frozen=True)
class Button:
    label: str
    custom_id: str = ""
    url: str = ""
    is_disabled: bool = False
    style: int = 0


@dataclass(frozen=True)
class Menu:
    custom_id: str
    placeholder: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """`text` is everything readable at once: content, embeds flattened, texts of a layout."""

    id: int
    channel: int
    author: str
    author_id: int
    content: str
    embeds: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    menus: list[Menu] = field(default_factory=list)
    reactions: dict[str, list[int]] = field(default_factory=dict)
    attachments: dict[str, bytes] = field(default_factory=dict)
    is_pinned: bool = False
    is_edited: bool = False
    is_ephemeral: bool = False
    type: int = 0
    reply_to: int | None = None

    @property
    def text(self) -> str:
        return "\n".join(filter(None, [self.content, *self.embeds, *self.texts]))


def see(message: Message) -> Seen:
    """One message, as plain values that do not change any more."""
    parts = [one for _, one in walk(message.components, "")]
    answered = (message.reference or {}).get("message_id")
    return Seen(
        message.id,
        message.channel_id,
        message.author.name,
        message.author.id,
        message.content,
        [_flat(one) for one in message.embeds],
        [one["content"] for one in parts if one.get("type") == 10],
        [_button(one) for one in parts if one.get("type") == BUTTON],
        [_menu(one) for one in parts if one.get("type") in SELECTS],
        {emoji: list(users) for emoji, users in message.reactions.items()},
        {one.filename: one.data for one in message.attachments},
        message.pinned_at is not None,
        message.edited_at is not None,
        bool(message.flags & EPHEMERAL),
        message.type,
        int(answered) if answered and message.type == 19 else None,
    )


def _flat(embed: Json) -> str:
    fields = [f"{one['name']}: {one['value']}" for one in embed.get("fields") or []]
    author, footer = (embed.get("author") or {}).get("name"), (embed.get("footer") or {}).get("text")
    return "\n".join(filter(None, [author, embed.get("title"), embed.get("description"), *fields, footer]))


def _button(one: Json) -> Button:
    label = one.get("label") or (one.get("emoji") or {}).get("name") or ""
    custom_id, url = one.get("custom_id") or "", one.get("url") or ""
    return Button(label, custom_id, url, bool(one.get("disabled")), one["style"])


def _menu(one: Json) -> Menu:
    options = tuple(each["label"] for each in one.get("options") or [])
    return Menu(one["custom_id"], one.get("placeholder") or "", options)
