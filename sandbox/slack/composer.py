"""What the client makes of what a person types: entities, mentions, links and the rich text beside them."""

import re
from collections.abc import Iterator

from sandbox.slack import mentions
from sandbox.slack.refusal import Json
from sandbox.slack.workspace import Workspace

KNOWN = re.compile(r"&lt;(@|#|!subteam\^)([UWCSG][A-Z0-9]+)&gt;")
LINK = re.compile(r"(?<![\w<|])(https?://[^\s<>|]+)")
STYLED = re.compile(
    r"`(?P<code>[^`\n]+)`|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])|(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])"
)
MAIL = re.compile(r"(?<![\w<|:.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


def typed(text: str, space: Workspace) -> str:
    """The stored form of a typed text: `@name` of people and groups is a mention, everything else is text."""
    encoded = mentions.encode(text)

    def known(found: re.Match[str]) -> str:
        here = found[2] in space.users or found[2] in space.groups or found[2] in space.channels
        return f"<{found[1]}{found[2]}>" if here else found[0]

    encoded = LINK.sub(r"<\1>", encoded)
    encoded = MAIL.sub(r"<mailto:\1|\1>", encoded)
    return mentions.link_names(KNOWN.sub(known, encoded), space.ids_by_name())


def command_text(text: str, space: Workspace) -> str:
    """The text of a slash command: entities always; mentions and links only where the app asked for escaping."""
    if not space.app.escapes_commands:
        return mentions.encode(text)

    def labelled(found: re.Match[str]) -> str:
        user = space.users.get(found[1][1:])
        return f"<{found[1]}|{user.name if user else space.name(found[1][1:])}>"

    return re.sub(r"<([@#][A-Z0-9]+)>", labelled, typed(text, space))


def rich_text(text: str) -> list[Json]:
    """The rich text block that the client sends beside `text`."""
    if not text:
        return []
    parts: list[Json] = []
    last = 0
    for found in mentions.TOKEN.finditer(text):
        parts += [*_words(text[last : found.start()]), _live(found[1])]
        last = found.end()
    section = {"type": "rich_text_section", "elements": [*parts, *_words(text[last:])]}
    return [{"type": "rich_text", "elements": [section]}]


def _words(text: str) -> Iterator[Json]:
    """Words as the client's editor makes them: what was typed between marks is bold, italic, struck or code."""
    words, last = mentions.decode(text), 0
    for found in STYLED.finditer(words):
        style = str(found.lastgroup)
        yield from _plain(words[last : found.start()])
        yield {"type": "text", "text": found[style], "style": {style: True}}
        last = found.end()
    yield from _plain(words[last:])


def _plain(words: str) -> list[Json]:
    return [{"type": "text", "text": words}] if words else []


def _live(token: str) -> Json:
    target, _, label = token.partition("|")
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": target[9:]}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    return {"type": "link", "url": target} | ({"text": label} if label else {})
