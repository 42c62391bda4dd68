"""The forms that come up for verbs that need text, made from the table of verbs."""

from typing import Any

import discord

from adapters.deeds import CODES
from adapters.discord import ids
from adapters.verbs import Argument, Takes, Verb

PATIENCE = 900  # seconds, as long as the platform lets a form wait
LONGEST = 4000
SHORT = frozenset({"subject"})
WITH_FILES = frozenset({"open", "reply", "note"})
FIELDS = frozenset({Takes.TEXT, Takes.CODE, Takes.TIME})
FILES = 5


class Form(discord.ui.Modal):
    """Nothing is kept of it: what is sent in is understood from its id alone, after a restart too."""

    def __init__(self, verb: Verb, number: int | None, opened: int) -> None:
        super().__init__(title=title(verb, number), timeout=PATIENCE, custom_id=ids.form(verb.name, number, opened))
        for argument in verb.arguments:
            if argument.takes in FIELDS:
                self.add_item(_field(verb, argument))
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


def _field(verb: Verb, argument: Argument) -> discord.ui.Label[Any]:
    if argument.takes is Takes.CODE:
        options = [discord.SelectOption(label=code, value=code) for code in CODES]
        item: Any = discord.ui.Select(custom_id=argument.name, options=options, required=False, min_values=0)
    else:
        is_long = argument.takes is Takes.TEXT and argument.name not in SHORT
        style = discord.TextStyle.long if is_long else discord.TextStyle.short
        longest = LONGEST if is_long else 200
        needed = argument.is_required or (verb.name == "open" and argument.name == "subject")
        item = discord.ui.TextInput(custom_id=argument.name, style=style, required=needed, max_length=longest)
    label = argument.name.capitalize()
    return discord.ui.Label(text=label, component=item, description=argument.help[:100])
