"""What one run took: how many mails, how long, and for what."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spent:
    """`seconds` by the clock on the wall; `parts` are seconds too, and may overlap where threads work at once."""

    mails: int
    seconds: float
    parts: dict[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Mails a second."""
        return self.mails / self.seconds
