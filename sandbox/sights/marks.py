"""Up to where everybody has read every room, thread and mailbox: shared by all browsers."""

from typing import Any

Place = tuple[str, str, str, str]  # wire, who, room, thread


class Marks:
    """Numbers grow with time: Slack's timestamps in microseconds, Discord's ids. `kept` is all there is to keep."""

    def __init__(self, kept: dict[str, Any]) -> None:
        self._read: dict[Place, int] = kept.setdefault("rooms", {})
        self._letters: dict[str, set[str]] = kept.setdefault("letters", {})

    def of(self, wire: str, who: str, room: str, thread: str = "") -> int:
        """The newest number that was read there; 0 where nobody looked yet."""
        return self._read.get((wire, who, room, thread), 0)

    def move(self, wire: str, who: str, room: str, thread: str, newest: int) -> bool:
        """Everything up to `newest` is read; says whether that is news."""
        place = (wire, who, room, thread)
        if newest <= self._read.get(place, 0):
            return False
        self._read[place] = newest
        return True

    def letters(self, who: str) -> set[str]:
        """The ids of the mails that somebody has read."""
        return self._letters.setdefault(who, set())
