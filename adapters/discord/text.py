"""Text of others, decoded once on the way in and encoded once on the way out: it pings, formats and links nothing."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
URL = re.compile(r"https?://[^\s<>`*|~\\\[\]]+", re.IGNORECASE)  # no brackets: they would name another address
SPECIAL = re.compile(r"[\\*_~|`\[\]<>]")
START = re.compile(r"^([ \t]*)(#|-|\+|\d+(?=[.)]))", re.MULTILINE)
LOUD = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
MARKED = re.compile(
    r"<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<#(?P<channel>\d+)>|<a?(?P<emoji>:\w+:)\d+>"
    r"|</(?P<command>[^:<>]+):\d+>|<t:(?P<time>-?\d{1,12})(?::[tTdDfFR])?>|<(?P<url>https?://[^\s<>]+)>"
)
QUIET = "\u200b"  # zero width: shown as nothing, and no mention has it inside


def encode(text: str) -> str:
    """`text` so that Discord shows it as it is, bare web addresses included."""
    text = HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    parts, at = [], 0
    for found in URL.finditer(text):
        parts += [_escaped(text[at : found.start()], at == 0), found[0]]
        at = found.end()
    return LOUD.sub(f"@{QUIET}", "".join((*parts, _escaped(text[at:], at == 0))))


def _escaped(text: str, is_start: bool) -> str:
    text = SPECIAL.sub(r"\\\g<0>", text)
    first, newline, rest = text.partition("\n")
    if is_start:
        first = START.sub(_disarmed, first)
    return first + newline + START.sub(_disarmed, rest)


def _disarmed(found: re.Match[str]) -> str:
    """A list number keeps its digits before the backslash: a backslash before a digit would be shown."""
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


def decode(content: str, names: Mapping[str, str]) -> str:
    """What a person wrote, as plain text. `names` are by id of people, roles and channels."""

    def spelled(found: re.Match[str]) -> str:
        one = found.groupdict()
        if who := one["user"] or one["role"]:
            return f"@{names.get(who, who)}"
        if one["channel"]:
            return f"#{names.get(one['channel'], one['channel'])}"
        if one["time"]:
            return _moment(int(one["time"]))
        return one["emoji"] or one["url"] or f"/{one['command']}"

    return MARKED.sub(spelled, content)


def _moment(unix: int) -> str:
    try:
        return f"{datetime.fromtimestamp(unix, UTC):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, OSError, ValueError):
        return str(unix)


def called(content: str, names: Mapping[str, str], rooms: Collection[int]) -> tuple[str, ...]:
    """The people, roles and `rooms` that a text mentions, as they read once it is decoded."""
    found = (one for one in MARKED.finditer(content) if one["user"] or one["role"] or _is_of(one["channel"], rooms))
    return tuple(dict.fromkeys(decode(one[0], names) for one in found))


def _is_of(channel: str | None, rooms: Collection[int]) -> bool:
    return bool(channel) and int(channel or 0) in rooms


def size(text: str) -> int:
    """Length as the strictest reader of a limit counts it: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clip(text: str, limit: int) -> str:
    """Encoded and at most `limit` long; what is cut off leaves an ellipsis."""
    whole = encode(text)
    if size(whole) <= limit:
        return whole
    return encode(text[: _fit(text, encode, limit - 1)].rstrip()) + "…"


def one_line(text: str) -> str:
    return " ".join(text.split())


def quote(text: str) -> str:
    """Encoded, each line behind a bar."""
    return "\n".join(f"> {line}" for line in encode(text).split("\n"))


def pieces(text: str, render: Callable[[str], str], limit: int) -> list[str]:
    """`text` cut where lines or words end, so that each piece, rendered, is at most `limit` long."""
    found = []
    rest = HIDDEN.sub("", text.replace("\r\n", "\n")).strip("\n")
    while rest:
        cut = _fit(rest, render, limit)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip("\n")
    return [render(piece) for piece in found if piece.strip()]


def _fit(text: str, render: Callable[[str], str], limit: int) -> int:
    """How many characters of `text` fit, at least one; cut at a line or word end where one is near."""
    if len(text) <= limit and size(render(text)) <= limit:
        return len(text)
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(render(text[:middle])) <= limit else (low, middle - 1)
    for end in ("\n", " "):
        if (at := text.rfind(end, low // 2, low)) > 0:
            return at + 1
    return low
