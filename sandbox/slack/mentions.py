"""What a text does to people on Slack: encoding, decoding and who is pinged."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

TOKEN = re.compile(r"<([^<>\n]+)>")
BROADCASTS = {"channel", "here", "everyone"}


@dataclass(frozen=True)
class Ping:
    """`who` is a user id, a group id, or one of `channel`, `here`, `everyone`."""

    channel: str
    ts: str
    who: str


def encode(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def decode(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def stored(text: str) -> str:
    """What the platform keeps of a text sent to it: stray `&`, `<` and `>` are encoded, live tokens stay."""
    parts, last = [], 0
    for found in TOKEN.finditer(text):
        if is_live(found[1]):
            parts += [_stray(text[last : found.start()]), found[0]]
            last = found.end()
    return "".join([*parts, _stray(text[last:])])


def _stray(text: str) -> str:
    text = re.sub(r"&(?!amp;|lt;|gt;)", "&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;")


def is_live(token: str) -> bool:
    """Whether `<token>` means something to Slack."""
    return bool(re.match(r"(@[UW]|#[CG]|!|https?://|mailto:|tel:|slack:)", token))


def _named(token: str) -> str | None:
    if token.startswith("@"):
        return token[1:].partition("|")[0]
    if token.startswith("!subteam^"):
        return token[9:].partition("|")[0]
    name = token[1:].partition("|")[0] if token.startswith("!") else ""
    return name if name in BROADCASTS else None


def in_text(text: str) -> list[str]:
    """Who a mrkdwn text pings, in order, each once."""
    names = (_named(found[1]) for found in TOKEN.finditer(text))
    return list(dict.fromkeys(one for one in names if one))


def in_blocks(node: Any) -> Iterator[str]:
    """Who the blocks ping: mrkdwn and markdown texts and the mention elements of rich text; plain_text never does."""
    if isinstance(node, list):
        for one in node:
            yield from in_blocks(one)
    elif isinstance(node, dict):
        kind = node.get("type")
        if kind == "user":
            yield str(node.get("user_id"))
        elif kind == "usergroup":
            yield str(node.get("usergroup_id"))
        elif kind == "broadcast":
            yield str(node.get("range"))
        elif kind in ("mrkdwn", "markdown"):
            yield from in_text(str(node.get("text", "")))
        else:
            yield from in_blocks(list(node.values()))


def readable(text: str, name: Callable[[str], str]) -> str:
    """A stored text as a person reads it; `name` turns an id into a name."""

    def shown(found: re.Match[str]) -> str:
        token, _, label = found[1].partition("|")
        if token.startswith(("@", "#")):
            return token[0] + name(token[1:])
        if token.startswith("!subteam^"):
            return "@" + name(token[9:])
        if token.startswith("!date^"):
            return label
        if token.startswith("!"):
            return "@" + token[1:]
        return label or token.removeprefix("mailto:")

    return decode(TOKEN.sub(shown, text))


def link_names(text: str, ids: dict[str, str]) -> str:
    """`@Name` turned into a live mention for every name in `ids`, in small letters, and for the broadcasts."""

    def linked(found: re.Match[str]) -> str:
        word = found[1].rstrip(".-")
        rest = found[1][len(word) :]
        if word in BROADCASTS:
            return f"<!{word}>{rest}"
        if who := ids.get(word.lower()):
            return f"<!subteam^{who}>{rest}" if who.startswith("S") else f"<@{who}>{rest}"
        return found[0]

    return re.sub(r"(?<![\w<@])@([\w.-]+)", linked, text)
