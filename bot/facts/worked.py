"""Facts of the work between question and answer: who has it, what it is, what agents tell each other."""

from dataclasses import dataclass

from bot.facts.file import File


@dataclass(frozen=True)
class Noted:
    """An internal note, of a `step` of troubleshooting perhaps. No change of status; never leaves the agents.

    `is_next`: what is to be done next, said to who takes over.
    """

    text: str
    files: tuple[File, ...] = ()
    step: str = ""
    is_next: bool = False


@dataclass(frozen=True)
class Assigned:
    """new -> open. `owner` is a place, `taken_from` the name of who had it before.

    `how` the desk chose them, where it did: see `bot.sharing`; `load` is how many open tickets they had then.
    """

    owner: str
    owner_name: str
    taken_from: str = ""
    how: str = ""
    load: int = 0


@dataclass(frozen=True)
class Released:
    """Nobody owns it now. No change of status."""


@dataclass(frozen=True)
class Prioritised:
    """The priority became `priority`. No change of status."""

    priority: str


@dataclass(frozen=True)
class Moved:
    """Another queue's agents have it now; its owner and watchers gave it up. No change of status."""

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
class Categorised:
    """The category became `category`; "" for none. No change of status."""

    category: str


@dataclass(frozen=True)
class FieldSet:
    """The field `name` became `value`, as it is kept; "" for empty. `label` is what it was called then.

    It is a custom one, or `bot.fields.LANGUAGE`: in which the requester is spoken to.
    """

    name: str
    value: str
    label: str = ""


@dataclass(frozen=True)
class TimeBooked:
    """So many `minutes` of work, on `what`; less than none takes some back. No change of status."""

    minutes: int
    what: str = ""


@dataclass(frozen=True)
class Relabelled:
    """A supervisor made the tag `old` the tag `new`, on all tickets. No change of status; in the history alone."""

    old: str
    new: str


Worked = (
    Noted | Assigned | Released | Prioritised | Moved | Tagged | Retitled | Categorised | FieldSet | TimeBooked
    | Relabelled
)  # fmt: skip
