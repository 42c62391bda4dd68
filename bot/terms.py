"""How text is taken apart for the search index, and what is looked for in it: one way for both databases.

A term is letters and digits, folded: no capitals, accents or umlauts, ß is ss. Chinese, Japanese and Korean stand
without spaces, so a run of them becomes its pairs of characters, and its last one alone. What is looked for is taken
apart in the same way and consists of nothing else, so no text can be read as the syntax of a query.
"""

import re
import unicodedata
from dataclasses import dataclass

HAN, KANA = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", "\u3040-\u30ff\u31f0-\u31ff"
HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
PAIRED = f"{HAN}{KANA}{HANGUL}"
MARKS = "\u0300-\u036f\u0653-\u0655"  # accents, where they stand by themselves
RUN = re.compile(rf"(?P<paired>[{PAIRED}]+)|(?P<plain>(?:[^\W_{PAIRED}]|[{MARKS}])+)")
IS_PAIRED = re.compile(f"[{PAIRED}]")
WORD, ASCII, ACCENT = re.compile(r"[^\W_]+"), re.compile("[a-z0-9]+"), re.compile(f"[{MARKS}]+")
ALONE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"}
CONTRACTED = re.compile(r"(?<![aeq])(?:ae|oe|ue)", re.IGNORECASE)
LONGEST = 40  # characters of a term: what is longer is no word
SHORTEST_START, SHORTEST_CONTRACTED = 3, 6  # letters of what is looked for as a beginning of words


@dataclass(frozen=True)
class Phrase:
    """Terms in a row; where it `is_open`, the last one is only a beginning."""

    terms: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True)
class Wanted:
    """Any of the `spellings` of one word or quoted text."""

    spellings: tuple[Phrase, ...]


def terms(text: str) -> list[str]:
    """The terms of `text`, in their order."""
    if text.isascii():  # most mails, at a fraction of the time
        return [word[:LONGEST] for word in ASCII.findall(text.lower())]
    text = unicodedata.normalize("NFKC", text)
    if not IS_PAIRED.search(text):
        return _words(text)
    return [term for found in RUN.finditer(text) for term in _terms(found)]


def wanted(text: str, is_exact: bool = False) -> Wanted | None:
    """What is looked for by one word or by a text in quotes, which `is_exact`; None where nothing can be found by it.

    A word also finds the words that begin with it, and what has umlauts is found by both spellings of them.
    """
    drawn = {text: is_exact}
    drawn.setdefault(_spelled(text), is_exact)
    drawn.setdefault(_contracted(text), is_exact or len(text) < SHORTEST_CONTRACTED)  # true is no beginning of trunk
    spellings = dict.fromkeys(filter(None, (_phrase(*one) for one in drawn.items())))
    return Wanted(tuple(spellings)) if spellings else None


def found_at(text: str, looked_for: tuple[Wanted, ...]) -> list[tuple[int, int]]:
    """Where in `text` something stands that is looked for: the first term of each, from and to."""
    first = [(one.terms[0], one.is_open and len(one.terms) == 1) for each in looked_for for one in each.spellings]
    return [found.span() for found in RUN.finditer(text) if _is_hit(found, first)]


def _is_hit(found: re.Match[str], first: list[tuple[str, bool]]) -> bool:
    own = terms(found[0])
    return any(term == one or (is_open and term.startswith(one)) for term in own for one, is_open in first)


def _phrase(text: str, is_exact: bool) -> Phrase | None:
    runs = list(RUN.finditer(unicodedata.normalize("NFKC", text)))
    if not runs:
        return None
    row = (*(term for found in runs[:-1] for term in _terms(found)), *_terms(runs[-1], is_last=True))
    if not row:
        return None
    is_single = bool(runs[-1]["paired"]) and len(row[-1]) == 1  # 猫 alone: the first of a pair, or the last of a run
    is_start = not is_exact and bool(runs[-1]["plain"]) and len(row[-1]) >= SHORTEST_START
    return Phrase(row, is_single or is_start)


def _terms(found: re.Match[str], is_last: bool = False) -> list[str]:
    """The terms of a run. More may follow the last one that is looked for: no character of it stands alone."""
    if found["plain"]:
        return _words(found["plain"])
    run = found["paired"]
    pairs = [run[at : at + 2] for at in range(len(run) - 1)]
    return pairs if is_last and pairs else [*pairs, run[-1]]


def _words(text: str) -> list[str]:
    """The words of a text without pairs, folded."""
    bare = unicodedata.normalize("NFKD", text).casefold().translate(ALONE)
    return [word[:LONGEST] for word in WORD.findall(ACCENT.sub("", bare))]


def _spelled(text: str) -> str:
    """As those write it who have no umlauts on their keyboards: Müller is Mueller."""
    return "".join(SPELLED.get(one.lower(), one) for one in unicodedata.normalize("NFC", text))


def _contracted(text: str) -> str:
    """And the other way round: Mueller is Müller, and that is muller here."""
    return CONTRACTED.sub(lambda pair: pair[0][0], text)
