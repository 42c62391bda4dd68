"""Slack's two kinds of formatted text, mrkdwn and rich text, as spans."""

import re
from collections.abc import Callable, Iterator

from sandbox.sights.prose import Json, Span, emojis, paragraphs, part, scan, span, within
from sandbox.slack.mentions import decode

Name = Callable[[str], str]
STYLES = ("code", "bold", "italic", "strike")
MARKUP = re.compile(
    r"<(?P<token>[@#!][^<>\n]+|https?://[^<>\n]+|mailto:[^<>\n]+)>|```(?P<pre>.+?)```|`(?P<code>[^`\n]+)`"
    r"|(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)|(?<!\w)~(?P<strike>[^~\n]+)~(?!\w)",
    re.DOTALL,
)
HEADS = {"&gt; ": "quote", "&gt;": "quote"}
LISTS = {"rich_text_quote": "quote", "rich_text_preformatted": "pre"}


def mrkdwn(text: str, name: Name) -> list[Json]:
    """A stored text as paragraphs."""
    return list(paragraphs(text, HEADS, lambda one: spans(one, name)))


def spans(text: str, name: Name) -> list[Span]:
    """A stored text as one run of spans."""

    def made(found: re.Match[str]) -> list[Span]:
        look, inner = str(found.lastgroup), str(found[str(found.lastgroup)])
        if look == "token":
            return [_token(inner, name)]
        if look in ("pre", "code"):
            return [span(decode(inner).strip("\n"), look)]
        return within(look, spans(inner, name))

    return [one | {"text": emojis(decode(one["text"]))} if not one["look"] else one for one in scan(text, MARKUP, made)]


def rich(block: Json, name: Name) -> Iterator[Json]:
    """A rich_text block as paragraphs."""
    for one in block.get("elements", []):
        if one["type"] == "rich_text_list":
            for number, item in enumerate(one.get("elements", []), 1):
                mark = f"{number}. " if one.get("style") == "ordered" else "• "
                yield part("text", [span("  " * one.get("indent", 0) + mark), *_run(item, name)])
        else:
            yield part(LISTS.get(one["type"], "text"), _run(one, name))


def _run(section: Json, name: Name) -> list[Span]:
    return [_piece(one, name) for one in section.get("elements", [])]


def _piece(one: Json, name: Name) -> Span:
    kind = one["type"]
    if kind == "date":
        return _time(one["timestamp"], str(one.get("format", "")), str(one.get("fallback", "")))
    if kind == "link":
        return span(str(one.get("text") or one["url"]), "link", url=one["url"])
    if kind in ("user", "usergroup"):
        return span("@" + name(str(one.get(f"{kind}_id"))), "mention")
    if kind == "channel":
        return span("#" + name(str(one["channel_id"])), "mention")
    if kind == "broadcast":
        return span(f"@{one['range']}", "mention")
    if kind == "emoji":
        return span(emojis(f":{one['name']}:"))
    styles = one.get("style") or {}
    return span(str(one.get("text", "")), next((each for each in STYLES if styles.get(each)), ""))


def _token(token: str, name: Name) -> Span:
    head, _, label = token.partition("|")
    if token.startswith("!date^"):
        _, at, form = [*head.split("^"), "", ""][:3]
        return _time(at, form, label)
    if token.startswith("!subteam^"):
        return span("@" + name(head[9:]), "mention")
    if token.startswith("!"):
        return span("@" + head[1:], "mention")
    if token.startswith(("@", "#")):
        return span(head[0] + name(head[1:]), "mention")
    return span(decode(label or head.removeprefix("mailto:")), "link", url=decode(head))


def _time(at: object, form: str, fallback: str) -> Span:
    try:
        return span(fallback, "time", at=int(str(at)), style="R" if "{ago}" in form else "f")
    except ValueError:
        return span(fallback)
