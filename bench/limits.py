"""What must hold, and the sentence for each: measured against the limit."""

from dataclasses import dataclass

RATIO = 0.3  # of the floor's speed, at least
READY = 3.0  # seconds, less than
MEMORY = 200.0  # MB, less than


@dataclass(frozen=True)
class Limit:
    """`measured` must not be below `limit` where `is_least`, else it must be below it."""

    name: str
    measured: float
    limit: float
    unit: str = ""
    is_least: bool = False

    @property
    def is_kept(self) -> bool:
        return self.measured >= self.limit if self.is_least else self.measured < self.limit

    def __str__(self) -> str:
        sign = "at least" if self.is_least else "below"
        verdict = "kept" if self.is_kept else "MISSED"
        return f"{verdict:<7} {self.name}: {self.measured:.2f}{self.unit}, must be {sign} {self.limit:g}{self.unit}"
