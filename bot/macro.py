"""A macro: a text that is written once and sent often, and verbs that go along."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Macro:
    """`owner` is the place of the agent whose it is, "" for everybody's; `queues` are those it is for, none for all.

    `texts` are by language; `text` is for every other. `do` are verbs of a ticket, as they are typed in its thread.
    """

    name: str
    text: str = ""
    do: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    owner: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    by_name: str = ""  # who saved it; "" for those of the settings

    def is_for(self, queue: str) -> bool:
        return not self.queues or queue in self.queues
