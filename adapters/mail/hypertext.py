"""HTML to the text a person would read. Nothing is ever loaded; what is hidden is not read."""

import re
from typing import Any

from markdownify import MarkdownConverter
from selectolax.lexbor import LexborHTMLParser

LARGEST = 2_000_000  # characters; more than that is no letter
STRUCTURED = 300_000  # characters; more than that is read without its structure, which takes seconds
DEEP = 200  # nested tags; more than that costs a recursive converter its stack
DEEPEST = 2_000  # nested tags; more than that costs even a parser in C seconds
TAG = re.compile(r"<(/?)([a-z][\w:-]{0,20})", re.IGNORECASE)
LEFT_OPEN = {
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "html", "head", "body", "img", "input", "li", "link",
    "meta", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
}  # fmt: skip
HIDDEN = (
    "script", "style", "title", "template", "noscript", "iframe", "object", "svg", "[hidden]",
    '[style*="display:none"]', '[style*="display: none"]',
    '[style*="visibility:hidden"]', '[style*="visibility: hidden"]', '[style*="mso-hide"]',
)  # fmt: skip
UNREAD = re.compile(r"<(script|style|title)\b.*?(?:</\1\b[^<>]*>?|\Z)", re.IGNORECASE | re.DOTALL)


class _Plain(MarkdownConverter):
    """Structure as Markdown, links as bare addresses, pictures left out."""

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        href = str(el.get("href") or "").strip()
        if not href.startswith(("http://", "https://", "mailto:")) or href.removeprefix("mailto:") == text.strip():
            return text
        return f"{text.strip()} ({href})" if text.strip() and text.strip() != href else href

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return ""


def plain(html: str) -> str:
    """`html` as plain text, blank lines folded; "(picture only)" where pictures are all there is."""
    html = html[:LARGEST]
    depth = _depth(html)
    if depth > DEEPEST:
        return _squeezed(re.sub(r"<[^<>]*>", "\n", UNREAD.sub("", html)))
    tree = LexborHTMLParser(html)
    has_pictures = tree.css_first("img") is not None
    for node in reversed(tree.css(",".join(HIDDEN))):  # inner ones first: an outer one takes them with it
        if node.tag not in ("html", "body"):
            node.decompose()
    text = _squeezed(_flattened(tree, depth > DEEP))
    return text or ("(picture only)" if has_pictures else "")


def _depth(html: str) -> int:
    """How deep the tags nest at most, roughly."""
    deepest = depth = 0
    for found in TAG.finditer(html):
        if found[2].lower() not in LEFT_OPEN:
            depth = max(depth - 1, 0) if found[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _squeezed(text: str) -> str:
    return re.sub(r"\n[ \t]*(?:\n[ \t]*)+", "\n\n", text.replace("\xa0", " ")).strip()


def _flattened(tree: LexborHTMLParser, is_deep: bool) -> str:
    whole = tree.html or ""
    if is_deep or len(whole) > STRUCTURED:
        return tree.body.text(separator="\n") if tree.body else tree.text(separator="\n")
    convert = _Plain(
        heading_style="ATX", bullets="-", escape_asterisks=False, escape_underscores=False, escape_misc=False
    )
    try:
        return str(convert.convert(whole))
    except Exception:  # too deep for a recursive converter
        return tree.body.text(separator="\n") if tree.body else tree.text(separator="\n")
