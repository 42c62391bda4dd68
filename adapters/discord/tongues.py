"""The language of who asks, and our commands described in each; what is typed stays English."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Where
from discord.app_commands import TranslationContextTypes, locale_str

from adapters.discord.kit import Kit
from adapters.discord.plain import HELP, plain
from bot.speech import shown, speaking

Ask = discord.Interaction[Any]
D = TypeVar("D", bound="Door")
T = TypeVar("T")
P = ParamSpec("P")
LANGUAGES = {
    discord.Locale.german: "de", discord.Locale.french: "fr", discord.Locale.spain_spanish: "es",
    discord.Locale.brazil_portuguese: "pt", discord.Locale.japanese: "ja",
}  # fmt: skip
DESCRIPTIONS = (Where.group_description, Where.command_description, Where.parameter_description)


class Door(Protocol):
    """Where interactions are heard."""

    @property
    def kit(self) -> Kit: ...


def described(help: str) -> locale_str:
    """A description as it is told in English, which knows the whole sentence that it is translated from."""
    return locale_str(plain(help, HELP), whole=help)


def theirs(
    method: Callable[Concatenate[D, Ask, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[D, Ask, P], Coroutine[Any, Any, T]]:
    """Lets what is done about an interaction speak the language of who it comes from."""

    @wraps(method)
    async def spoken(door: D, interaction: Ask, /, *args: P.args, **more: P.kwargs) -> T:
        with speaking(await door.kit.language(interaction.user.id, str(interaction.locale))):
            return await method(door, interaction, *args, **more)

    return spoken


class Tongues(app_commands.Translator):
    """Asked by the library for each string and each language of the platform."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """None where the English words stand: for names, and where the catalogue has no others."""
        if context.location not in DESCRIPTIONS or locale not in LANGUAGES:
            return None
        with speaking(LANGUAGES[locale]):
            told = plain(shown(string.extras["whole"]), HELP)
        return told if told != string.message else None
