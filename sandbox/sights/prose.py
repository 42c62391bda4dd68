"""Texts as spans: plain pieces with one look each, so that a page never has to parse what people wrote."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Json = dict[str, Any]
Span = dict[str, Any]
EMOJIS = {
    "eyes": "👀", "white_check_mark": "✅", "outbox_tray": "📤", "hourglass_flowing_sand": "⏳", "warning": "⚠️",
    "pencil2": "✏️", "bell": "🔔", "x": "❌", "rotating_light": "🚨", "thumbsup": "👍", "+1": "👍",
}  # fmt: skip
NAMED = re.compile(r":([a-z0-9_+-]+):")


def span(text: str, look: str = "", **more: Any) -> Span:
    """A piece of text; `look` is bold, italic, strike, code, pre, mention, link (`url`) or time (`at`, `style`)."""
    return {"text": text, "look": look, **more}


def part(kind: str, spans: list[Span]) -> Json:
    """A paragraph; `kind` is text, title, small, quote or pre."""
    return {"kind": kind, "spans": spans}


def emojis(text: str) -> str:
    """`:eyes:` as the picture, where it is one that the desk uses."""
    return NAMED.sub(lambda found: EMOJIS.get(found[1], found[0]), text)


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
    """`spans` inside something bold, italic or struck: those with a look of their own keep it."""
    return [one | {"look": one["look"] or look} for one in spans]


def paragraphs(text: str, heads: dict[str, str], spans: Callable[[str], list[Span]]) -> Iterator[Json]:
    """`text` as parts: a line that begins with one of `heads` is of that kind, lines of a kind stay together."""
    if "```" in text:
        yield part("text", spans(text))
        return
    kind, lines = "text", list[str]()
    for line in text.splitlines():
        head = next((one for one in heads if line.startswith(one)), "")
        new = heads.get(head, "text")
        if lines and new != kind:
            yield part(kind, spans("\n".join(lines)))
            lines = []
        kind = new
        lines.append(line.removeprefix(head))
    if any(one.strip() for one in lines):
        yield part(kind, spans("\n".join(lines)))


def gist(parts: Iterable[Json], most: int = 80) -> str:
    """The first words of `parts` in one line, without whom they mention; at most `most` characters."""
    line = " ".join(" ".join(_words(parts)).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _words(parts: Iterable[Json]) -> Iterator[str]:
    for one in parts:
        yield "".join(each["text"] for each in one.get("spans", ()) if each["look"] != "mention")
        yield from _words(one.get("parts", ()))
