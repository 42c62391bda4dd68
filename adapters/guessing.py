"""Which language a text is written in: by its letters, else by its words where the extra `language` is installed.

A guess only helps: what is short, mixed or odd is nobody's language, and no message waits or fails for it.
"""

import asyncio
import logging
import re
from functools import cache
from importlib import import_module
from typing import Any

log = logging.getLogger(__name__)

LOOKED_AT = 1_000  # characters
SAMPLE = 30  # words: more make the guess no surer, and take as much longer
WORDS, LETTERS, SURE = 6, 8, 0.9  # what it takes: words, or letters of a script, and confidence
KANA, HAN = re.compile("[\u3040-\u30ff]"), re.compile("[\u3400-\u9fff]")
NO_WORDS = re.compile(r"\S*(?:://|@|[\\/_=<>{}])\S*")  # addresses, paths, and what programs say
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = (
    "ENGLISH", "GERMAN", "FRENCH", "SPANISH", "ITALIAN", "DUTCH", "PORTUGUESE", "POLISH", "CZECH", "DANISH", "SWEDISH",
    "FINNISH",
)  # fmt: skip


async def language(text: str) -> str:
    """As `guess`, for who must not wait: the library is read once, on another thread."""
    return guess(text) if _detector.cache_info().currsize else await asyncio.to_thread(guess, text)


def guess(text: str) -> str:
    """The language of `text`, `fr`; "" where that is not sure."""
    said = NO_WORDS.sub(" ", text[:LOOKED_AT])
    han, kana = len(HAN.findall(said)), len(KANA.findall(said))
    words = WORD.findall(said)
    if han + kana >= max(LETTERS, sum(map(len, words)) / 2):
        return "ja" if kana else "zh"
    if len(words) < WORDS:
        return ""
    return _by_words(" ".join(words[:SAMPLE]))


def load() -> None:
    """Read what the library knows, for who wants it read before the first guess."""
    _detector()


def _by_words(said: str) -> str:
    if (detector := _detector()) is None:
        return ""
    try:
        [first, *_] = detector.compute_language_confidence_values(said)
        return str(first.language.iso_code_639_1.name).lower() if first.value >= SURE else ""
    except Exception:
        log.warning("a text's language could not be told", exc_info=True)
        return ""


@cache
def _detector() -> Any:
    """Made at first use, as it takes its time and 24 MB; None where the extra is not installed."""
    try:
        lingua = import_module("lingua")
    except ImportError:
        return None
    spoken = [getattr(lingua.Language, name) for name in SPOKEN]
    detector = lingua.LanguageDetectorBuilder.from_languages(*spoken).with_low_accuracy_mode().build()
    detector.compute_language_confidence_values("what it knows is read at the first guess")
    return detector
