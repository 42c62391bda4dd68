"""A message from the requester's side, whatever wire it came by, as the Desk takes it."""

from dataclasses import dataclass

from bot.events import File
from bot.people import Person


@dataclass(frozen=True)
class Incoming:
    """`source` is its reference; `origin` where answers go; `answers` the references it replies to, newest first.

    `tokens` is text that may hold reply tokens (addresses, Message-IDs). `silence` says why it must not be
    acknowledged ("" if it may); `automatic` that no human wrote it, so that it changes no status. `badge` is what is
    doubtful about its sender. `is_conversation` is true where a new line continues the talk (a direct message).
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
