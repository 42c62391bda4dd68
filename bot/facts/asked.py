"""Facts of the asking: the requester's side speaks, and is told that it was heard."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.facts.alert import Alert
from bot.facts.file import File


@dataclass(frozen=True)
class Opened:
    """nothing -> new. `requester` asks, answers go to the place `origin`; an agent may open on behalf of someone.

    `follows` is the number of the closed ticket that this one continues. `badge` says what is doubtful about
    the sender, for the agents. `rule` says why the message came here (`bot.matching.Rule`). Of a blocked sender it
    is `quiet`: filed closed, and shown in no room. Where it may belong to the ticket `candidate`, nobody is told the
    number before an agent has decided, or before `tells_at`. `shown` is what of `text` agents see at once, where that
    is not all of it: the rest is folded. `signed` says who signed the mail. Where it came `encrypted` (PGP/MIME, PGP or
    S/MIME), `private` and `private_files` are what was in it, if it was opened: for private rooms only. `category` and
    the custom `fields` (name and value) are what its form said. `language` is the requester's, where it is known.
    `alert` is what a machine tells in it.
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
    rule: str = ""
    candidate: int | None = None
    tells_at: datetime | None = None
    quiet: bool = False
    shown: str = ""
    encrypted: str = ""
    private: str = field(default="", repr=False)
    private_files: tuple[File, ...] = ()
    signed: str = ""
    category: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    beside: tuple[str, ...] = ()  # the addresses that it was sent to besides ours
    language: str = ""
    alert: Alert | None = None


@dataclass(frozen=True)
class Wrote:
    """The requester's side said something: pending, resolved or closed -> open.

    No change where it is `automatic`, of a `third_party` (not the requester: somebody to whom our mail was forwarded)
    or `unverified`; and none of an ended ticket where it is bare `thanks`. `solved` is a bare Yes or Not yet to the
    question whether it is solved: what follows of that is the next fact. `subject` is its own, where that is quite
    another than the ticket's. `rule` says why it came here; `moved_from` is the ticket that it opened at first.
    `shown` is what of `text` agents see at once, where that is not all of it. `signed`, `encrypted`,
    `private`, `private_files` and `alert` are as in Opened.
    """

    text: str
    files: tuple[File, ...] = ()
    badge: str = ""
    automatic: bool = False
    third_party: bool = False
    rule: str = ""
    unverified: bool = False
    subject: str = ""
    thanks: bool = False
    moved_from: int | None = None
    quiet: bool = False  # of a blocked sender: filed, and shown in no room
    shown: str = ""
    encrypted: str = ""
    private: str = field(default="", repr=False)
    private_files: tuple[File, ...] = ()
    signed: str = ""
    solved: bool | None = None
    beside: tuple[str, ...] = ()  # as in Opened
    alert: Alert | None = None

    @property
    def is_counted(self) -> bool:
        """Is it an alert that nobody reads: one more of the same?"""
        return self.quiet and self.alert is not None


@dataclass(frozen=True)
class Acknowledged:
    """The requester was told the number. No change."""


@dataclass(frozen=True)
class Unacknowledged:
    """The acknowledgement was held back, and why. No change; kept so that silence can be explained."""

    reason: str


Asked = Opened | Wrote | Acknowledged | Unacknowledged
