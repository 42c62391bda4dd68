"""Things that go wrong on demand: a list of fault switches that the simulators ask before each act."""

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass
class Fault:
    """At places matching `where` (`slack:chat.postMessage`, `discord:POST /channels/*`, `smtp:data`), do `kind`.

    `times` counts down to 0 and the fault is spent; -1 means until removed. `value` is the fault's own
    number or word: seconds of `slow`, the `Retry-After` of `429`, the error name of `error`.
    """

    where: str
    kind: str
    times: int = 1
    value: float | str = 0


class Faults:
    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, where: str, kind: str, times: int = 1, value: float | str = 0) -> Fault:
        fault = Fault(where, kind, times, value)
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        self.active.clear()

    def take(self, where: str, *kinds: str) -> Fault | None:
        """The first live fault for `where` (of one of `kinds`, if named), counted down; None if all is well."""
        for fault in self.active:
            if fault.times != 0 and fnmatchcase(where, fault.where) and (not kinds or fault.kind in kinds):
                fault.times -= fault.times > 0
                return fault
        return None
