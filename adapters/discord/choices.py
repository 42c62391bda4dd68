"""What is offered while somebody types an option: their own and their queues' tickets, tags in use, filters' terms."""

import re
from typing import Any

import discord
from discord import app_commands

from adapters import completing, tying
from adapters.discord import fields, reading, refs
from adapters.discord.kit import Kit
from adapters.verbs import Takes
from bot import wording
from bot.errors import Refused
from bot.filters import Filter
from bot.labels import NEWEST
from bot.people import Person
from bot.ticket import Status, Ticket

MOST, LONGEST = 25, 100
SAVING = re.compile(r"\s*save\s+\S+\s+", re.IGNORECASE)  # a view; then comes its filter


async def offers(
    kit: Kit, interaction: discord.Interaction[Any], what: Takes | None, partial: str
) -> list[app_commands.Choice[Any]]:
    """At most 25 choices that fit what was typed: tickets that the asker may see, tags of queues they work in."""
    if what in (Takes.FIELD, Takes.VALUE):
        return await fields.offers(kit, interaction, what, partial)
    user = interaction.user
    by = await kit.people.person(user.id, user.display_name, reading.roles_of(user), interaction.guild_id or 0)
    if what is Takes.MESSAGE:
        return await kit.ask(_messages, kit, by, interaction, partial.strip().lower())
    if what is Takes.MACRO:
        return await kit.ask(_macros, kit, by, partial.strip().lower())
    saving = SAVING.match(partial) if what is Takes.VIEW else None
    if saving or what is Takes.FILTER:
        return await kit.ask(_filters, kit, by, saving[0] if saving else "", partial)
    if what is Takes.VIEW:
        room = getattr(interaction.channel, "parent_id", None) or interaction.channel_id or 0
        return await kit.ask(_views, kit, by, refs.place(room), partial.strip().lower())
    if what is Takes.TAGS:
        return _tags(await kit.ask(_tagged, kit, by), partial)
    visible = await kit.ask(_visible, kit, by)
    wanted = partial.strip().lstrip("#").lower()
    found = [one for one in visible if str(one.number).startswith(wanted) or wanted in one.subject.lower()]
    return [app_commands.Choice(name=_title(one), value=one.number) for one in found[:MOST]]


def _messages(
    kit: Kit, by: Person, interaction: discord.Interaction[Any], wanted: str
) -> list[app_commands.Choice[Any]]:
    """What can be split off the ticket that is named, or of the thread it is asked in."""
    number = getattr(interaction.namespace, "number", None) or kit.desk.find(refs.place(interaction.channel_id or 0))
    try:
        [(field, _)] = tying.messages(kit.desk, int(number or 0), by)
    except Refused:
        return []
    fitting = [one for one in field.choices if wanted in one.lower()]
    return [app_commands.Choice(name=one, value=one.partition(" ")[0]) for one in fitting[:MOST]]


def _macros(kit: Kit, by: Person, wanted: str) -> list[app_commands.Choice[Any]]:
    """The macros that the asker may use, with how they begin."""
    try:
        known = [one for one, _ in kit.desk.cabinet.macros(by)]
    except Refused:
        return []
    fitting = [one for one in known if wanted in one.name or wanted in one.text.lower()]
    shown = [(f"{one.name}: {' '.join(one.text.split()) or '; '.join(one.do)}"[:LONGEST], one.name) for one in fitting]
    return [app_commands.Choice(name=said, value=name) for said, name in shown[:MOST]]


def _visible(kit: Kit, by: Person) -> list[Ticket]:
    return list({ticket.number: ticket for ticket in (*kit.desk.mine(by), *_worked_on(kit, by))}.values())


def _worked_on(kit: Kit, by: Person) -> list[Ticket]:
    """The tickets of the queues where `by` is an agent now; tags are internal, so nobody else is offered any."""
    try:
        return kit.desk.list(by, Filter(statuses=tuple(Status)))
    except Refused:
        return []


def _views(kit: Kit, by: Person, here: str, wanted: str) -> list[app_commands.Choice[Any]]:
    """The asker's views and the room's, with what they show; to be looked at, or dropped."""
    try:
        known = kit.desk.finding.view(by, "", "", here=here)
    except Refused:
        return []
    start = "drop " if wanted.startswith("drop ") else ""
    fitting = [one for one in known if one.name.startswith(wanted.removeprefix(start))]
    named = [(f"{start}{one.name}", f"{start}{one.name} · {one.line}") for one in fitting[:MOST]]
    return [app_commands.Choice(name=title[:LONGEST], value=name) for name, title in named]


def _filters(kit: Kit, by: Person, start: str, partial: str) -> list[app_commands.Choice[Any]]:
    """What was typed, so that Enter sends it, and the ways in which the filter after `start` can go on."""

    def owners() -> list[str]:
        return list(dict.fromkeys(one.owner_name for one in _worked_on(kit, by) if one.owner))

    found = completing.completed(partial.removeprefix(start), by, kit.settings, lambda: _tagged(kit, by), owners)
    ways = [f"{start}{one}" for one in found]
    if ways and partial.strip() and not partial.endswith(":"):
        ways.insert(0, partial.strip())
    return _lines(ways)


def _tagged(kit: Kit, by: Person) -> list[str]:
    """The tags of the newest tickets of the queues where `by` is an agent, most used first."""
    try:
        return list(kit.desk.labels.tags(by, NEWEST))
    except Refused:
        return []


def _tags(known: list[str], partial: str) -> list[app_commands.Choice[Any]]:
    """The last word is completed; the words before it stay."""
    before, _, last = partial.rpartition(" ")
    sign, word = (last[:1], last[1:]) if last[:1] in "+-" and last else ("+", last)
    found = [f"{before} {sign}{tag}".strip() for tag in known if tag.startswith(word.lower())]
    if partial.strip():
        found.insert(0, partial.strip())
    return _lines(found)


def _lines(found: list[str]) -> list[app_commands.Choice[Any]]:
    """Whole lines to choose from, without those that are longer than the platform takes."""
    return [app_commands.Choice(name=one, value=one) for one in dict.fromkeys(found) if len(one) <= LONGEST][:MOST]


def _title(ticket: Ticket) -> str:
    title = f"{wording.title(ticket)} · {ticket.status}"
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
