"""Buttons and menus under our cards, found again by their ids alone: no view is kept, no restart forgets them."""

import re
from typing import Any, Protocol

import discord

from adapters import lines
from adapters.discord import ids, pages
from adapters.verbs import named

Ask = discord.Interaction[Any]


class Door(Protocol):
    async def clicked(self, interaction: Ask, verb: str, number: int, values: dict[str, str]) -> None: ...


class Press(discord.ui.DynamicItem[discord.ui.Button[Any]], template=rf"^(?!d1:{ids.MORE}:){ids.BUTTON.pattern}$"):
    """A button of a card."""

    def __init__(self, item: discord.ui.Button[Any], verb: str, number: int) -> None:
        super().__init__(item)
        self.verb, self.number = verb, number

    @classmethod
    async def from_custom_id(cls, interaction: Ask, item: discord.ui.Item[Any], match: re.Match[str], /) -> "Press":
        assert isinstance(item, discord.ui.Button)
        return cls(item, match["verb"], int(match["number"]))

    async def callback(self, interaction: Ask) -> None:
        await interaction.client.door.clicked(interaction, self.verb, self.number, {})


class LinePress(discord.ui.DynamicItem[discord.ui.Button[Any]], template=rf"^{ids.LINE.pattern}$"):
    """A button below a line: a verb with its words, as they would be typed."""

    def __init__(self, item: discord.ui.Button[Any], verb: str, number: int, rest: str) -> None:
        super().__init__(item)
        self.verb, self.number, self.rest = verb, number, rest

    @classmethod
    async def from_custom_id(cls, interaction: Ask, item: discord.ui.Item[Any], match: re.Match[str], /) -> "LinePress":
        assert isinstance(item, discord.ui.Button)
        return cls(item, match["verb"], int(match["number"]), match["rest"])

    async def callback(self, interaction: Ask) -> None:
        known = named(self.verb)
        values = lines.arguments(known, self.rest) if known else {}
        await interaction.client.door.clicked(interaction, self.verb, self.number, values)


class Pick(discord.ui.DynamicItem[discord.ui.Select[Any]], template=rf"^{ids.PICKED.pattern}$"):
    """A menu below a line: what is chosen is what a button there would be."""

    @classmethod
    async def from_custom_id(cls, interaction: Ask, item: discord.ui.Item[Any], match: re.Match[str], /) -> "Pick":
        assert isinstance(item, discord.ui.Select)
        return cls(item)

    async def callback(self, interaction: Ask) -> None:
        found = ids.LINE.fullmatch(self.item.values[0])
        known = named(found["verb"]) if found else None
        if found and known:
            values = lines.arguments(known, found["rest"])
            await interaction.client.door.clicked(interaction, known.name, int(found["number"]), values)


class Turn(discord.ui.DynamicItem[discord.ui.Button[Any]], template=rf"^{ids.TURN.pattern}$"):
    """A button below a page of tickets: the same question once more, from another page on."""

    def __init__(self, item: discord.ui.Button[Any], verb: str, page: int) -> None:
        super().__init__(item)
        self.verb, self.page = verb, page

    @classmethod
    async def from_custom_id(cls, interaction: Ask, item: discord.ui.Item[Any], match: re.Match[str], /) -> "Turn":
        assert isinstance(item, discord.ui.Button)
        return cls(item, match["verb"], int(match["page"]))

    async def callback(self, interaction: Ask) -> None:
        shown = interaction.message.embeds if interaction.message else []
        line = pages.asked(self.verb, shown[0].footer.text or "") if shown else ""
        known = named(self.verb)
        values = lines.arguments(known, f"--page {self.page} {line}".strip()) if known else {}
        await interaction.client.door.clicked(interaction, self.verb, 0, values)


class More(discord.ui.DynamicItem[discord.ui.Select[Any]], template=rf"^d1:{ids.MORE}:(?P<number>\d{{1,12}})$"):
    """The menu of a card: what is chosen is a verb, and what it takes after an equals sign."""

    def __init__(self, item: discord.ui.Select[Any], number: int) -> None:
        super().__init__(item)
        self.number = number

    @classmethod
    async def from_custom_id(cls, interaction: Ask, item: discord.ui.Item[Any], match: re.Match[str], /) -> "More":
        assert isinstance(item, discord.ui.Select)
        return cls(item, int(match["number"]))

    async def callback(self, interaction: Ask) -> None:
        verb, _, value = self.item.values[0].partition("=")
        name = {"claim": "steal", "kb": "do"}.get(verb, verb)
        await interaction.client.door.clicked(interaction, verb, self.number, {name: value} if value else {})


class Choice(discord.ui.DynamicItem[discord.ui.Select[Any]], template=rf"^{ids.CHOSEN.pattern}$"):
    """A menu of tickets on a board: the verb is done to the one that is chosen."""

    def __init__(self, item: discord.ui.Select[Any], verb: str) -> None:
        super().__init__(item)
        self.verb = verb

    @classmethod
    async def from_custom_id(cls, interaction: Ask, item: discord.ui.Item[Any], match: re.Match[str], /) -> "Choice":
        assert isinstance(item, discord.ui.Select)
        return cls(item, match["verb"])

    async def callback(self, interaction: Ask) -> None:
        number = self.item.values[0]
        if number.isdecimal() and len(number) <= ids.DIGITS:
            await interaction.client.door.clicked(interaction, self.verb, int(number), {})
