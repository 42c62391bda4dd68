"""How deep the tags of a page nest, as a parser would see it: what is deep or overgrown costs parsers minutes."""

import re
from collections import Counter
from dataclasses import dataclass

DEEPEST = 2_000  # counting ends here: deeper is not parsed anyway
TAG = re.compile(r"<(/?)([a-z][\w:-]{0,20})", re.IGNORECASE)
SHAPING = re.compile(
    r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/][^>]*+(?:>|\Z)", re.IGNORECASE
)  # fmt: skip
LONG = re.compile(r"<([a-z][\w:-]{0,20})[^<>]{4000,}+>", re.IGNORECASE)
DRESSED = 100_000  # tags of that kind with attributes, times all tags: below it a page keeps them
WALLS = {"table", "td", "th", "caption", "object", "marquee", "applet", "template"}  # no end tag reaches beyond
CELLS = {"td", "th", "caption"}
INDENTS = {"blockquote", "ul", "ol", "dl"}
LEFT_OPEN = {
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "html", "head", "body", "img", "input", "li", "link",
    "meta", "option", "p", "param", "source", "tbody", "tfoot", "thead", "tr", "track", "wbr",
}  # fmt: skip


@dataclass(frozen=True)
class Nesting:
    """`tags` in all, `depth` at the deepest, `indents` that stand within each other."""

    tags: int
    depth: int
    indents: int


def measured(html: str) -> Nesting:
    """One pass over the tags of `html`."""
    stack = _Stack()
    depth = indents = tags = 0
    for found in TAG.finditer(html):
        tags += 1
        name = found[2].lower()
        if name not in LEFT_OPEN:
            (stack.close if found[1] else stack.open)(name)
            depth, indents = max(depth, stack.depth), max(indents, stack.indents)
            if depth > DEEPEST:
                break
    return Nesting(tags, depth, indents)


def undressed(html: str) -> str:
    """`html` without the attributes that make a parser copy tags without end, or compare them for seconds."""
    html = LONG.sub(r"<\1>", html)
    dressed = sum(1 for _ in SHAPING.finditer(html))
    return SHAPING.sub(r"<\1>", html) if dressed * html.count("<") > DRESSED else html


class _Stack:
    """Open tags, counted by name within the walls that stand around them."""

    def __init__(self) -> None:
        self.depth = self.indents = 0
        self._walls: list[tuple[str, Counter[str]]] = [("", Counter())]
        self._standing: Counter[str] = Counter()

    def open(self, name: str) -> None:
        if name in CELLS:
            self._leave_cell()
        if name in WALLS:
            self._walls.append((name, Counter()))
            self._standing[name] += 1
        self._count(name, 1)

    def close(self, name: str) -> None:
        if name not in WALLS:
            if self._walls[-1][1][name] > 0:
                self._count(name, -1)
        elif self._standing[name]:
            while self._leave() != name:
                pass

    def _leave_cell(self) -> None:
        """A cell ends the one before it, whatever is open there."""
        while self._standing["table"] and self._walls[-1][0] != "table":
            self._leave()

    def _leave(self) -> str:
        name, inside = self._walls.pop()
        self._standing[name] -= 1
        self.depth -= inside.total()
        self.indents -= sum(inside[one] for one in INDENTS)
        return name

    def _count(self, name: str, change: int) -> None:
        self._walls[-1][1][name] += change
        self.depth += change
        self.indents += change if name in INDENTS else 0
