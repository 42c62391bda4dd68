"""What every chat tells of itself for one side of the page, whichever platform it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sandbox.sights.looks import ChatLook
from sandbox.sights.prose import Json

Cells = dict[str, object]
Since = Callable[[str, tuple[str, ...], int], int]
SUPERVISOR, AGENT, OUTSIDER = "supervisor", "agent", "outsider"
MOST_UNREAD = 99
RINGS = 10


@dataclass(frozen=True)
class Side:
    """One side of one browser: what it looks at, and `since`, which remembers where reading began.

    `since(slot, place, mark)` is the mark that stood when `place` was opened in that slot.
    """

    name: str
    look: ChatLook
    since: Since


class Chat(Protocol):
    """A platform before somebody's eyes."""

    def refresh(self) -> None:
        """Look anew: the world may have changed since."""

    def roles(self) -> dict[str, str]:
        """The people of the cast by name: supervisor, agent or outsider."""

    def badge(self, who: str) -> Json:
        """How much is unread for somebody, and how often their phone rang for it."""

    def rings(self, who: str, most: int = RINGS) -> list[Json]:
        """The newest rings of somebody, newest first."""

    def cells(self, side: Side) -> Cells:
        """All that one side shows of this chat, by the key within the side."""
