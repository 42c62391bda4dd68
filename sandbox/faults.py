"""Things that go wrong on demand: a list of fault switches that the simulators ask before each act."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

DOWN = "down"  # the kind that every wire knows: nobody is let in, and who is there is cut off


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
    """`listeners` are called after each change, for those who must act on a fault at once."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self.listeners: list[Callable[[], None]] = []

    def add(self, where: str, kind: str, times: int = 1, value: float | str = 0) -> Fault:
        fault = Fault(where, kind, times, value)
        self.active.append(fault)
        self.changed()
        return fault

    def clear(self) -> None:
        self.active.clear()
        self.changed()

    def changed(self) -> None:
        """Tell the listeners."""
        for listener in list(self.listeners):
            listener()

    def is_down(self, where: str) -> bool:
        """Whether nobody is let in there, for now."""
        return any(one.kind == DOWN and one.times and fnmatchcase(where, one.where) for one in self.active)

    def take(self, where: str, *kinds: str) -> Fault | None:
        """The first live fault for `where` (of one of `kinds`, if named), counted down; None if all is well."""
        for fault in self.active:
            if fault.times != 0 and fnmatchcase(where, fault.where) and (not kinds or fault.kind in kinds):
                fault.times -= fault.times > 0
                return fault
        return None
