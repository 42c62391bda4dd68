"""The forms that come up for verbs that need more than a click, made from the table of verbs."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from adapters import captions, rating
from adapters.deeds import CODES
from adapters.discord import ids, inputs
from adapters.discord.inputs import Asks
from adapters.discord.plain import HELP, LABEL, OPTION, TITLE, plain
from adapters.grammar import carried, is_asked
from adapters.verbs import Argument, Takes, Verb
from bot.questions import Questions
from bot.speech import shown, word
from bot.surveys import SCORES

PATIENCE = 900  # seconds, as long as the platform lets a form wait
LONGEST = 4000
SHORT = frozenset({"subject", "what", "title"})
WITH_FILES = frozenset({"open", "reply", "note"})
FIELDS = frozenset(
    {Takes.TEXT, Takes.CODE, Takes.TIME, Takes.TAGS, Takes.QUEUE, Takes.PERSON, Takes.CHOICE, Takes.LENGTH,
     Takes.TICKET}
)  # fmt: skip
FILES = 5
MOST = 5  # inputs of a form
CHOICES = 25  # of a menu


class Form(discord.ui.Modal):
    """Nothing is kept of it: what is sent in is understood from its id alone, after a restart too."""

    def __init__(
        self, verb: Verb, number: int | None, seen: int | None = None, queues: Sequence[str] = (),
        chosen: Mapping[str, str] | None = None, asks: Asks = (), about: str = "", kept: int | None = None,
    ) -> None:  # fmt: skip
        """`about` is said above the inputs; `kept` is the answer that it goes on with."""
        known = chosen or {}
        custom_id = ids.form(verb.name, number, seen, kept, carried(verb, known))
        super().__init__(title=title(verb, number), timeout=PATIENCE, custom_id=custom_id)
        if about:
            said: Any = discord.ui.TextDisplay(about)
            self.add_item(said)
        for argument in (one for one in _order(verb) if is_asked(one, known)):
            self.add_item(_field(verb, argument, queues, known.get(argument.name, "")))
        has_files = verb.name in WITH_FILES
        for field, value in asks[: MOST - len(self.children) - has_files]:
            self.add_item(inputs.label(field, value))
        if has_files:
            upload: Any = discord.ui.FileUpload(custom_id="files", required=False, min_values=0, max_values=FILES)
            self.add_item(discord.ui.Label(text=plain(word("Files", "input"), LABEL), component=upload))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Heard elsewhere, by its id."""


class Survey(discord.ui.Modal):
    """The form by which a requester rates a ticket, with the `score` that was pressed. Kept and heard as `Form` is."""

    def __init__(self, said: Questions, number: int, score: str) -> None:
        super().__init__(
            title=plain(said.score, TITLE),
            timeout=PATIENCE,
            custom_id=ids.form("rate", number),
        )
        asked: Any = discord.ui.TextDisplay(rating.question(said, number))
        options = [discord.SelectOption(label=one, value=one, default=one == score) for one in SCORES]
        comment = discord.ui.TextInput[Any](
            custom_id="comment", style=discord.TextStyle.long, required=False, max_length=LONGEST
        )
        self.add_item(asked)
        menu = discord.ui.Select[Any](custom_id="score", options=options)
        self.add_item(discord.ui.Label(text=plain(said.score, LABEL), component=menu))
        self.add_item(discord.ui.Label(text=plain(said.comment, LABEL), component=comment))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Heard elsewhere, by its id."""


def title(verb: Verb, number: int | None) -> str:
    return plain(captions.heading(verb, number) if number else shown(verb.help).rstrip(".。"), TITLE)


def is_wanted(verb: Verb, values: dict[str, Any]) -> bool:
    """Whether a form must ask: the verb has one, and none of its fields was typed, nor a file given."""
    asked = (*FIELDS, Takes.FIELD, Takes.MESSAGE)
    typed = [values.get(argument.name) for argument in verb.arguments if argument.takes in asked]
    return verb.form and not any(typed) and not values.get("file")


def _order(verb: Verb) -> list[Argument]:
    """What the form asks for, what is seldom needed last; what a field of the ticket's is has inputs of its own."""
    if any(argument.takes is Takes.FIELD for argument in verb.arguments):
        return []
    asked = [argument for argument in verb.arguments if argument.takes in FIELDS or argument.choices]
    return sorted(asked, key=lambda argument: argument.takes is Takes.WORD)


def _field(verb: Verb, argument: Argument, queues: Sequence[str], chosen: str) -> discord.ui.Label[Any]:
    if argument.takes is Takes.CODE:
        item: Any = _choice(argument, CODES, chosen or (CODES[0] if verb.name == "resolve" else ""))
    elif argument.choices:
        item = _choice(argument, argument.choices, chosen)
    elif argument.takes is Takes.PERSON:
        picked = [discord.Object(int(chosen), type=discord.User)] if chosen.isdecimal() else []
        item = discord.ui.UserSelect(custom_id=argument.name, required=argument.is_required, default_values=picked)
    elif argument.takes is Takes.QUEUE and 0 < len(queues) <= CHOICES:
        item = _choice(argument, queues)
    else:
        is_long = argument.takes is Takes.TEXT and argument.name not in SHORT
        style = discord.TextStyle.long if is_long else discord.TextStyle.short
        longest = LONGEST if is_long else 200
        needed = argument.is_required or (verb.name == "open" and argument.name == "subject")
        item = discord.ui.TextInput(
            custom_id=argument.name, style=style, required=needed, max_length=longest, default=chosen[:longest] or None
        )
    return _labelled(argument, item)


def _choice(argument: Argument, names: Sequence[str], chosen: str = "") -> discord.ui.Select[Any]:
    options = [
        discord.SelectOption(label=plain(_shown(argument, name), OPTION), value=name, default=name == chosen)
        for name in names
    ]
    is_required = argument.is_required
    return discord.ui.Select(
        custom_id=argument.name, options=options, required=is_required, min_values=int(is_required)
    )  # fmt: skip


def _shown(argument: Argument, name: str) -> str:
    return name if argument.takes is Takes.QUEUE else captions.choice(argument, name)


def _labelled(argument: Argument, item: discord.ui.Item[Any]) -> discord.ui.Label[Any]:
    label, about = plain(captions.label(argument), LABEL), captions.hint(argument)
    return discord.ui.Label(text=label, component=item, description=plain(about, HELP) if about else None)
