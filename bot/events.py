"""The facts a ticket's history is made of.

Past tense, immutable, append-only. Each docstring gives the change of status it causes, if any.
`bot.ticket.apply` is the only code that turns a fact into state. Facts are forever: never rename or remove a
field, add with a default.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.people import Person, channel_of


@dataclass(frozen=True)
class File:
    """An attachment: its name as the sender gave it (data, never a path), and where its bytes lie (sha256, hex)."""

    name: str
    sha256: str
    size: int  # bytes
    content_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Opened:
    """nothing -> new. `requester` asks, answers go to the place `origin`; an agent may open on behalf of someone.

    `follows` is the number of the closed ticket that this one continues. `badge` says what is doubtful about
    the sender, for the agents.
    """

    subject: str
    text: str
    queue: str
    requester: str
    requester_name: str
    origin: str
    files: tuple[File, ...] = ()
    follows: int | None = None
    badge: str = ""
    automatic: bool = False


@dataclass(frozen=True)
class Wrote:
    """The requester's side said something: pending, resolved or closed -> open; automatic mail changes nothing."""

    text: str
    files: tuple[File, ...] = ()
    badge: str = ""
    automatic: bool = False
    third_party: bool = False  # not the requester: somebody to whom our mail was forwarded


@dataclass(frozen=True)
class Acknowledged:
    """The requester was told the number. No change."""


@dataclass(frozen=True)
class Unacknowledged:
    """The acknowledgement was held back, and why. No change; kept so that silence can be explained."""

    reason: str


@dataclass(frozen=True)
class Replied:
    """An agent's public answer: new or open -> pending; theirs from now on, if nobody owned it."""

    text: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Noted:
    """An internal note. No change; never leaves the agents."""

    text: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Assigned:
    """new -> open. `owner` is a place, `taken_from` the name of who had it before."""

    owner: str
    owner_name: str
    taken_from: str = ""


@dataclass(frozen=True)
class Released:
    """Nobody owns it now. No change of status."""


@dataclass(frozen=True)
class Prioritised:
    """The priority became `priority`. No change of status."""

    priority: str


@dataclass(frozen=True)
class Moved:
    """Another queue's agents have it now; its owner, if any, gave it up. No change of status."""

    queue: str


@dataclass(frozen=True)
class Tagged:
    """Tags came and went. No change of status."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Retitled:
    """The subject became `subject`. No change of status."""

    subject: str


@dataclass(frozen=True)
class Pended:
    """any but closed -> pending; wakes at `until`, or when the requester writes if None."""

    until: datetime | None = None


@dataclass(frozen=True)
class Woke:
    """pending -> open: the time that it was pending until has come."""


@dataclass(frozen=True)
class Resolved:
    """any but closed -> resolved; closes at `closes_at` if nobody objects. `note` is internal."""

    code: str
    note: str
    closes_at: datetime


@dataclass(frozen=True)
class Closed:
    """any -> closed."""

    code: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reopened:
    """resolved or closed -> open; the clocks start again."""


@dataclass(frozen=True)
class Rung:
    """One step of the ladder on one run of one clock. `step` counts from 1."""

    clock: str  # "first", "next" or "resolve"
    due_by: datetime
    step: int


@dataclass(frozen=True)
class Escalated:
    """Somebody was rung. No change of status.

    `rungs` are the steps this ring stands for (empty when a person rang); `pinged` are the places or groups meant.
    """

    reason: str
    pinged: tuple[str, ...]
    rungs: tuple[Rung, ...] = ()


@dataclass(frozen=True)
class Retimed:
    """The clocks were set anew, because the settings have changed. No change of status."""


@dataclass(frozen=True)
class Undelivered:
    """Something for the requester could not be delivered to `place`. No change of status."""

    place: str
    reason: str


Fact = (
    Opened | Wrote | Acknowledged | Unacknowledged | Replied | Noted | Assigned | Released | Prioritised | Moved
    | Tagged | Retitled | Pended | Woke | Resolved | Closed | Reopened | Escalated | Retimed | Undelivered
)  # fmt: skip


@dataclass(frozen=True)
class Due:
    """What the clocks say after an event. All times are aware UTC; None: that clock does not run."""

    first_by: datetime | None = None
    next_by: datetime | None = None
    resolve_by: datetime | None = None
    ring_at: datetime | None = None


@dataclass(frozen=True)
class Event:
    """One fact about one ticket: who, when, the message or click it came from, and the clocks after it.

    `source` is unique and written like the receipts of `bot.ports.Channel`, so that one lookup finds the ticket of
    any message: `mail:<id>`, `slack:C042/1719.02`, `discord:80/9931`. `heard_in` is the place whose thread it was
    said in, where it need not be repeated.
    """

    ticket: int
    at: datetime
    by: Person
    fact: Fact
    source: str | None = None
    heard_in: str | None = None
    due: Due = Due()
    id: int = 0

    @property
    def channel(self) -> str:
        """How it arrived: `mail`, `slack`, `discord`, `desk`."""
        return channel_of(self.source or self.by.place)
