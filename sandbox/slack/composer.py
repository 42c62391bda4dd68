"""What the client makes of what a person types: entities, mentions, links and the rich text beside them."""

import re

from sandbox.slack import mentions
from sandbox.slack.refusal import Json
from sandbox.slack.workspace import Workspace

KNOWN = re.compile(r"&lt;(@|#|!subteam\^)([UWCSG][A-Z0-9]+)&gt;")
LINK = re.compile(r"(?<![\w<|])(https?://[^\s<>|]+)")
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
        return f"<{found[1]}|{space.name(found[1][1:])}>"

    return re.sub(r"<([@#][A-Z0-9]+)>", labelled, typed(text, space))


def rich_text(text: str) -> list[Json]:
    """The rich text block that the client sends beside `text`."""
    if not text:
        return []
    parts: list[Json] = []
    last = 0
    for found in mentions.TOKEN.finditer(text):
        parts += [_plain(text[last : found.start()]), _live(found[1])]
        last = found.end()
    parts.append(_plain(text[last:]))
    section = {"type": "rich_text_section", "elements": [one for one in parts if one.get("text") != ""]}
    return [{"type": "rich_text", "elements": [section]}]


def _plain(text: str) -> Json:
    return {"type": "text", "text": mentions.decode(text)}


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
