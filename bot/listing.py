"""Several words as one: `contact, category and owner`."""

from collections.abc import Sequence

from bot.speech import say


def listed(words: Sequence[str]) -> str:
    """The words within a sentence."""
    *first, last = words
    return say("{first} and {last}", first=", ".join(first), last=last) if first else last
