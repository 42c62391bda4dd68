"""What must hold, and the sentence for each: measured against the limit."""

from dataclasses import dataclass

RATIO = 0.5  # of the floor's speed, at least
READY = 3.0  # seconds, less than
MEMORY = 200.0  # MB, less than
STORM, ROUNDS = 120.0, 3  # seconds for ten thousand mails, mails to a robot until the loop is cut: at most
COMMAND, GROWTH, SEARCH, HELD = 50.0, 1.3, 100.0, 30.0  # ms p95, times as much, ms p95, MB more: with 200,000 tickets
TICK = 20.0  # ms, less than: to find a hundred tickets that are due, among a million
YEAR, FIRST_PICTURE, NEXT_PICTURE = 2.0, 2.0, 0.2  # seconds, less than: the numbers of a year, and pictures of them
PAINT, DEED, FRAME = 1000.0, 300.0, 50.0  # milliseconds, less than
ROWS = 2.5  # message rows drawn or dropped for one that is new, less than: itself, and the oldest one shown


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
