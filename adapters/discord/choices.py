"""What is offered while somebody types an option: their own and their queues' tickets, and tags in use."""

from typing import Any

import discord
from discord import app_commands

from adapters.discord import reading
from adapters.discord.kit import Kit
from adapters.verbs import Takes
from bot import wording
from bot.errors import Refused
from bot.filters import Filter
from bot.people import Person
from bot.ticket import Status, Ticket

MOST, LONGEST = 25, 100


async def offers(
    kit: Kit, interaction: discord.Interaction[Any], what: Takes | None, partial: str
) -> list[app_commands.Choice[Any]]:
    """At most 25 choices that fit what was typed: tickets that the asker may see, tags of queues they work in."""
    user = interaction.user
    by = await kit.people.person(user.id, user.display_name, reading.roles_of(user), interaction.guild_id or 0)
    if what is Takes.TAGS:
        return _tags(await kit.ask(_worked_on, kit, by), partial)
    visible = await kit.ask(_visible, kit, by)
    wanted = partial.strip().lstrip("#").lower()
    found = [one for one in visible if str(one.number).startswith(wanted) or wanted in one.subject.lower()]
    return [app_commands.Choice(name=_title(one), value=one.number) for one in found[:MOST]]


def _visible(kit: Kit, by: Person) -> list[Ticket]:
    return list({ticket.number: ticket for ticket in (*kit.desk.mine(by), *_worked_on(kit, by))}.values())


def _worked_on(kit: Kit, by: Person) -> list[Ticket]:
    """The tickets of the queues where `by` is an agent now; tags are internal, so nobody else is offered any."""
    try:
        return kit.desk.list(by, Filter(statuses=tuple(Status)))
    except Refused:
        return []


def _tags(tickets: list[Ticket], partial: str) -> list[app_commands.Choice[Any]]:
    """The last word is completed; the words before it stay."""
    before, _, last = partial.rpartition(" ")
    sign, word = (last[:1], last[1:]) if last[:1] in "+-" and last else ("+", last)
    known = sorted({tag for ticket in tickets for tag in ticket.tags})
    found = [f"{before} {sign}{tag}".strip() for tag in known if tag.startswith(word.lower())]
    if partial.strip():
        found.insert(0, partial.strip())
    return [app_commands.Choice(name=one, value=one) for one in dict.fromkeys(found) if len(one) <= LONGEST][:MOST]


def _title(ticket: Ticket) -> str:
    title = f"{wording.title(ticket)} · {ticket.status}"
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
