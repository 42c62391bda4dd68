"""A message from the requester's side, whatever wire it came by, as the Desk takes it."""

from dataclasses import dataclass, field
from typing import Any

from bot.events import Alert, File
from bot.people import Person, channel_of
from bot.tokens import redacted


@dataclass(frozen=True)
class Report:
    """What became of a mail of ours. `what` is failed, delayed, delivered, relayed, expanded, opened, deleted or
    complained; `dead` are addresses (plain, lower case) of which it says that they do not exist."""

    what: str
    reason: str = ""
    dead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Incoming:
    """`source` is its reference; `origin` where answers go; `answers` the references it replies to, newest first.

    `tokens` are the addresses it was sent to, which may hold reply tokens, as the ids among `answers` may. `refers`
    are all the references it names. `other_name` is its reference, where `source` had to be another. `reply` is what
    of `text` was written now, "" where that is all of it. `silence` says why it must not be acknowledged ("" if it
    may); `automatic` that no human wrote it, so that it changes no status. `verdict` is what the provider says of the
    sender: pass, fail, or gray for nothing; `is_sure` is false where From does not name exactly one. `unattributed`
    says why the sender is taken for nobody. `badge` is what is doubtful about them. `report` makes it news of a mail
    of ours. `is_conversation` is true where a new line continues the talk (a direct message). `encrypted`,
    `private`, `private_files` and `signed` are as in `bot.events.Opened`. `alert` is what a machine tells in it, and
    `is_believed` says that From may be taken for true then.
    """

    by: Person
    text: str
    queue: str
    source: str
    origin: str
    subject: str = ""
    answers: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    silence: str = ""
    automatic: bool = False
    badge: str = ""
    is_conversation: bool = False
    refers: tuple[str, ...] = ()
    other_name: str = ""
    reply: str = ""
    verdict: str = "gray"
    is_sure: bool = True
    unattributed: str = ""
    report: Report | None = None
    is_unheard: bool = False  # its source was found, in this very transaction, to be nobody's
    encrypted: str = ""
    private: str = field(default="", repr=False)
    private_files: tuple[File, ...] = ()
    signed: str = ""
    beside: tuple[str, ...] = ()  # the addresses that it was sent to besides ours
    alert: Alert | None = None
    is_believed: bool = False

    @property
    def is_mail(self) -> bool:
        return channel_of(self.source) == "mail"

    @property
    def sender(self) -> str:
        """The place that a block of its sender names: a mail's address, even where it is taken for nobody."""
        return self.origin if channel_of(self.origin) == "mail" else self.by.place


def guarded(message: Incoming) -> dict[str, Any]:
    """What it says of how it came, and what only private rooms may show."""
    return {
        "encrypted": message.encrypted, "private": redacted(message.private), "private_files": message.private_files,
        "signed": message.signed, "beside": message.beside,
    }  # fmt: skip
