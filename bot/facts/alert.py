"""What a machine says of something that it watches."""

from dataclasses import dataclass
from datetime import datetime

PROBLEM, OK, ASIDE = "problem", "ok", "aside"


@dataclass(frozen=True)
class Alert:
    """The monitor `monitor` tells of `key` that it is in `state`, a word of its own, at `sent_at` by its own clock.

    `says` is what that means: a problem, that all is well again, or something aside. Where it changes nothing, `stays`
    says why; with `counts` false it is not taken for true, or is overtaken by what was sent later. `count` is the
    problems so far. `thread` names, among the mails of its sender, those about the same problem.
    """

    monitor: str
    key: str
    state: str = ""
    says: str = PROBLEM
    sent_at: datetime | None = None
    stays: str = ""
    counts: bool = True
    count: int = 1
    thread: str = ""


@dataclass(frozen=True)
class Check:
    """What a ticket knows of one `key` of a monitor: the newest `state`, and whether that `is_ok`.

    `count` is how many problems were told, `at` when the newest, `sent_at` the newest date that counts; `told_at` is
    when the thread had a line of it, and `told` the state in that. `comebacks` counts problems after an OK; `is_worked`
    says that an agent has said something meanwhile.
    """

    monitor: str
    key: str
    state: str = ""
    is_ok: bool = False
    count: int = 0
    at: datetime | None = None
    sent_at: datetime | None = None
    told_at: datetime | None = None
    told: str = ""
    comebacks: int = 0
    is_worked: bool = False
