"""Numbers that are given out once, ever: also by a world that was kept a moment before the last of them were."""

from typing import Any

GAP = 1000  # more than are given out between two savings


class Numbers:
    """1, 2, 3 … by `next`. Put back from where it was kept, it goes on after a gap."""

    def __init__(self) -> None:
        self.last = 0

    def __next__(self) -> int:
        self.last += 1
        return self.last

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.last = state["last"] + GAP
