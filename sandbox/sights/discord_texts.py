"""Discord's markdown as spans."""

import re

from sandbox.discord.world import World
from sandbox.sights.prose import Json, Span, emojis, paragraphs, scan, span, within

MARKUP = re.compile(
    r"<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<#(?P<room>\d+)>|<t:(?P<time>-?\d{1,12}(?::[tTdDfFR])?)>"
    r"|\\(?P<escape>[\\*_~`|<>#@\[\]()\-:.!+={}])|```(?:\w+\n)?(?P<pre>.+?)```|`(?P<code>[^`\n]+)`"
    r"|\[(?P<link>[^\[\]\n]+\]\(https?://[^\s)]+)\)"
    r"|\*\*(?P<bold>.+?)\*\*|__(?P<underline>.+?)__|~~(?P<strike>.+?)~~|\|\|(?P<spoiler>.+?)\|\|"
    r"|(?<![\w*])\*(?P<italic>[^*\s][^*\n]*)\*(?!\w)|(?<!\w)_(?P<slanted>[^_\n]+)_(?!\w)"
    r"|(?P<url>https?://[^\s<>]+)",
    re.DOTALL,
)
LOOKS = {"underline": "bold", "spoiler": "italic", "slanted": "italic"}
HEADS = {"-# ": "small", "### ": "title", "## ": "title", "# ": "title", "> ": "quote"}


def markdown(text: str, world: World) -> list[Json]:
    """A text as paragraphs."""
    return list(paragraphs(text, HEADS, lambda one: spans(one, world)))


def spans(text: str, world: World) -> list[Span]:
    """A text as one run of spans."""
    return [one | {"text": emojis(one["text"])} if not one["look"] else one
            for one in scan(text, MARKUP, lambda found: _made(found, world))]  # fmt: skip


def _made(found: re.Match[str], world: World) -> list[Span]:
    kind, inner = str(found.lastgroup), str(found[str(found.lastgroup)])
    match kind:
        case "user" | "role" | "room":
            return [span(_name(kind, int(inner), world), "mention")]
        case "time":
            at, _, style = inner.partition(":")
            return [span("", "time", at=int(at), style=style or "f")]
        case "escape":
            return [span(inner)]
        case "pre" | "code":
            return [span(inner.strip("\n"), kind)]
        case "link":
            words, _, url = inner.partition("](")
            return [span(words, "link", url=url)]
        case "url":
            return [span(inner, "link", url=inner)]
        case _:
            return within(LOOKS.get(kind, kind), spans(inner, world))


def _name(kind: str, number: int, world: World) -> str:
    guild = world.guild
    if kind == "user":
        return f"@{guild.users[number].name}" if number in guild.users else "@unknown-user"
    if kind == "role":
        return f"@{guild.roles[number].name}" if number in guild.roles else "@deleted-role"
    room = guild.channels.get(number) or guild.threads.get(number)
    return f"#{room.name}" if room else "#unknown"
