"""Payloads of the platform to bodies of arrivals, pure: live messages, messages out of the history, interactions."""

from collections.abc import Mapping
from typing import Any

import discord

from adapters.discord import inputs
from adapters.discord.bodies import Asked, Attached, Heard
from adapters.discord.people import shown_name

Json = Mapping[str, Any]
SAID = (discord.MessageType.default, discord.MessageType.reply)


def is_said(message: discord.Message) -> bool:
    """Whether a person said it: notices of the platform and answers of apps are nobody's words."""
    return message.type in SAID and not message.author.bot and not message.webhook_id


def heard(message: discord.Message) -> Heard:
    """A message out of the gateway or out of a context menu."""
    author = message.author
    reference = message.reference
    return Heard(
        message.id, message.channel.id, author.id, author.display_name, message.content,
        message.guild.id if message.guild else getattr(message.channel, "guild_id", None),
        getattr(message.channel, "parent_id", None), roles_of(author), _names(message),
        tuple(attached(one) for one in message.attachments),
        reference.message_id if reference and message.type is discord.MessageType.reply else None, author.bot,
    )  # fmt: skip


def from_history(data: Json, guild: int | None, parent: int | None) -> Heard | None:
    """A message as REST gives it; None for what nobody said."""
    author = data["author"]
    if data["type"] not in (0, 19) or author.get("bot") or data.get("webhook_id"):
        return None
    names = {str(one["id"]): shown_name(one) for one in data.get("mentions") or []}
    files = tuple(_offered(one) for one in data.get("attachments") or [])
    reference = (data.get("message_reference") or {}).get("message_id") if data["type"] == 19 else None
    return Heard(
        int(data["id"]), int(data["channel_id"]), int(author["id"]), shown_name(author), data["content"], guild,
        parent, None, names, files, int(reference) if reference else None,
    )  # fmt: skip


def asked(interaction: discord.Interaction[Any], verb: str, **more: Any) -> Asked:
    """An interaction that asks for `verb`; `more` is what it brings."""
    user = interaction.user
    parent = getattr(interaction.channel, "parent_id", None)
    is_whispered_to = bool(interaction.message and interaction.message.flags.ephemeral)
    return Asked(
        interaction.id, interaction.application_id, interaction.token, interaction.channel_id or 0, user.id,
        user.display_name, verb, interaction.guild_id, parent, roles_of(user), is_whispered_to=is_whispered_to,
        locale=str(interaction.locale), **more,
    )  # fmt: skip


def roles_of(who: discord.Member | discord.User | None) -> tuple[int, ...] | None:
    """The roles that came with a payload; None where they did not, or cannot be told without the server's list."""
    if not isinstance(who, discord.Member) or not who.guild.roles:
        return None
    return tuple(role.id for role in who.roles)


def attached(one: discord.Attachment) -> Attached:
    return Attached(one.filename, one.url, one.size, one.content_type or "")


def form_values(data: Json) -> tuple[dict[str, str], tuple[Attached, ...]]:
    """The fields of a form that was sent in, by their ids, a line for each choice, and the files that came with it."""
    offered = (data.get("resolved") or {}).get("attachments") or {}
    values: dict[str, str] = {}
    files: list[Attached] = []
    for row in data.get("components") or []:
        for one in [row["component"]] if "component" in row else row.get("components") or []:
            chosen = one.get("values") or []
            if any(value in offered for value in chosen):
                files += [_offered(offered[value]) for value in chosen]
            else:
                values[one["custom_id"]] = one.get("value") or "\n".join(chosen)
    return {name: value for name, value in values.items() if value or inputs.is_field(name)}, tuple(files)


def _offered(data: Json) -> Attached:
    return Attached(data["filename"], data["url"], int(data["size"]), data.get("content_type") or "")


def _names(message: discord.Message) -> dict[str, str]:
    people = {str(one.id): one.display_name for one in message.mentions}
    roles = {str(one.id): one.name for one in message.role_mentions}
    return people | roles | {str(one.id): str(one.name) for one in message.channel_mentions}
