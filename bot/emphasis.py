"""Bold words within a text for agents, which each chat writes in its own way.

They stand between two characters that no text has (Unicode keeps them for a program's own use), as in `bot.moments`.
"""

import re

MARK = "\ufdd1"
BOLD = re.compile(f"{MARK}([^{MARK}\n]+){MARK}")


def bold(words: str) -> str:
    """The words, as a piece of a text: one line of them."""
    said = " ".join(words.replace(MARK, "").split())
    return f"{MARK}{said}{MARK}" if said else ""


def plain(text: str) -> str:
    """For where nothing can be bold."""
    return text.replace(MARK, "")
