"""An agent's Markdown to HTML as mail programs show it: styles in the tags, nothing loaded, right-to-left where it is.

Pictures are shown only where they travel with the mail.
"""

import unicodedata
from collections.abc import Mapping, MutableMapping, Sequence
from html import escape
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

PAGE = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5"
FIXED = "font-family:Consolas,Menlo,monospace;font-size:13px"
BLOCK = f"margin:0 0 1em;padding:10px;background:#f6f8fa;color:#1f2328;white-space:pre-wrap;{FIXED}"
STYLES = {
    "p": "margin:0 0 1em", "ul": "margin:0 0 1em;padding-{side}:1.6em", "ol": "margin:0 0 1em;padding-{side}:1.6em",
    "blockquote": "margin:0 0 1em;padding-{side}:1em;border-{side}:3px solid #d0d7de",
    "table": "margin:0 0 1em;border-collapse:collapse", "th": "padding:4px 8px;border:1px solid #d0d7de",
    "td": "padding:4px 8px;border:1px solid #d0d7de", "h1": "margin:0 0 .6em;font-size:20px",
    "h2": "margin:0 0 .6em;font-size:18px", "h3": "margin:0 0 .6em;font-size:16px",
    "hr": "margin:1em 0;border:0;border-top:1px solid #d0d7de",
}  # fmt: skip
LINKED = ("http://", "https://", "mailto:")


def html(markdown: str, pictures: Mapping[str, str]) -> str:
    """`markdown` as HTML. `pictures` are the Content-IDs of those that go along, by the name of their file."""
    return str(MARKDOWN.render(markdown, {"pictures": pictures}))


def pictured(markdown: str) -> set[str]:
    """The names of the files that `markdown` shows as pictures, in lower case."""
    inlines = [token for token in MARKDOWN.parse(markdown) if token.type == "inline"]
    return {_named(one) for token in inlines for one in token.children or () if one.type == "image"}


def direction(text: str) -> str:
    """`rtl` where `text` begins in a script that runs from right to left, else ""."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return "rtl" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L" else ""


def plain(text: str) -> str:
    """`text` as it stands, line by line."""
    return escape(text).replace("\n", "<br>\n")


def _dress(state: StateCore) -> None:
    """Styles and directions in the tags: mail programs drop style sheets."""
    for at, token in enumerate(state.tokens):
        if token.nesting < 0 or token.tag not in STYLES:
            continue
        said = next((one.content for one in state.tokens[at:] if one.type == "inline"), "") if token.nesting else ""
        side = "left"
        if direction(said):
            side = "right"
            token.attrSet("dir", "rtl")
        token.attrSet("style", ";".join(filter(None, (STYLES[token.tag].format(side=side), _aligned(token)))))


def _aligned(token: Token) -> str:
    """How the author aligned a cell of a table."""
    own = str(token.attrGet("style") or "")
    return own or ("text-align:left" if token.tag == "th" and not token.attrGet("dir") else "")


Env = MutableMapping[str, Any]


def _code(_self: RendererProtocol, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: Env) -> str:
    return f'<pre dir="ltr" style="{BLOCK}"><code>{escape(tokens[at].content)}</code></pre>\n'


def _inline_code(_self: RendererProtocol, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: Env) -> str:
    return f'<code style="{FIXED}">{escape(tokens[at].content)}</code>'


def _image(_self: RendererProtocol, tokens: Sequence[Token], at: int, _options: OptionsDict, env: Env) -> str:
    """A picture that goes along is shown; any other is a link, for the reader to follow or not."""
    token = tokens[at]
    words, address = escape(token.content), str(token.attrGet("src") or "")
    if found := env["pictures"].get(_named(token)):
        return f'<img src="cid:{escape(found)}" alt="{words}" style="max-width:100%">'
    if address.startswith(LINKED):
        return f'<a href="{escape(address)}">{words or escape(address)}</a>'
    return words


def _named(image: Token) -> str:
    return unquote(str(image.attrGet("src") or "")).lower()


MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
MARKDOWN.core.ruler.push("dress", _dress)
for _kind, _rule in (("fence", _code), ("code_block", _code), ("code_inline", _inline_code), ("image", _image)):
    MARKDOWN.add_render_rule(_kind, _rule)
