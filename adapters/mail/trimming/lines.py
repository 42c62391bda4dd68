"""The lines of a mail as a reader of quotes sees them: how deep each is quoted, and its words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDEST = 1_000  # characters of a line that are looked at
SCANNED = 5_000  # lines in which attributions, headings and signatures are sought; below them only marks count
LONGEST = 64_000  # characters, likewise

MARK = re.compile(r"[ \t]{0,3}(?:[>＞][ \t]?)+")
ESCAPED = re.compile(r">From\b")  # mbox files escape it; ">From what I can see" is nobody's quote
CUT_OFF = re.compile(r"<[^<>\s]{0,255}@[^<>\s]{1,255}$")  # an address whose closing bracket went to the next line
UNSEEN = {0xA0: " ", 0x202F: " ", **dict.fromkeys((0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, 0xFEFF))}
UNSEEN |= dict.fromkeys(range(0x2066, 0x206A))  # directions of writing
RULE = re.compile(r"[-_=*—–⎯─━ ]{3,}")
FENCE = ("```", "~~~")


@dataclass(frozen=True, slots=True)
class Line:
    """`depth` counts the quote marks before the words; `words` are clipped and hold no invisible characters."""

    depth: int
    words: str
    is_code: bool = False

    @property
    def is_own(self) -> bool:
        """Neither marked nor code: only there do programs write their headers and attributions."""
        return not self.depth and not self.is_code

    @property
    def is_rule(self) -> bool:
        return bool(RULE.fullmatch(self.words))


def read(text: str) -> list[Line]:
    """Every line of `text`, in order."""
    rows = [row[:WIDEST].translate(UNSEEN) for row in text.split("\n")]
    lines = [_line(row, above) for row, above in zip(rows, ["", *rows], strict=False)]
    for number in _code(lines):
        lines[number] = Line(0, rows[number].strip(), is_code=True)
    return lines


def scanned(lines: Sequence[Line]) -> int:
    """How many of `lines` are worth more than a look at their marks."""
    left = LONGEST
    for number, line in enumerate(lines[:SCANNED]):
        left -= len(line.words) + 1
        if left < 0:
            return number
    return min(len(lines), SCANNED)


def _code(lines: Sequence[Line]) -> Iterator[int]:
    """The lines between fences that were both written."""
    fences = [number for number, line in enumerate(lines) if not line.depth and line.words.startswith(FENCE)]
    for first, last in zip(fences[::2], fences[1::2], strict=False):
        yield from range(first, last + 1)


def _line(row: str, above: str) -> Line:
    marks = MARK.match(row)
    if not marks or ESCAPED.match(row) or CUT_OFF.search(above[-300:]):
        return Line(0, row.strip())
    return Line(marks[0].count(">") + marks[0].count("＞"), row[marks.end() :].strip())
