"""A letter's HTML as the page draws it: words, structure, links, and pictures that came along; nothing else of it."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from sandbox.sights.prose import Json

KEPT = frozenset((
    "p", "b", "strong", "i", "em", "u", "s", "del", "code", "pre", "blockquote", "ul", "ol", "li", "table", "thead",
    "tbody", "tr", "th", "td", "div", "span", "a", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "img",
))  # fmt: skip
ALONE = ("br", "hr", "img")
SILENT = ("script", "style", "head", "title", "template", "noscript", "object", "svg")
QUOTE = "gmail_quote"  # the class by which mail programs know what is quoted, and fold it
WEB = re.compile(r"https?://|mailto:", re.IGNORECASE)
DEEPEST, LARGEST, LONGEST_TAG = 40, 60_000, 2_000
# What the library's reading takes the square of where there is much of it.
UNSAID = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*+(?:>|\Z)|<[A-Za-z/][^<>]*+(?=<|\Z)", re.DOTALL)
TAG = re.compile(r"<(/?[A-Za-z][^\s<>/]*+)[^<>]*+>")
STRAY = re.compile(r"<(?![A-Za-z/])")

Attributes = list[tuple[str, str | None]]


def drawn(html: str, pictures: Mapping[str, str]) -> Json | None:
    """What was written now and what it quotes, as `own` and `quoted`: words, and `[tag, about, inside]` around words.

    `pictures` are addresses by Content-ID. None where there is no HTML, or too much of it.
    """
    if not html.strip() or len(html) > LARGEST:
        return None
    tree = _Tree(pictures)
    tree.feed(STRAY.sub("&lt;", TAG.sub(_short, UNSAID.sub(" ", html))))
    tree.close()
    while tree.own and (tree.own[-1] == ["br", {}, []] or not str(tree.own[-1]).strip()):
        tree.own.pop()
    return {"own": tree.own, "quoted": tree.quoted}


def _short(found: re.Match[str]) -> str:
    return found[0] if len(found[0]) <= LONGEST_TAG else f"<{found[1]}>"


class _Tree(HTMLParser):
    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.own: list[Any] = []
        self.quoted: list[Any] = []
        self._open: list[tuple[str, list[Any]]] = [("", self.own)]
        self._pictures, self._silent = pictures, 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._silent += tag in SILENT
        if self._silent or tag not in KEPT:
            return
        said, inside = dict(attrs), list[Any]()
        if QUOTE in (said.get("class") or "").split() and not self.quoted:
            inside = self.quoted
        else:
            self._open[-1][1].append([tag, self._about(tag, said), inside])
        if tag not in ALONE and len(self._open) < DEEPEST:
            self._open.append((tag, inside))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0
        at = next((at for at in range(len(self._open) - 1, 0, -1) if self._open[at][0] == tag), 0)
        if at:
            del self._open[at:]

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._open[-1][1].append(data)

    def _about(self, tag: str, said: Mapping[str, str | None]) -> Json:
        """Of a tag's attributes those that the page may take."""
        about: Json = {"dir": said["dir"]} if said.get("dir") in ("ltr", "rtl", "auto") else {}
        if tag == "a" and WEB.match(said.get("href") or ""):
            about["href"] = said["href"]
        if tag == "ol" and (said.get("start") or "").isdecimal():
            about["start"] = said["start"]
        if tag == "img":
            url = self._pictures.get((said.get("src") or "").removeprefix("cid:"))
            about |= {"alt": said.get("alt") or "picture"} | ({"src": url} if url else {})
        return about
