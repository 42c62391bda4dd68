"""HTML to the text a person would read. Nothing is ever loaded; what is hidden is not read."""

import re
from typing import Any

from markdownify import MarkdownConverter
from selectolax.lexbor import LexborHTMLParser

LARGEST = 2_000_000  # characters; more than that is no letter
HIDDEN = (
    "script", "style", "title", "template", "noscript", "iframe", "object", "svg", "[hidden]",
    '[style*="display:none"]', '[style*="display: none"]',
    '[style*="visibility:hidden"]', '[style*="visibility: hidden"]', '[style*="mso-hide"]',
)  # fmt: skip


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
    tree = LexborHTMLParser(html[:LARGEST])
    has_pictures = tree.css_first("img") is not None
    for selector in HIDDEN:
        for node in tree.css(selector):
            if node.tag not in ("html", "body"):
                node.decompose()
    text = re.sub(r"\n[ \t]*(?:\n[ \t]*)+", "\n\n", _flattened(tree).replace("\xa0", " ")).strip()
    return text or ("(picture only)" if has_pictures else "")


def _flattened(tree: LexborHTMLParser) -> str:
    convert = _Plain(
        heading_style="ATX", bullets="-", escape_asterisks=False, escape_underscores=False, escape_misc=False
    )
    try:
        return str(convert.convert(tree.html or ""))
    except Exception:  # too deep for a recursive converter
        return tree.body.text(separator="\n") if tree.body else tree.text(separator="\n")
