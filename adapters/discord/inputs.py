"""The inputs of a form that ask for a ticket's fields, one for each, by its kind."""

from collections.abc import Sequence
from typing import Any

import discord

from adapters.discord.plain import LABEL, OPTION, plain
from adapters.filling import FIELD
from bot.fields import LONGEST, Field, Kind
from bot.speech import word

Asks = Sequence[tuple[Field, str]]  # with what each says now
HINTS = {Kind.NUMBER: "12 or 12.5", Kind.DATE: "2026-12-24"}


def label(field: Field, value: str) -> discord.ui.Label[Any]:
    """One input. Whatever is typed is looked at when the form is sent in: the platform knows no numbers and dates."""
    return discord.ui.Label(text=plain(field.label, LABEL), component=_item(field, value))


def is_field(custom_id: str) -> bool:
    return custom_id.startswith(FIELD)


def _item(field: Field, value: str) -> discord.ui.Item[Any]:
    name = f"{FIELD}{field.name}"
    choices = {Kind.CHOICE: field.choices, Kind.CHECKBOX: ("yes",)}.get(field.kind)
    if choices is None:
        return discord.ui.TextInput(
            custom_id=name, required=False, max_length=LONGEST, default=value or None, placeholder=HINTS.get(field.kind)
        )
    options = [discord.SelectOption(label=_shown(field, one), value=one, default=one == value) for one in choices]
    least, most = (1, len(choices)) if field.many else (0, 1)
    return discord.ui.Select(
        custom_id=name, options=options, required=field.many, min_values=least, max_values=most
    )  # fmt: skip


def _shown(field: Field, value: str) -> str:
    return word("yes", "checkbox") if field.kind is Kind.CHECKBOX else plain(value, OPTION)
