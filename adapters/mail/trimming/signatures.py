"""What stands below a person's words: signatures, cards, footers of lists, and what a telephone adds.

Peers disagree what a signature is, so only what cannot be meant is one: "Cheers, Ann" stays, her card folds.
"""

import re
from collections.abc import Sequence

from adapters.mail.trimming.lines import Line
from adapters.mail.trimming.tongues import CLOSING, GET, GOT, MINE, MISSENT, PROGRAMS, SECRET, SENT, SENT_BY

TALLEST = 20  # lines with words below a delimiter; more is a text with a line of two hyphens in it
FOOTER = 8  # lines below a rule
CARD = 10  # lines below a closing phrase
DELIMITERS = ("--", "__", "\\--")
REACHED = re.compile(r"\w@\w|https?://|www\.")
EVIDENCE = re.compile(r"@|https?://|www\.|\+?\d[\d ()/.-]{6,}\d|\b(?:tel|phone|fax|mobile|mobil)\b", re.IGNORECASE)
CLOSES = re.compile(CLOSING, re.IGNORECASE)
THANKS = re.compile(r"(?:many |with )?thank", re.IGNORECASE)  # an answer, not a formula
PARTICLES = {"von", "van", "de", "der", "den", "da", "di", "del", "af", "la", "le", "zu", "-"}
DEVICE = re.compile(rf"(?:{SENT})(?:\s+|$)", re.IGNORECASE)
REVERSED = re.compile(SENT_BY, re.IGNORECASE)
OWN = re.compile(rf"(?:{MINE})\b", re.IGNORECASE)
PROGRAM = re.compile(PROGRAMS, re.IGNORECASE)
LEGAL = (re.compile(SECRET, re.IGNORECASE), re.compile(MISSENT, re.IGNORECASE))
WORDY = 150  # characters of a paragraph that only lawyers write
OUTLOOK = re.compile(rf"(?=.*outlook)(?=.*(?:ios|android))(?:(?:{GET})\b.{{8,60}}|.{{8,60}}(?:{GOT}))", re.IGNORECASE)
LINK = re.compile(r"[<(\[]?(?:https?://|mailto:|www\.)[^\s<>]*[>)\]]?")
LINKS = ("http://", "https://", "mailto:", "www.")
SLASHED = re.compile(r"/ ?[A-ZÅÄÖÆØ][a-zåäöæøé]{1,20}")  # how Scandinavians sign
MOST_WORDS = 11


def signatures(lines: Sequence[Line], start: int, stop: int) -> set[int]:
    """Lines of the run that may fold. The run is one person's words without the quotes around it."""
    stop = _last(lines, start, stop)
    legal = _legal(lines, start, stop)
    found = set(range(legal, stop))
    stop = _last(lines, start, legal)
    devices = _devices(lines, start, stop)
    end = stop
    while end > start and (end - 1 in devices or not lines[end - 1].words):
        end -= 1  # a name may stand above a telephone's line
    for begins in (_delimited, _footed, _carded, _slashed):
        first = begins(lines, start, end if begins is _slashed else stop)
        if first is not None:
            found |= set(range(first, stop))
            stop = end = first
    return found | devices


def is_device(words: str) -> bool:
    """ "Sent from my iPhone", but not "Sent from my desk, as it is easier", nor "Sent with DHL"."""
    has_link = any(one in words for one in LINKS)
    words = (LINK.sub("", words) if has_link else words).strip(" *_()<>[]").rstrip(".。")
    if len(words) > 100 or len(words.split()) > MOST_WORDS or words.endswith(("?", ":", "：")) or ", " in words:
        return False
    if "outlook" in words.lower() and OUTLOOK.fullmatch(words):
        return True
    if not (found := DEVICE.match(words)):
        return bool(REVERSED.fullmatch(words) and PROGRAM.search(words))
    rest = words[found.end() :]
    return bool(OWN.match(rest) or PROGRAM.search(rest) or (rest and has_link))


def _devices(lines: Sequence[Line], start: int, stop: int) -> set[int]:
    """A telephone's lines: they end the run, or stand by themselves."""
    found: set[int] = set()
    for number in range(stop - 1, start - 1, -1):
        ends = number + 1 == stop or number + 1 in found
        may_be = ends or not (lines[number + 1].words or (number > start and lines[number - 1].words))
        if may_be and not lines[number].is_code and is_device(lines[number].words):
            found.add(number)
    return found


def _last(lines: Sequence[Line], start: int, stop: int) -> int:
    while stop > start and not lines[stop - 1].words:
        stop -= 1
    return stop


def _legal(lines: Sequence[Line], start: int, stop: int) -> int:
    """Where the disclaimers begin that end the run: paragraphs on secrecy and on those who got it in error."""
    first = stop
    paragraph: list[str] = []
    for number in range(stop - 1, start - 2, -1):
        if number >= start and lines[number].words and not lines[number].is_code:
            paragraph.append(lines[number].words)
            continue
        said = " ".join(paragraph)
        if paragraph and not (len(said) >= WORDY and all(law.search(said) for law in LEGAL)):
            break
        first, paragraph = number + 1 if paragraph else first, []
    return first


def _delimited(lines: Sequence[Line], start: int, stop: int) -> int | None:
    tall = 0
    first = None
    for number in range(stop - 1, start - 1, -1):
        words = lines[number].words
        if words in DELIMITERS:
            first = number
        tall += bool(words)
        if tall > TALLEST or words.endswith("?") or lines[number].is_code:
            break
    return first


def _footed(lines: Sequence[Line], start: int, stop: int) -> int | None:
    """A rule, and right below it at the end a few lines with an address: a list's footer, or a card."""
    for number in range(stop - 2, max(start, stop - FOOTER - 2) - 1, -1):
        line = lines[number]
        if not line.words or line.is_code:
            break
        if line.is_rule:
            below = [one.words for one in lines[number + 1 : stop]]
            return number if any(map(REACHED.search, below)) and not any(map(_is_prose, below)) else None
    return None


def _carded(lines: Sequence[Line], start: int, stop: int) -> int | None:
    """A closing phrase, and below it a card, or after a set formula a name."""
    tall = 0
    for number in range(stop - 1, start - 1, -1):
        words = lines[number].words
        if (phrase := words.rstrip(" ,.!;")) and CLOSES.fullmatch(phrase):
            below = [line.words for line in lines[number + 1 : stop] if line.words]
            is_card = tall > 1 and any(map(EVIDENCE.search, below))
            is_signed = 0 < tall < 3 and " " in phrase and not THANKS.match(phrase) and all(map(_is_name, below))
            return number if is_card or is_signed else None
        tall += bool(words)
        if tall > CARD or lines[number].is_code or _is_prose(words):
            break
    return None


def _slashed(lines: Sequence[Line], start: int, stop: int) -> int | None:
    is_signed = stop - 1 > start and not lines[stop - 1].is_code and SLASHED.fullmatch(lines[stop - 1].words)
    return stop - 1 if is_signed else None


def _is_prose(words: str) -> bool:
    return len(words) > 120 or words.endswith("?") or bool(re.match(r"p\.? ?s\b|n\.? ?b\b", words, re.IGNORECASE))


def _is_name(words: str) -> bool:
    parts = words.strip(" *_,").split()
    return 0 < len(parts) < 5 and len(words) < 50 and all(one[0].isupper() or one in PARTICLES for one in parts)
