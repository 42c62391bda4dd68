"""Facts of the clocks and the ladder."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Rung:
    """One step of the ladder on one run of one clock. `step` counts from 1."""

    clock: str  # "first", "next" or "resolve"
    due_by: datetime
    step: int
    since: datetime | None = None  # when that run began


@dataclass(frozen=True)
class Escalated:
    """Somebody was rung. No change of status.

    `rungs` are the steps this ring stands for (empty when a person rang); `pinged` are the places or groups meant,
    `gathered` those of them who were rung for several tickets at once, by one message. `owner_name` had it then;
    where they had said that they are away (`is_away`), others were rung in their place. `absent` are the names of
    those on call who were passed over, as they left or are away.
    """

    reason: str
    pinged: tuple[str, ...]
    rungs: tuple[Rung, ...] = ()
    owner_name: str = ""
    gathered: tuple[str, ...] = ()
    is_away: bool = False
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Retimed:
    """The clocks were set anew, because the settings have changed. No change of status.

    `is_roused`: because the ladder had been put to rest by a clock that was ahead. It rests no more.
    `is_anew`: because they had begun by a clock that was ahead. They begin now.
    """

    is_roused: bool = False
    is_anew: bool = False


@dataclass(frozen=True)
class Heeded:
    """Who was rung looks after it, or put it off: the ladder rests until then. No change of status."""

    until: datetime
    is_later: bool = False  # put off


@dataclass(frozen=True)
class Vacated:
    """Nobody owns it now: its owner `left` the agents of the queue, or is `away` too long. No change of status.

    `pinged` are the places or groups that were told, by one message for many tickets if it `is_gathered`.
    """

    owner_name: str
    queue: str
    cause: str
    pinged: tuple[str, ...] = ()
    is_gathered: bool = False


Rang = Escalated | Retimed | Heeded | Vacated
