"""The forms that come up for verbs that need more than a click, made from the table of verbs."""

from collections.abc import Sequence
from typing import Any

import discord

from adapters.deeds import CODES
from adapters.discord import ids
from adapters.verbs import Argument, Takes, Verb

PATIENCE = 900  # seconds, as long as the platform lets a form wait
LONGEST = 4000
SHORT = frozenset({"subject"})
WITH_FILES = frozenset({"open", "reply", "note"})
FIELDS = frozenset({Takes.TEXT, Takes.CODE, Takes.TIME, Takes.TAGS, Takes.QUEUE, Takes.PERSON})
FILES = 5
CHOICES = 25  # of a menu


class Form(discord.ui.Modal):
    """Nothing is kept of it: what is sent in is understood from its id alone, after a restart too."""

    def __init__(
        self, verb: Verb, number: int | None, opened: int | None = None, queues: Sequence[str] = ()
    ) -> None:  # fmt: skip
        super().__init__(title=title(verb, number), timeout=PATIENCE, custom_id=ids.form(verb.name, number, opened))
        for argument in verb.arguments:
            if argument.takes in FIELDS:
                self.add_item(_field(verb, argument, queues))
        if verb.name in WITH_FILES:
            upload: Any = discord.ui.FileUpload(custom_id="files", required=False, min_values=0, max_values=FILES)
            self.add_item(discord.ui.Label(text="Files", component=upload))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Heard elsewhere, by its id."""


def title(verb: Verb, number: int | None) -> str:
    """At most 45 characters."""
    return f"{verb.name.capitalize()} #{number}" if number else verb.help.rstrip(".")[:45]


def is_wanted(verb: Verb, values: dict[str, Any]) -> bool:
    """Whether a form must ask: the verb has one, and none of its fields was typed, nor a file given."""
    typed = [values.get(argument.name) for argument in verb.arguments if argument.takes in FIELDS]
    return verb.form and not any(typed) and not values.get("file")


def _field(verb: Verb, argument: Argument, queues: Sequence[str]) -> discord.ui.Label[Any]:
    if argument.takes is Takes.CODE:
        item: Any = _choice(argument, CODES)
    elif argument.takes is Takes.PERSON:
        item = discord.ui.UserSelect(custom_id=argument.name, required=argument.is_required)
    elif argument.takes is Takes.QUEUE and 0 < len(queues) <= CHOICES:
        item = _choice(argument, queues)
    else:
        is_long = argument.takes is Takes.TEXT and argument.name not in SHORT
        style = discord.TextStyle.long if is_long else discord.TextStyle.short
        longest = LONGEST if is_long else 200
        needed = argument.is_required or (verb.name == "open" and argument.name == "subject")
        item = discord.ui.TextInput(custom_id=argument.name, style=style, required=needed, max_length=longest)
    return _labelled(argument, item)


def _choice(argument: Argument, names: Sequence[str]) -> discord.ui.Select[Any]:
    options = [discord.SelectOption(label=name, value=name) for name in names]
    is_required = argument.is_required
    return discord.ui.Select(
        custom_id=argument.name, options=options, required=is_required, min_values=int(is_required)
    )  # fmt: skip


def _labelled(argument: Argument, item: discord.ui.Item[Any]) -> discord.ui.Label[Any]:
    return discord.ui.Label(text=argument.name.capitalize(), component=item, description=argument.help[:100])
