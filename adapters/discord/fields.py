"""A ticket's fields while somebody works on them: what a form asks for, what is offered while a command is typed."""

from typing import Any

import discord
from discord import app_commands

from adapters import filling, handover, macros, shelving, tying
from adapters.discord import reading, refs
from adapters.discord.buttons import PAGE
from adapters.discord.inputs import Asks
from adapters.discord.kit import Kit
from adapters.verbs import Takes
from bot import access
from bot.errors import Refused
from bot.fields import Field, Kind
from bot.people import Person

Ask = discord.Interaction[Any]
CHOICES = {"split": tying.messages, "macro": macros.offered}  # what the form of a verb offers to choose from
MOST, LONGEST = 25, 100  # choices, and characters of one


async def asks(kit: Kit, interaction: Ask, verb: str, number: int | None, values: dict[str, str]
) -> tuple[Asks, int | None]:  # fmt: skip
    """The fields that the form of `verb` asks for besides; of `set` those of the page that was chosen. And the version
    of the ticket that they are of, where it must still be so when the form is sent in. Raises Refused.

    What they say now is for who may set them: that is asked here, as nothing of the form is drawn before.
    """
    if verb == "open":
        return filling.opening(kit.settings, refs.place(_here(interaction))), None
    if verb == "handon":
        return await kit.ask(handover.asked, kit.desk, await person(kit, interaction), values), None
    if verb in CHOICES and number is not None:
        return await kit.ask(CHOICES[verb], kit.desk, number, await person(kit, interaction)), None
    if verb not in filling.ASKING or number is None:
        return (), None
    by = await person(kit, interaction)
    ticket = (await kit.ask(kit.desk.show, number, by)).ticket
    page = int(values.get("set", "1"))
    asked = filling.asked(kit.settings, verb, ticket, by)[(page - 1) * PAGE : page * PAGE]
    return asked, ticket.version if verb == "set" else None


async def article(kit: Kit, interaction: Ask, number: int | None) -> dict[str, str]:
    """The words of an article for its form. Raises Refused where the asker may not read it."""
    return await kit.ask(shelving.words, kit.desk, await person(kit, interaction), number)


async def offers(kit: Kit, interaction: Ask, what: Takes, partial: str) -> list[app_commands.Choice[Any]]:
    """The names of the fields of a ticket that the asker works on, or what the one that was named takes."""
    by = await person(kit, interaction)
    known = await kit.ask(_known, kit, by, interaction)
    wanted = partial.strip().casefold()
    if what is Takes.FIELD:
        found = [(f"{one.name}: {one.label}", one.name) for one in known]
    else:
        named = str(getattr(interaction.namespace, "field", "") or "").casefold()
        found = [(value, value) for one in known if one.name == named for value in _values(one)]
    fitting = [(shown, value) for shown, value in found if wanted in shown.casefold()][:MOST]
    return [app_commands.Choice(name=shown[:LONGEST], value=value) for shown, value in fitting]


def _known(kit: Kit, by: Person, interaction: Ask) -> list[Field]:
    """The fields of the ticket's queue; where no ticket is known yet, of all queues where `by` is an agent."""
    number = getattr(interaction.namespace, "number", None) or kit.desk.find(refs.place(interaction.channel_id or 0))
    queues = [queue.name for queue in kit.settings.queues if access.is_agent(by, queue)]
    if number and queues:
        try:
            queue = kit.desk.show(int(number), by).ticket.queue
        except (Refused, ValueError):
            return []
        queues = [queue] if queue in queues else []
    return list({field.name: field for queue in queues for field in kit.settings.settable(queue)}.values())


def _values(field: Field) -> tuple[str, ...]:
    return ("yes", "no") if field.kind is Kind.CHECKBOX else field.choices


def _here(interaction: Ask) -> int:
    return getattr(interaction.channel, "parent_id", None) or interaction.channel_id or 0


async def person(kit: Kit, interaction: Ask) -> Person:
    user = interaction.user
    return await kit.people.person(user.id, user.display_name, reading.roles_of(user), interaction.guild_id or 0)
