"""The command tree of the platform, made of the table of verbs: every verb a subcommand, every argument an option."""

import hashlib
import inspect
import json
from typing import Any, Protocol

import discord
from discord import app_commands

from adapters.deeds import CODES
from adapters.discord.forwarding import MENUS
from adapters.discord.tongues import Tongues, described
from adapters.verbs import TABLE, WORDS, Argument, Takes, Verb
from bot.config import Settings
from bot.speech import later
from bot.ticket import Priority

Ask = discord.Interaction[Any]
Number = app_commands.Range[int, 1, 999_999_999_999]
WITH_FILE = frozenset({"open", "reply", "note"})
LONGEST_TEXT = 4000
# completed while they are typed
OFFERED = frozenset(
    {Takes.TAGS, Takes.FILTER, Takes.VIEW, Takes.MACRO, Takes.FIELD, Takes.VALUE, Takes.TICKET, Takes.MESSAGE}
)
KINDS: dict[Takes, Any] = {Takes.FLAG: bool, Takes.PERSON: discord.User, Takes.TICKET: Number}


class Door(Protocol):
    """Who hears the commands."""

    async def command(self, interaction: Ask, verb: Verb, values: dict[str, Any]) -> None: ...
    async def menu(self, interaction: Ask, name: str, message: discord.Message) -> None: ...
    async def offer(self, interaction: Ask, what: Takes | None, partial: str) -> list[app_commands.Choice[Any]]: ...


def tree(
    client: discord.Client, door: Door, settings: Settings, guild: int | None
) -> app_commands.CommandTree[Any]:  # fmt: skip
    """The tree with all there is; for one server where that is known, where changes show at once."""
    made: app_commands.CommandTree[Any] = app_commands.CommandTree(client)
    home = discord.Object(guild) if guild else None
    for word, help in WORDS.items():
        group = app_commands.Group(name=word, description=described(help))
        for verb in TABLE:
            if verb.word == word and not verb.pressed:
                group.add_command(_command(verb, door, settings))
        made.add_command(group, guild=home)
    for name, title in MENUS.items():
        made.add_command(_menu(name, title, door), guild=home)
    return made


async def digest(made: app_commands.CommandTree[Any], guild: int | None) -> str:
    """What tells whether the platform knows this very tree, in every language."""
    home, tongues = discord.Object(guild) if guild else None, Tongues()
    shapes = [await command.get_translated_payload(made, tongues) for command in made.get_commands(guild=home)]
    whole = json.dumps(shapes, sort_keys=True, default=str)
    return f"{guild or 'everywhere'}:{hashlib.sha256(whole.encode()).hexdigest()}"


def option(argument: Argument) -> str:
    """The name of an argument as a Python parameter: `for` is none."""
    return f"{argument.name}_"


def _command(verb: Verb, door: Door, settings: Settings) -> app_commands.Command[Any, ..., Any]:
    async def callback(interaction: Ask, **values: Any) -> None:
        await door.command(interaction, verb, {name.removesuffix("_"): value for name, value in values.items()})

    parameters = [inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Ask)]
    parameters += [_parameter(verb, argument) for argument in verb.arguments if argument.is_required]
    parameters += [_parameter(verb, argument) for argument in verb.arguments if not argument.is_required]
    helps = {option(argument): described(argument.help) for argument in verb.arguments}
    renames = {option(argument): argument.name for argument in verb.arguments}
    if verb.has_number:
        parameters.append(_optional("number_", Number))
        helps["number_"], renames["number_"] = described(later("Which ticket; in its thread it is known.")), "number"
    if verb.name in WITH_FILE:
        parameters.append(_optional("file_", discord.Attachment))
        helps["file_"], renames["file_"] = described(later("A file to send along.")), "file"
    callback.__dict__["__signature__"] = inspect.Signature(parameters)
    app_commands.describe(**helps)(callback)
    app_commands.rename(**renames)(callback)
    app_commands.choices(**_choices(verb, settings))(callback)
    app_commands.autocomplete(**_completions(verb, door))(callback)
    return app_commands.Command(name=verb.name, description=described(verb.help), callback=callback)


def _parameter(verb: Verb, argument: Argument) -> inspect.Parameter:
    kind = KINDS.get(argument.takes)
    if kind is None:
        is_long = argument.takes is Takes.TEXT
        kind = app_commands.Range[str, 1, LONGEST_TEXT] if is_long else str
    if argument.is_required and not verb.form:  # a form asks for what was not typed
        return inspect.Parameter(option(argument), inspect.Parameter.KEYWORD_ONLY, annotation=kind)
    return _optional(option(argument), kind)


def _optional(name: str, kind: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)


def _choices(verb: Verb, settings: Settings) -> dict[str, list[app_commands.Choice[str]]]:
    known = {
        Takes.PRIORITY: [level.value for level in Priority],
        Takes.QUEUE: [queue.name for queue in settings.queues][:25],
        Takes.CODE: list(CODES),
    }
    return {
        option(argument): [
            app_commands.Choice(name=name, value=name) for name in known.get(argument.takes, argument.choices)
        ]
        for argument in verb.arguments
        if argument.takes in known or argument.choices
    }


def _completions(verb: Verb, door: Door) -> dict[str, Any]:
    found = {
        option(argument): _offering(door, argument.takes) for argument in verb.arguments if argument.takes in OFFERED
    }
    return found | ({"number_": _offering(door, None)} if verb.has_number else {})


def _offering(door: Door, what: Takes | None) -> Any:
    async def offer(interaction: Ask, current: str) -> list[app_commands.Choice[Any]]:
        return await door.offer(interaction, what, str(current))

    return offer


def _menu(name: str, title: str, door: Door) -> app_commands.ContextMenu:
    async def chosen(interaction: Ask, message: discord.Message) -> None:
        await door.menu(interaction, name, message)

    return app_commands.ContextMenu(name=title, callback=chosen)
