"""The header of the mail below ("From: … Sent: … To: …") as programs copy it into an answer, and the lines above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.mail.trimming.lines import Line
from adapters.mail.trimming.tongues import DATE, FORWARDED, FROM, ORIGINAL, OTHER, PASSED_ON, SUBJECT, TO

TALLEST = 24  # lines of one: people answer to many
FIELDS = {"from": FROM, "date": DATE, "to": TO, "subject": SUBJECT, "other": OTHER}
EDGE = r"[*_|\s]*"
FIELD = re.compile(
    rf"{EDGE}(?:{'|'.join(f'(?P<{kind}>{names})' for kind, names in FIELDS.items())}){EDGE}[:：]", re.IGNORECASE
)
SEPARATOR = re.compile(rf"[-–—_=*#>\s]{{2,}}(?:{ORIGINAL})[-–—_=*#<\s:：]*", re.IGNORECASE)
TITLE = re.compile(rf"(?:{ORIGINAL})\s?[:：]?", re.IGNORECASE)
FORWARD = re.compile(rf"(?:[-–—_=*#\s]{{2,}}(?:{PASSED_ON})[-–—_=*#\s:：]*|(?:{PASSED_ON})\s?[:：])", re.IGNORECASE)
PREFIX = re.compile(rf"\s*(?:{FORWARDED})\s*[:：]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """Lines `start` to `stop`: what follows is the mail below, whether its lines are marked or not."""

    start: int
    stop: int


def headings(lines: Sequence[Line], stop: int) -> dict[int, Heading]:
    """Those among the unquoted lines before `stop`, by the line each begins with."""
    found: dict[int, Heading] = {}
    number = free = 0  # lines before `free` belong to the one above
    while number < stop:
        end = number + 1
        if lines[number].is_own and _may_begin(lines[number].words):
            top = _top(lines, number)
            is_separated = top < number or bool(SEPARATOR.fullmatch(lines[number].words))
            after = _end_of_fields(lines, number, stop, is_separated)
            if after or SEPARATOR.fullmatch(lines[number].words):
                end = max(after, end)
                found[max(top, free)] = Heading(max(top, free), end)
                free = end
        number = end
    return found


def is_title(line: Line) -> bool:
    """Does it say that the original message follows?"""
    return bool(SEPARATOR.fullmatch(line.words))


def is_forward(line: Line) -> bool:
    """Does it announce a mail that was passed on?"""
    return not line.is_code and bool(FORWARD.fullmatch(line.words))


def passes_on(subject: str) -> bool:
    """Is this the subject of a mail that is passed on? The outermost prefix tells."""
    return bool(PREFIX.match(subject[:100]))


def _may_begin(words: str) -> bool:
    head = words[:60]
    is_field = (":" in head or "：" in head) and FIELD.match(head)
    return bool(is_field or SEPARATOR.fullmatch(words))


def _top(lines: Sequence[Line], number: int) -> int:
    """The titles above belong to the header, and the rules right above: one that stands alone may be the sender's."""
    top = above = number
    while above and number - above < 5:
        above -= 1
        line = lines[above]
        is_title = SEPARATOR.fullmatch(line.words) or TITLE.fullmatch(line.words)
        if line.is_own and (is_title or (line.is_rule and above == top - 1)):
            top = above
        elif line.words or line.depth:
            break
    return top


def _end_of_fields(lines: Sequence[Line], start: int, stop: int, is_separated: bool) -> int:
    """The line after the header that begins here; 0 where none does."""
    kinds: set[str] = set()
    end = start
    loose = 0  # lines since the last field: the rest of a wrapped one, or one blank line between two
    for number in range(start, min(stop, start + TALLEST)):
        line = lines[number]
        found = _kinds(line.words) if line.is_own else set()
        if found:
            kinds |= found
            end, loose = number + 1, 0
        elif not kinds or loose == 2 or not line.is_own or (not line.words and not _next_is_field(lines, number, stop)):
            break
        else:
            loose += 1
    return end if _is_header(kinds, is_separated, lines[start:end]) else 0


def _is_header(kinds: set[str], is_separated: bool, lines: Sequence[Line]) -> bool:
    """People write "From: Berlin, To: Munich, Date: 3 March" too, and forms have a subject, but not all of it."""
    if "from" not in kinds or len(kinds) < 2:
        return False
    has_address = any("@" in line.words for line in lines)
    told = kinds & {"date", "to", "subject"}
    return is_separated or (len(told) > 1 and has_address) or len(told) > 2


def _next_is_field(lines: Sequence[Line], number: int, stop: int) -> bool:
    return number + 1 < stop and lines[number + 1].is_own and bool(_kinds(lines[number + 1].words))


def _kinds(words: str) -> set[str]:
    """Of the field that begins the line, and of those that a program put behind it."""
    first = FIELD.match(words[:60])
    if not first:
        return set()
    rest = FIELD.finditer(words) if "@" in words else ()
    behind = {one.lastgroup for one in rest if words[one.start() : one.start() + 1].isspace()}
    return {kind for kind in (first.lastgroup, *behind) if kind}
