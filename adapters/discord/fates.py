"""How arrivals end, in short."""

from collections.abc import Awaitable, Callable

from bot.inbox import Deed
from bot.ports import Fate


def ignored(reason: str) -> Deed:
    """Nothing is done, and nobody is told."""
    return Deed(lambda: Fate("ignored", reason))


def refused(reason: str, tell: Callable[[Fate], Awaitable[None]]) -> Deed:
    """Nothing is done, and the asker is told why."""
    return Deed(lambda: Fate("refused", reason), tell)
