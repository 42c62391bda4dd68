"""HTML to the text a person would read. Nothing is ever loaded; what is hidden is not read."""

import re
from html import unescape
from typing import Any

from markdownify import MarkdownConverter
from selectolax.lexbor import LexborHTMLParser

from adapters.mail.nesting import Nesting, measured, undressed

# both of one mail, or a thousand small pages would do what a large one may not
PARSED = 256 * 1024  # characters; of more than that only the tags are taken out
STRUCTURED = 100_000  # characters; more than that is read without its structure, which takes seconds
DEEP = 200  # nested tags; more than that costs a recursive converter its stack
GROWN = 500_000  # tags times depth; more than that costs even a parser in C seconds
WOVEN = 8_000_000  # characters times depth, or times the square of indents: what a converter copies again and again
HIDDEN = (
    "script", "style", "title", "template", "noscript", "iframe", "object", "svg", "[hidden]",
)  # fmt: skip
UNSEEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0*)?)\s*(?:!|;|$)",
    re.IGNORECASE,
)
UNREAD = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|title)\b.*?(?:</\1\b[^<>]*>?|\Z)", re.IGNORECASE | re.DOTALL)


class _Plain(MarkdownConverter):
    """Structure as Markdown, links as bare addresses, pictures left out."""

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        href = str(el.get("href") or "").strip()
        where = href.lower()
        if not where.startswith(("http://", "https://", "mailto:")):
            return text
        if where.removeprefix("mailto:") == text.strip().lower():
            return text
        return f"{text.strip()} ({href})" if text.strip() and text.strip() != href else href

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return ""


def plain(html: str, seen: int = 0) -> str:
    """`html` as plain text, blank lines folded; "(picture only)" where pictures are all there is.

    `seen` are the characters of HTML that were read of the same mail before.
    """
    html = undressed(html)
    nesting = measured(html)
    if seen + len(html) > PARSED or nesting.depth * nesting.tags > GROWN:
        return stripped(html)
    tree = LexborHTMLParser(html)
    has_pictures = tree.css_first("img") is not None
    for node in reversed(tree.css(",".join((*HIDDEN, "[style]")))):  # inner ones first: an outer one takes them with it
        style = node.attrs.get("style") or ""
        if node.tag not in ("html", "body") and (node.tag in HIDDEN or "hidden" in node.attrs or UNSEEN.search(style)):
            node.decompose()
    for node in tree.css("[colspan]"):  # a thousand columns for one word
        del node.attrs["colspan"]
    text = _squeezed(_flattened(tree, nesting, seen))
    return text or ("(picture only)" if has_pictures else "")


def stripped(html: str) -> str:
    """`html` with its tags taken out, whatever its size, in one pass."""
    return _squeezed(unescape(re.sub(r"<[^<>]*>", "\n", UNREAD.sub("", html))))


def is_worded(html: str) -> bool:
    """Is there anything to see? Cheaper than reading it."""
    return bool(re.search(r"<img\b", html, re.IGNORECASE) or stripped(html))


def _squeezed(text: str) -> str:
    return re.sub(r"\n[ \t]*(?:\n[ \t]*)+", "\n\n", text.replace("\xa0", " ")).strip()


def _flattened(tree: LexborHTMLParser, nesting: Nesting, seen: int) -> str:
    whole = tree.html or ""
    copied = len(whole) * max(nesting.depth, nesting.indents**2)
    if nesting.depth > DEEP or seen + len(whole) > STRUCTURED or copied > WOVEN:
        return _flat(tree)
    convert = _Plain(
        heading_style="ATX", bullets="-", escape_asterisks=False, escape_underscores=False, escape_misc=False
    )
    try:
        return str(convert.convert(whole))
    except Exception:  # too deep for a recursive converter
        return _flat(tree)


def _flat(tree: LexborHTMLParser) -> str:
    return tree.body.text(separator="\n") if tree.body else tree.text(separator="\n")
