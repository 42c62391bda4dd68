"""What has the shape of a reply token, unverified: each costs the desk a look at a ticket, so few are kept."""

from collections.abc import Iterable
from itertools import islice

from bot.tokens import SHAPE

MOST = 20  # of ids, and of tokens, that one mail may name


def shapes(texts: Iterable[str]) -> tuple[str, ...]:
    """The first 20 different token shapes in `texts`, each by itself."""
    found = (one[0] for text in texts for one in SHAPE.finditer(text))
    return tuple(islice(dict.fromkeys(found), MOST))
