"""What is said, before a channel renders it: plain text in parts, so that each wire escapes once.

Two types, never mixed: `ForRoom` is for agents only. Only `bot.wording.for_requester` makes a `ForRequester`, and
only from a reply, an acknowledgement or a notice, so that nothing internal can ever be rendered for a customer.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.events import File


@dataclass(frozen=True)
class Button:
    """What can be pressed below a line: `label` it says, and the command it stands for, `verb number rest` as typed.

    It carries no right: who presses it is asked for theirs then.
    """

    label: str
    verb: str
    number: int
    rest: str = ""
    opens: bool = False  # the form of the verb, instead of doing it
    menu: str = ""  # it stands in the menu of this name, with all that say so


@dataclass(frozen=True)
class ForRoom:
    """A line in the agents' thread: `icon head at`, then `body` (what somebody wrote, plain and untrusted).

    `pings` are the places and groups to mention, and nothing else may be. `closes` says that the thread rests after it.
    At most five `buttons` stand below it. `whole` is all that was written, where `body` is only a part of it.
    """

    icon: str
    head: str
    body: str = ""
    at: datetime | None = None
    files: tuple[File, ...] = ()
    pings: tuple[str, ...] = ()
    closes: bool = False
    buttons: tuple[Button, ...] = ()
    whole: str = ""


@dataclass(frozen=True)
class Quote:
    """The requester's own words, as a mail that answers them repeats them below."""

    heading: str  # who wrote it, and when
    text: str


@dataclass(frozen=True)
class ForRequester:
    """A word to the requester. `automatic` is what nobody typed: acknowledgements, notices."""

    number: int
    subject: str  # of the ticket; of automatic words a fixed one
    text: str
    by: str  # the agent's name, or the desk's
    automatic: bool
    files: tuple[File, ...] = ()
    closes: bool = False
    quote: Quote | None = None
    buttons: tuple[Button, ...] = ()  # what they can press, in a chat
