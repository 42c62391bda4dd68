"""Quotes in HTML: where the mail programs say that one is, carried over to the lines of the text."""

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from adapters.mail.nesting import measured, undressed
from adapters.mail.trimming.headings import FIELD
from adapters.mail.trimming.lines import Line

LARGEST = 256 * 1024  # characters; a larger page is read without its structure
DEEPEST, GROWN = 200, 500_000  # nested tags, and tags times depth: more is a page that only costs
AHEAD = 4_000  # characters of the page that are searched for a line of the text
NEAR = 60  # of these for a line of a few letters, which stands everywhere
SHORT = 8

WITHIN = (  # what is inside is a quote, the line above one, or a signature
    "blockquote[type=cite]", "blockquote.gmail_quote", "div.gmail_attr", "div.moz-cite-prefix", "div.yahoo_quoted",
    "div.yahoo-quoted-begin", "blockquote.protonmail_quote", "div.protonmail_quote", "blockquote.tutanota_quote",
    "div.ms-outlook-mobile-reference-message", "#mail-editor-reference-message-container", "#OLK_SRC_BODY_SECTION",
    "blockquote.front-blockquote", "blockquote.zmail_extra", "div.zmail_extra", "[class*=mailru-blockquote]",
    "div.mail-quote-collapse", "[class*=wmi-quote]", "[data-marker='__HEADERS__']", "[data-marker='__QUOTED_TEXT__']",
    "blockquote.iosymail", "div.quoted-message", "blockquote[cite]", "div[name=quote]", "div.aolReplacedBody",
    "div.reply_quote", "div.gmail_signature", ".moz-signature",
)  # fmt: skip
BELOW = (  # everything below, to the end of the page
    "#divRplyFwdMsg", "#x_divRplyFwdMsg", "#appendonsend", "hr#stopSpelling", "hr[data-marker='__DIVIDER__']",
    "table.OutlookMessageHeader", "div.OutlookMessageHeader", "#reply-intro",
)  # fmt: skip
BORDERED = "div[style*='border-top']"  # Outlook and Windows Mail draw a line above the header
ALONE = ("div.gmail_quote", "div.gmail_extra")  # a quote only where no blockquote in it says better
HINTS = (  # in lower case; a page with none of them marks no quote
    "quote", "moz-cite", "gmail_", "yahoo", "protonmail_", "tutanota_", "outlook", "reference-message", "olk_src",
    "zmail_extra", "mailru", "__headers__", "__divider__", "iosymail", "divrplyfwdmsg", "appendonsend", "stopspelling",
    "border-top", "reply-intro", "aolreplaced",
)  # fmt: skip
OPEN, SHUT, REST = "\ue010", "\ue011", "\ue012"  # of the private use area: no letters
MARKS = re.compile(f"([{OPEN}{SHUT}{REST}])")
LINK = re.compile(r"[(<\[]?(?:https?://|mailto:)[^\s<>()\[\]]*[>)\]]?")


def quoted(html: str, lines: Sequence[Line]) -> set[int]:
    """The numbers of the `lines` with words that stand in quotes of the page; none where it marks none."""
    if not html or len(html) > LARGEST:
        return set()
    lower = html.lower()
    if not any(hint in lower for hint in HINTS):
        return set()
    nesting = measured(html := undressed(html))
    if nesting.depth > DEEPEST or nesting.depth * nesting.tags > GROWN:
        return set()
    pieces = list(_pieces(html))
    return _carried(pieces, lines) if any(is_quoted for is_quoted, _ in pieces) else set()


def _pieces(html: str) -> Iterator[tuple[bool, str]]:
    """The words of the page in order, and whether they stand in a quote."""
    tree = LexborHTMLParser(MARKS.sub("", html).encode("utf-8", "replace").decode())  # lone surrogates would raise
    if not tree.body:
        return
    for node in reversed(tree.css("script,style,title,template,head")):
        node.decompose()
    for node, to_the_end in _cuts(tree):
        node.insert_before(REST if to_the_end else OPEN)
        if not to_the_end:
            node.insert_after(SHUT)
    depth, is_rest = 0, False
    for piece in MARKS.split(tree.body.text(separator=" ")):
        if piece in (OPEN, SHUT):
            depth += 1 if piece == OPEN else -1
        elif piece == REST:
            is_rest = True
        elif piece:
            yield is_rest or depth > 0, piece


def _cuts(tree: LexborHTMLParser) -> list[tuple[LexborNode, bool]]:
    within = [(node, False) for node in tree.css(",".join(WITHIN))]
    below = [(node, True) for node in tree.css(",".join(BELOW))]
    below += [(node, True) for node in tree.css(BORDERED) if FIELD.match((node.text() or "").strip()[:80])]
    alone = [(node, False) for node in tree.css(",".join(ALONE)) if node.css_first("blockquote") is None]
    return [*within, *below, *alone]


def _carried(pieces: list[tuple[bool, str]], lines: Sequence[Line]) -> set[int]:
    """Each line is sought in the page below the one before it, by its letters alone: wrapping and marks differ."""
    page, quotes = _joined(pieces)
    found: set[int] = set()
    at = run = 0
    for number, line in enumerate(lines):
        letters = _letters(line.words)
        if not letters:
            continue
        begins = page.find(letters, at, at + len(letters) + (NEAR if len(letters) < SHORT else AHEAD))
        if begins < 0:
            continue
        at = begins + len(letters)
        while run < len(quotes) and quotes[run][1] < at:
            run += 1
        if run < len(quotes) and quotes[run][0] <= begins:
            found.add(number)
    return found


def _joined(pieces: list[tuple[bool, str]]) -> tuple[str, list[tuple[int, int]]]:
    """The letters of the page, and the ranges of them that are quotes."""
    quotes: list[tuple[int, int]] = []
    page: list[str] = []
    length = 0
    for is_quoted, piece in pieces:
        letters = _letters(piece)
        if is_quoted and letters:
            last = quotes.pop() if quotes and quotes[-1][1] == length else (length, length)
            quotes.append((last[0], length + len(letters)))
        page.append(letters)
        length += len(letters)
    return "".join(page), quotes


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, LINK.sub("", text)))
