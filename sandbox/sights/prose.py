"""Texts as spans: plain pieces with their looks, so that a page never has to parse what people wrote."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Json = dict[str, Any]
Span = dict[str, Any]
EMOJIS = {
    "eyes": "👀", "white_check_mark": "✅", "outbox_tray": "📤", "hourglass_flowing_sand": "⏳", "warning": "⚠️",
    "pencil2": "✏️", "bell": "🔔", "x": "❌", "rotating_light": "🚨", "thumbsup": "👍", "+1": "👍", "tada": "🎉",
    "heart": "❤️", "smile": "😄", "joy": "😂", "pray": "🙏", "raised_hands": "🙌", "fire": "🔥", "wave": "👋",
    "thinking_face": "🤔", "rocket": "🚀", "heavy_check_mark": "✔️", "no_entry": "⛔", "lock": "🔒", "inbox_tray": "📥",
}  # fmt: skip
NAMED = re.compile(r":([a-z0-9_+-]+):")
BESIDE = ("bold", "italic", "underline", "strike", "code", "spoiler")  # looks that go with others


def span(text: str, look: str = "", **more: Any) -> Span:
    """A piece of text; `look` is bold, italic, strike, code, pre, mention, link (`url`), time (`at`, `style`) …"""
    return {"text": text, "look": look, **more}


def part(kind: str, spans: list[Span], **more: Any) -> Json:
    """A paragraph; `kind` is text, title, small, quote or pre."""
    return {"kind": kind, "spans": spans, **more}


def unknown(kind: object, dumped: str) -> Json:
    """What this page has no picture for: shown as what it is."""
    return {"kind": "unknown", "type": str(kind), "json": dumped}


def emojis(text: str) -> str:
    """`:eyes:` as the picture, where it is one that is known here."""
    return NAMED.sub(lambda found: EMOJIS.get(found[1], found[0]), text) if ":" in text else text


def scan(text: str, pattern: re.Pattern[str], made: Callable[[re.Match[str]], list[Span]]) -> list[Span]:
    """`text` as spans: what `pattern` finds becomes what is `made` of it, the rest stays plain."""
    spans, last = [], 0
    for found in pattern.finditer(text):
        if found.start() > last:
            spans.append(span(text[last : found.start()]))
        spans += made(found)
        last = found.end()
    if last < len(text):
        spans.append(span(text[last:]))
    return spans


def within(look: str, spans: list[Span]) -> list[Span]:
    """`spans` inside something bold, italic or struck: a look of their own stays, and `also` holds this one."""
    return [_dressed(one, look) for one in spans]


def _dressed(one: Span, look: str) -> Span:
    if not one["look"]:
        return one | {"look": look}
    return one | {"also": [*one.get("also", ()), look]} if look != one["look"] else one


def words(spans: Iterable[Span]) -> str:
    """What spans say."""
    return "".join(one["text"] for one in spans)


def gist(parts: Iterable[Json], most: int = 80) -> str:
    """The first words of `parts` in one line, without whom they mention; at most `most` characters."""
    line = " ".join(" ".join(_words(parts)).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _words(parts: Iterable[Json]) -> Iterator[str]:
    for one in parts:
        yield words(each for each in one.get("spans", ()) if each["look"] != "mention")
        yield from _words(one.get("parts", ()))
