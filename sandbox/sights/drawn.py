"""Messages that were drawn already: one that did not change is not drawn again."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MOST = 4_000


class Drawn:
    """Keeps what was drawn of things that are replaced when they change, never changed in place."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[tuple[object, ...], object]] = {}
        self._names: object = None

    def fresh(self, names: object) -> None:
        """Forget everything when people or rooms are called otherwise than before."""
        if names != self._names or len(self._kept) > MOST:
            self._kept.clear()
            self._names = names

    def draw(self, key: tuple[object, ...], made_of: tuple[object, ...], draw: Callable[[], T]) -> T:
        """What `draw` makes of these very objects, drawn once."""
        known = self._kept.get(key)
        if known and all(one is other for one, other in zip(known[0], made_of, strict=True)):
            return known[1]  # type: ignore[return-value]
        made = draw()
        self._kept[key] = (made_of, made)
        return made
