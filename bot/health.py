"""What is fine and what is not, in one line each, with how to mend it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Finding:
    """`what` was looked at; `problem` is "" when it is fine, else one sentence; `mend` says what to do then."""

    what: str
    problem: str = ""
    mend: str = ""


class Edge(Protocol):
    """A channel's outer half, as main.py runs it. `trouble` is why it is dead, "" while it works."""

    name: str

    @property
    def trouble(self) -> str: ...
    async def run(self) -> None:
        """Connect and stay connected until cancelled: reconnects by itself, never raises for a dead wire."""

    async def check(self) -> list[Finding]:
        """Try the connection and every permission that is needed, for `deskbell doctor`."""
