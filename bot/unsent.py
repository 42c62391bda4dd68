"""Answers that are written and not sent: what was warned of, and macros that are looked at before they go."""

from dataclasses import dataclass
from datetime import timedelta

from bot.events import File
from bot.people import channel_of

KEPT = timedelta(days=7)  # after which its author has surely forgotten it


@dataclass(frozen=True)
class Unsent:
    """`by` is the place of its author. `source` is the message or click that it came from, and comes from when it is
    sent: an answer that was sent is never sent again. `do` are the verbs of the macro `macro` of `owner`, as they are
    typed; `article` is the article that it was made of. `seen` is the version of the ticket that a preview was made of;
    None where its author was told what is doubtful about it.
    """

    ticket: int
    by: str
    text: str
    files: tuple[File, ...] = ()
    source: str = ""
    macro: str = ""
    owner: str = ""
    do: tuple[str, ...] = ()
    is_in_clear: bool = False
    seen: int | None = None
    article: int | None = None
    id: int = 0

    @property
    def sent_as(self) -> str:
        """The source of the answer that it becomes; "" where it has none, and was never kept."""
        return self.source or (f"{channel_of(self.by)}:unsent/{self.id}" if self.id else "")
