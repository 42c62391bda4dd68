"""Slack's text: decoded once on the way in, encoded once on the way out, cut to what one message holds."""

import re
from collections.abc import Collection, Mapping

LONGEST = 2_900  # characters of one message's body; what is longer goes along as a file
TOKEN = re.compile(r"<([@#!][^<>\n]+|[a-z][a-z+.-]*:[^<>\s][^<>\n]*)>")
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they make "exe.gpj" read as "jpg.exe"
USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


def encode(text: str) -> str:
    """Plain text as mrkdwn that mentions nobody: exactly `&`, `<` and `>` are replaced."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def decode(text: str, names: Mapping[str, str] | None = None) -> str:
    """Slack's text as a person reads it. `names` gives the names of the user ids that are mentioned."""
    known = names or {}
    plain = TOKEN.sub(lambda found: _readable(found[1], known), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mentioned(text: str) -> list[str]:
    """The user ids mentioned in Slack's text, in order, each once."""
    return list(dict.fromkeys(USER.findall(text)))


def called(text: str, names: Mapping[str, str], rooms: Collection[str]) -> tuple[str, ...]:
    """The people, groups and `rooms` (channel ids) that Slack's text mentions, as they read once it is decoded."""
    heads = ((found[1], found[1].partition("|")[0]) for found in TOKEN.finditer(text))
    said = (
        _readable(token, names) for token, head in heads if head.startswith(("@", "!")) or head.lstrip("#") in rooms
    )
    return tuple(dict.fromkeys(said))


def cut(text: str, most: int) -> str:
    """`text`, with an ellipsis where it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def straight(text: str) -> str:
    """`text` without the characters that turn the direction of what follows, whatever its language."""
    return TURNS.sub("", text)


def one_line(text: str, most: int) -> str:
    return cut(" ".join(straight(text).split()), most)


def _readable(token: str, names: Mapping[str, str]) -> str:
    head, _, label = token.partition("|")
    if head.startswith("@"):
        return "@" + (names.get(head[1:]) or label or head[1:])
    if head.startswith("#"):
        return "#" + (label or head[1:])
    if head.startswith("!date^"):
        return label or head
    if head.startswith("!subteam^"):
        return "@" + (label.lstrip("@") or head[9:])
    if head.startswith("!"):
        return "@" + (label.lstrip("@") or head[1:])
    bare = head.removeprefix("mailto:")
    return f"{label} ({bare})" if label and label not in (head, bare) and not _shows(label, head) else bare


def _shows(label: str, url: str) -> bool:
    """Does the label name the address it leads to, as `example.org` does of `http://example.org`?"""
    return label.rstrip("/") == url.partition("://")[2].rstrip("/")
