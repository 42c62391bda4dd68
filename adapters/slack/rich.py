"""Rich text: the pieces that format nothing of themselves, so that what people wrote stays what it is."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot import emphasis, moments

Json = dict[str, Any]
URL = re.compile(r"https?://[^\s<>|\"'`]+[^\s<>|\"'`.,;:!?)\]}]")
LONGEST_URL = 2_000
HOLE = "\ufffc"  # where a sentence has a piece that is no text, such as a date
DATE = "{date_short_pretty} {time}"
DUE = f"{DATE} ({{ago}})"  # Slack counts it down by itself


def text(words: str, *styles: str) -> Json:
    """`words` as they are; `styles` are bold, italic, code, strike."""
    piece: Json = {"type": "text", "text": words}
    return piece | {"style": dict.fromkeys(styles, True)} if styles else piece


def date(at: datetime, form: str = DATE) -> Json:
    """A moment in each reader's own zone and words; as `DUE` also how far away it is."""
    return {"type": "date", "timestamp": int(at.timestamp()), "format": form, "fallback": f"{at:%Y-%m-%d %H:%M} UTC"}


def filled(sentence: str, piece: Json) -> list[Json]:
    """The pieces of a sentence with `piece` where its `HOLE` is."""
    before, _, after = sentence.partition(HOLE)
    return [text(before), piece, *([text(after)] if after else [])]


def ping(place: str) -> Json | None:
    """A mention of a person or a group; None for a place that Slack cannot mention."""
    channel, _, address = place.partition(":")
    if channel != "slack":
        return None
    if address.startswith("@"):
        return {"type": "user", "user_id": address[1:]}
    if address.startswith("group:"):
        return {"type": "usergroup", "usergroup_id": address[6:]}
    return None


def pieces(words: str) -> list[Json]:
    """`words` as they are, with the addresses in them as links that show where they lead."""
    return list(_pieces(words))


def section(*parts: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(parts)}


def quote(*parts: Json) -> Json:
    return {"type": "rich_text_quote", "elements": list(parts)}


def block(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def dated(words: str, *styles: str) -> list[Json]:
    """`words` as they are, with the moments in them in each reader's own zone, and bold what is."""
    found = []
    for at, part in enumerate(emphasis.BOLD.split(words)):  # every other one is bold
        found += _timed(emphasis.plain(part), *({*styles, "bold"} if at % 2 else styles))
    return found or [text(words, *styles)]


def _timed(words: str, *styles: str) -> list[Json]:
    parts = moments.MOMENT.split(words)  # every other one is a moment
    return [date(moments.read(part)) if at % 2 else text(part, *styles) for at, part in enumerate(parts) if part]


def _pieces(words: str) -> Iterator[Json]:
    last = 0
    for found in URL.finditer(words):
        if len(found[0]) > LONGEST_URL:
            continue
        if found.start() > last:
            yield from dated(words[last : found.start()])
        yield {"type": "link", "url": found[0]}
        last = found.end()
    if last < len(words):
        yield from dated(words[last:])
