"""Discord's markdown as paragraphs of spans, for one reader."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.discord.world import World
from sandbox.sights.prose import Json, Span, emojis, part, scan, span, within

MARKUP = re.compile(
    r"<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<#(?P<room>\d+)>|<t:(?P<time>-?\d{1,12}(?::[tTdDfFR])?)>"
    r"|</(?P<command>[\w -]+):\d+>|<a?:(?P<emoji>\w{2,32}):\d+>"
    r"|\\(?P<escape>[\\*_~`|<>#@\[\]()\-:.!+={}])|``(?P<codes>.+?)``|`(?P<code>[^`\n]+)`"
    r"|\[(?P<link>[^\[\]\n]+\]\(<?https?://[^\s)>]+>?)\)|<(?P<bare>https?://[^\s<>]+)>"
    r"|\*\*\*(?P<both>.+?)\*\*\*|\*\*(?P<bold>.+?)\*\*|__(?P<underline>.+?)__|~~(?P<strike>.+?)~~|\|\|(?P<spoiler>.+?)\|\|"
    r"|(?<![\w*])\*(?P<italic>[^*\s][^*\n]*)\*(?!\w)|(?<!\w)_(?P<slanted>[^_\n]+)_(?!\w)"
    r"|(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)\]\"'])|(?P<all>@(?:everyone|here)\b)",
    re.DOTALL,
)
HERE = re.compile(r"https://discord\.com/channels/(?P<guild>\d{1,20})/(?P<room>\d{1,20})(?:/\d{1,20})?")
FENCE = re.compile(r"```(?:([\w+#.-]+)\n)?(.+?)```", re.DOTALL)
REST = re.compile(r"(?m)^>>> ?")
HEAD = re.compile(
    r"(?P<head>#{1,3}) +(?=\S)|(?P<small>-#) +(?=\S)|(?P<quote>>) ?|(?P<item> *(?:[-*]|\d{1,4}\.)) +(?=\S)"
)
LOOKS = {"slanted": "italic"}


@dataclass(frozen=True)
class Reader:
    """Whose eyes it is for: names are looked up, and what calls `me` is marked; `is_loud` when @everyone rang."""

    world: World
    me: int = 0
    is_loud: bool = False

    def mention(self, kind: str, number: int) -> Span:
        """A person, a role or a room in the text."""
        guild = self.world.guild
        if kind == "user":
            name = guild.users[number].name if number in guild.users else "unknown-user"
            return self._called(f"@{name}", number == self.me)
        if kind == "role":
            member = guild.members.get(self.me)
            name = guild.roles[number].name if number in guild.roles else "deleted-role"
            return self._called(f"@{name.removeprefix('@')}", bool(member and number in member.roles))
        if thread := guild.threads.get(number):
            return span(f"🧵 {thread.name}", "mention", **self.way(number))
        return span(
            f"#{guild.channels[number].name}" if number in guild.channels else "#unknown", "mention", **self.way(number)
        )

    def way(self, number: int) -> Json:
        """The room that a link leads to, and the thread in it; nothing for what is not there."""
        guild = self.world.guild
        if thread := guild.threads.get(number):
            return {"room": str(thread.parent_id), "thread": str(number)}
        return {"room": str(number), "thread": ""} if number in guild.channels else {}

    def link(self, text: str, url: str) -> Span:
        """A link; one into this server leads to its room."""
        found = HERE.fullmatch(url)
        is_here = found and int(found["guild"]) == self.world.guild.id
        return span(text, "link", url=url, **(self.way(int(found["room"])) if found and is_here else {}))

    def _called(self, text: str, is_me: bool) -> Span:
        return span(text, "mention") | ({"is_me": True} if is_me and self.me else {})


def markdown(text: str, reader: Reader) -> list[Json]:
    """A text as paragraphs."""
    if quoted := REST.search(FENCE.sub(lambda found: " " * len(found[0]), text)):
        below = spans(text[quoted.end() :].strip("\n"), reader)
        return [*markdown(text[: quoted.start()].rstrip("\n"), reader), part("quote", below)]
    parts: list[Json] = []
    last = 0
    for found in FENCE.finditer(text):
        parts += _lines(text[last : found.start()].strip("\n"), reader)
        parts.append(part("pre", [span(found[2].strip("\n"))], language=found[1] or ""))
        last = found.end()
    return [*parts, *_lines(text[last:].strip("\n") if last else text, reader)]


def _lines(text: str, reader: Reader) -> Iterator[Json]:
    """Headings, small print, quotes, items of lists and plain lines, those of a kind together."""
    kind, lines = "text", list[str]()
    for line in text.split("\n"):
        found = HEAD.match(line)
        new = str(found.lastgroup) if found else "text"
        if lines and (new != kind or new in ("head", "item")):
            yield _paragraph(kind, lines, reader)
            lines = []
        kind = new
        lines.append(line)
    if any(one.strip() for one in lines):
        yield _paragraph(kind, lines, reader)


def _paragraph(kind: str, lines: list[str], reader: Reader) -> Json:
    found = HEAD.match(lines[0])
    rest = "\n".join(HEAD.sub("", one, count=1) if found and HEAD.match(one) else one for one in lines)
    inner = spans(rest, reader)
    if kind == "head" and found:
        return part("title", inner, level=len(found["head"]))
    if kind == "item" and found:
        bare = found["item"].lstrip()
        indent = 1 + (len(found["item"]) - len(bare)) // 2
        mark = "◦ " if indent % 2 == 0 else "• "
        return part("text", [span(f"{bare} " if bare[0].isdigit() else mark), *inner], indent=indent)
    return part(kind, inner)


def spans(text: str, reader: Reader) -> list[Span]:
    """A text as one run of spans."""
    return [one | {"text": emojis(one["text"])} if not one["look"] else one
            for one in scan(text, MARKUP, lambda found: _made(found, reader))]  # fmt: skip


def _made(found: re.Match[str], reader: Reader) -> list[Span]:
    kind, inner = str(found.lastgroup), str(found[str(found.lastgroup)])
    match kind:
        case "user" | "role" | "room":
            return [reader.mention(kind, int(inner))]
        case "all":
            return [span(inner, "mention") | ({"is_me": True} if reader.me else {}) if reader.is_loud else span(inner)]
        case "command":
            return [span(f"/{inner}", "mention")]
        case "emoji":
            return [span(f":{inner}:")]
        case "time":
            at, _, style = inner.partition(":")
            return [span("", "time", at=int(at), style=style or "f")]
        case "escape":
            return [span(inner)]
        case "code" | "codes":
            return [span(inner, "code")]
        case "link":
            words, _, url = inner.partition("](")
            link = reader.link("", url.strip("<>"))
            return [one | link | {"text": one["text"]} for one in _bare(spans(words, reader))]
        case "url" | "bare":
            return [reader.link(inner, inner)]
        case "both":
            return within("italic", within("bold", spans(inner, reader)))
        case _:
            return within(LOOKS.get(kind, kind), spans(inner, reader))


def _bare(inner: list[Span]) -> list[Span]:
    """The words of a link, with what they look like besides."""
    return [one | ({"also": [one["look"], *one.get("also", ())]} if one["look"] else {}) for one in inner]
