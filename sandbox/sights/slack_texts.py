"""Slack's formatted texts - mrkdwn, markdown and rich text - as paragraphs of spans, for one reader."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.sights.prose import Json, Span, emojis, part, scan, span, within
from sandbox.slack.mentions import decode
from sandbox.slack.workspace import Workspace

STYLES = ("bold", "italic", "strike", "underline", "code")
BROADCASTS = ("channel", "here", "everyone")
MARKUP = re.compile(
    r"<(?P<token>[@#!][^<>\n]+|https?://[^<>\n]+|mailto:[^<>\n]+|tel:[^<>\n]+)>|`(?P<code>[^`\n]+)`"
    r"|(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)|(?<!\w)~(?P<strike>[^~\n]+)~(?!\w)"
)
HERE = re.compile(
    r"https://(?P<domain>[\w-]+)\.slack\.com/archives/(?P<room>\w+)/p(?P<ts>\d{16})(?:\?thread_ts=(?P<root>\d+\.\d{6})\S*)?"
)
FENCE = re.compile(r"```(.+?)```", re.DOTALL)
QUOTE = re.compile(r"(?:&gt;|>) ?")
TOKEN_OF_DATE = re.compile(r"\{([a-z_]+)\}")
# How the page writes each; the letters are Discord's.
TIMES = {
    "date_num": "num", "date_slash": "d", "date": "date", "date_long": "long", "date_long_full": "D",
    "date_short": "brief", "date_pretty": "date pretty", "date_long_pretty": "long pretty",
    "date_short_pretty": "brief pretty", "day_divider_pretty": "long pretty", "time": "t", "time_secs": "T", "ago": "R",
}  # fmt: skip
RICH = {"rich_text_section": "text", "rich_text_quote": "quote", "rich_text_preformatted": "pre"}
CALLS = {"user": "user_id", "usergroup": "usergroup_id", "broadcast": "range"}


@dataclass(frozen=True)
class Reader:
    """Whose eyes it is for: names are looked up, and what calls `me` is marked."""

    space: Workspace
    me: str = ""

    def mention(self, sign: str, id: str) -> Span:
        """A name in the text; `is_me` where it calls the reader."""
        group = self.space.groups.get(id)
        is_me = bool(self.me) and (id == self.me or id in BROADCASTS or bool(group and self.me in group.members))
        return span(sign + self.space.name(id), "mention") | ({"is_me": True} if is_me else {})

    def link(self, text: str, url: str) -> Span:
        """A link; one to a message of this workspace leads to its thread."""
        found = HERE.fullmatch(url)
        room = self.space.channels.get(found["room"]) if found and found["domain"] == self.space.domain else None
        if not found or not room:
            return span(text, "link", url=url)
        thread = found["root"] or f"{found['ts'][:-6]}.{found['ts'][-6:]}"
        return span(text, "link", url=url, room=room.id, thread=thread)


def mrkdwn(text: str, reader: Reader) -> list[Json]:
    """A stored text as paragraphs."""
    pieces = FENCE.split(text)
    parts: list[Json] = []
    for at, piece in enumerate(pieces):
        if at % 2:
            parts.append(part("pre", [span(decode(piece).strip("\n"))]))
        elif piece.strip():
            parts += _lines(piece.strip("\n") if len(pieces) > 1 else piece, reader)
    return parts


def _lines(text: str, reader: Reader) -> Iterator[Json]:
    """Quoted lines and plain ones, those of a kind together."""
    kind, lines = "", list[str]()
    for line in text.splitlines():
        quoted = QUOTE.match(line)
        new = "quote" if quoted else "text"
        if lines and new != kind:
            yield part(kind, spans("\n".join(lines), reader))
            lines = []
        kind = new
        lines.append(line[quoted.end() :] if quoted else line)
    if any(one.strip() for one in lines):
        yield part(kind, spans("\n".join(lines), reader))


def spans(text: str, reader: Reader) -> list[Span]:
    """A stored text as one run of spans."""

    def made(found: re.Match[str]) -> list[Span]:
        look, inner = str(found.lastgroup), str(found[str(found.lastgroup)])
        if look == "token":
            return _token(inner, reader)
        if look == "code":
            return [span(decode(inner), look)]
        return within(look, spans(inner, reader))

    return [one | {"text": emojis(decode(one["text"]))} if not one["look"] else one for one in scan(text, MARKUP, made)]


def rich(block: Json, reader: Reader) -> Iterator[Json]:
    """A rich_text block as paragraphs; None of its pieces is left out."""
    for one in block.get("elements", []):
        if one["type"] == "rich_text_list":
            yield from _list(one, reader)
        elif one["type"] in RICH:
            more = {"language": one["language"]} if one.get("language") else {}
            yield part(RICH[one["type"]], run(one, reader), **more)
        else:
            yield part("text", _piece(one, reader))


def _list(one: Json, reader: Reader) -> Iterator[Json]:
    indent = int(one.get("indent") or 0)
    for number, item in enumerate(one.get("elements", []), 1 + int(one.get("offset") or 0)):
        mark = f"{number}. " if one.get("style") == "ordered" else "◦ " if indent % 2 else "• "
        kind = "quote" if one.get("border") else "text"
        yield part(kind, [span(mark), *run(item, reader)], indent=indent + 1)


def run(section: Json, reader: Reader) -> list[Span]:
    """The pieces of a rich text section in one run."""
    return [each for one in section.get("elements", []) for each in _piece(one, reader)]


def _piece(one: Json, reader: Reader) -> list[Span]:
    styles = [each for each in STYLES if (one.get("style") or {}).get(each)]
    made = _plain_piece(one, reader)
    for style in styles:
        made = within(style, made)
    return made


def _plain_piece(one: Json, reader: Reader) -> list[Span]:
    match one["type"]:
        case "text":
            return [span(str(one.get("text", "")))]
        case "date":
            return _time(one["timestamp"], str(one.get("format", "")), str(one.get("fallback") or ""))
        case "link":
            return [reader.link(str(one.get("text") or one["url"]), str(one["url"]))]
        case "user" | "usergroup" | "broadcast" as kind:
            return [reader.mention("@", str(one.get(CALLS[kind])))]
        case "channel":
            return [reader.mention("#", str(one["channel_id"]))]
        case "team":
            return [span(f"@{one.get('team_id')}", "mention")]
        case "emoji":
            return [span(_emoji(one))]
        case "color":
            return [span(str(one.get("value")), "code")]
        case kind:
            return [span(str(one.get("text") or f"[{kind}]"), "unknown")]


def _emoji(one: Json) -> str:
    try:
        return "".join(chr(int(code, 16)) for code in str(one["unicode"]).split("-"))
    except (KeyError, ValueError, OverflowError):
        return emojis(f":{one['name']}:")


def _token(token: str, reader: Reader) -> list[Span]:
    head, _, label = token.partition("|")
    if token.startswith("!date^"):
        _, at, form = [*head.split("^"), "", ""][:3]
        return _time(at, form, decode(label))
    if token.startswith("!subteam^"):
        return [reader.mention("@", head[9:])]
    if token.startswith("!"):
        return [reader.mention("@", head[1:])]
    if token.startswith(("@", "#")):
        return [reader.mention(head[0], head[1:])]
    return [reader.link(decode(label or head.removeprefix("mailto:").removeprefix("tel:")), decode(head))]


def _time(at: object, form: str, fallback: str) -> list[Span]:
    """A moment with the words around it: `Posted {date_num} {time}`. Its plain words stand at its first part."""
    pieces = TOKEN_OF_DATE.split(form)
    try:
        moment = int(str(at))
        styles = [TIMES[one] for one in pieces[1::2]]
    except (ValueError, KeyError):
        return [span(fallback)]
    found, plain = [span(pieces[0])], fallback
    for style, after in zip(styles or ["f"], pieces[2::2] or [""], strict=True):
        found += [span(plain, "time", at=moment, style=style), span(after)]
        plain = ""
    return [one for one in found if one["look"] or one["text"]]
