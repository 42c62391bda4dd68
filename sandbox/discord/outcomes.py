"""What a person sees after a command, a click or a submit."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sandbox.discord import interactions
from sandbox.discord.interactions import Interaction
from sandbox.discord.messages import LOADING
from sandbox.discord.sight import Seen, see

NO_RESPONSE = "The application did not respond"


class ImpossibleError(Exception):
    """The app would not let a person do this: the sentence says why."""


class Choice(NamedTuple):
    name: str
    value: str | int | float


@dataclass(frozen=True)
class Modal:
    """`fields` are the labels in order; `values` what stands in them at first."""

    title: str
    custom_id: str
    fields: list[str]
    values: dict[str, str]
    texts: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """Alive: replies that come later are seen later. `error` is the sentence the app shows, or None."""

    interaction: Interaction
    error: str | None = None

    @property
    def replies(self) -> list[Seen]:
        return [see(one) for one in self.interaction.replies if not one.flags & LOADING]

    @property
    def text(self) -> str:
        """All replies' texts."""
        return "\n".join(one.text for one in self.replies)

    @property
    def is_deferred(self) -> bool:
        return self.interaction.response in (interactions.DEFER, interactions.DEFER_UPDATE)

    @property
    def is_thinking(self) -> bool:
        """Deferred and nothing came yet."""
        return self.interaction.is_loading

    @property
    def is_update(self) -> bool:
        """The answer changed the message that was clicked."""
        return self.interaction.response == interactions.UPDATE

    @property
    def modal(self) -> Modal | None:
        return shown(self.interaction.modal) if self.interaction.modal else None


def inputs(modal: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The fields of a modal with their labels, of rows and of label components."""
    found = []
    for row in modal["components"]:
        if row["type"] == 18:
            found.append((row["label"], row["component"]))
        elif row["type"] == 1:
            found += [(one["label"], one) for one in row["components"]]
    return found


def shown(modal: dict[str, Any]) -> Modal:
    fields = inputs(modal)
    values = {label: one.get("value") or "" for label, one in fields}
    texts = [row["content"] for row in modal["components"] if row["type"] == 10]
    return Modal(modal["title"], modal["custom_id"], [label for label, _ in fields], values, texts)
