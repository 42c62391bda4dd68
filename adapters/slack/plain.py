"""The plain words of headers, buttons, menus and forms: each is cut to what Slack takes there, in any language."""

from adapters.slack.rich import Json
from adapters.slack.text import one_line

TITLE, BUTTON, OPTION, PLACEHOLDER, HEADER, LABEL = 24, 75, 75, 150, 150, 2_000  # characters; title: of a form


def plain(words: str, most: int = LABEL, emoji: bool = False) -> Json:
    """One line of at most `most` characters; `emoji`: `:tada:` in it is drawn."""
    return {"type": "plain_text", "text": one_line(str(words), most), "emoji": emoji}
