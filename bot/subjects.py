"""Subjects: what they are without the prefixes and tags of answers, and whether two are about the same."""

import re
from collections.abc import Callable
from functools import lru_cache

PREFIX = re.compile(
    r"\s*(?:re|aw|sv|vs|antw|antwort|rv|ref|r|odp|ynt|atb|res|回复|答复|回覆|fwd?|wg|tr|i|vb|vl|enc|转发)"
    r"\s*(?:\[\d{1,3}\])?\s*[:：]",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\[#(\d{1,9})\]")
LONGEST = 500
FEW, MUCH = 3, 0.6  # words, and the part of them, that make two texts similar


def numbers(subject: str) -> list[int]:
    """The tickets that a subject names: `[#42]`."""
    return [int(found) for found in NUMBER.findall(subject[:LONGEST])]


@lru_cache(maxsize=256)  # the last tickets of a queue are held against every new one
def words(subject: str) -> frozenset[str]:
    """Its words in lower case, without prefixes and numbers of tickets."""
    text = NUMBER.sub(" ", subject[:LONGEST])
    while found := PREFIX.match(text):
        text = text[found.end() :]
    return frozenset(re.findall(r"\w+", text.lower()))


def is_another(subject: str, known: str) -> bool:
    """Is `subject` about something quite different: has it no word in common with the one that is `known`?"""
    said, before = words(subject), words(known)
    return bool(said and before) and not said & before


def is_similar(one: str, other: str) -> bool:
    """Do the two say much the same? Most of their first words are in both; a word or two are too few to tell."""
    return similar_to(one)(other)


def similar_to(text: str) -> Callable[[str], bool]:
    """As `is_similar`, to hold many against one text."""
    said = words(text[:LONGEST])  # no whole mail is remembered for its words
    mine = len(said)
    least, most = max(FEW, MUCH * mine), mine / MUCH

    def is_like(other: str) -> bool:
        before = words(other[:LONGEST])
        theirs = len(before)
        if not least <= theirs <= most:  # most are told apart by that alone
            return False
        both = len(said & before)
        return both >= MUCH * (mine + theirs - both)

    return is_like if mine >= FEW else _is_unlike


def _is_unlike(_other: str) -> bool:
    return False
