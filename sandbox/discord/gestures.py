"""Commands, clicks, menus and modals: what a person asks of the bot."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sandbox.discord import interactions, message_shapes, modal_fills, payloads
from sandbox.discord.channels import Channel, Thread
from sandbox.discord.command_lines import completing, parse
from sandbox.discord.commands import Commands
from sandbox.discord.component_forms import BUTTON, SELECTS, walk
from sandbox.discord.interactions import Interaction, Interactions
from sandbox.discord.messages import Message
from sandbox.discord.outcomes import NO_RESPONSE, Choice, ImpossibleError, Modal, Outcome, shown
from sandbox.discord.permissions import Permission, in_guild, may
from sandbox.discord.users import User
from sandbox.discord.world import World

Json = dict[str, Any]
CHOSEN = {5: "users", 6: "roles", 7: "users", 8: "channels"}


class Gestures:
    def __init__(self, world: World, commands: Commands, asked: Interactions) -> None:
        self._world = world
        self._commands = commands
        self._asked = asked
        self.modals: dict[int, Interaction] = {}

    async def command(self, who: User, room: Channel, line: str, options: Mapping[str, Any]) -> Outcome:
        data = parse(self._world, self._commands, room, line, options)
        self._demand_commands(who, room, data["name"], 1)
        return await self._ask(interactions.COMMAND, who, room, data)

    async def autocomplete(self, who: User, room: Channel, line: str, option: str, partial: str) -> list[Choice]:
        data = completing(self._world, self._commands, room, line, option, partial)
        self._demand_commands(who, room, data["name"], 1)
        outcome = await self._ask(interactions.AUTOCOMPLETE, who, room, data)
        if outcome.error:
            raise ImpossibleError("Loading options failed")
        return [Choice(one["name"], one["value"]) for one in outcome.interaction.choices or []]

    async def menu(self, who: User, room: Channel, message: Message, name: str) -> Outcome:
        """A context menu command on a message."""
        command = self._commands.find(name, 3, bool(room.recipients))
        if command is None:
            raise ImpossibleError(f"there is no message command {name!r}")
        self._demand_commands(who, room, name, 3)
        shape = message_shapes.message(self._world, message)
        data: Json = {"id": command["id"], "name": name, "type": 3, "target_id": str(message.id)}
        data["resolved"] = {"messages": {str(message.id): shape}}
        guild = {"guild_id": command["guild_id"]} if "guild_id" in command else {}
        return await self._ask(interactions.COMMAND, who, room, data | guild)

    async def click(self, who: User, room: Channel, message: Message, name: str) -> Outcome:
        one = self._component(message, {BUTTON}, name)
        if one.get("disabled") or not one.get("custom_id"):
            raise ImpossibleError(f"the button {name!r} cannot be clicked")
        data = {"custom_id": one["custom_id"], "component_type": BUTTON, "id": one["id"]}
        return await self._press(who, room, message, data)

    async def select(self, who: User, room: Channel, message: Message, name: str, values: Sequence[Any]) -> Outcome:
        one = self._component(message, SELECTS, name)
        if not one.get("min_values", 1) <= len(values) <= one.get("max_values", 1):
            raise ImpossibleError(f"{name!r} takes {one.get('min_values', 1)} to {one.get('max_values', 1)} values")
        options = one.get("options")
        chosen = modal_fills.option_values(options, values) if options else [str(each) for each in values]
        data: Json = {"custom_id": one["custom_id"], "component_type": one["type"], "id": one["id"], "values": chosen}
        if one["type"] in CHOSEN:
            data["resolved"] = payloads.resolved(self._world, room, CHOSEN[one["type"]], map(int, chosen))
        return await self._press(who, room, message, data)

    async def _press(self, who: User, room: Channel, message: Message, data: Json) -> Outcome:
        self._demand_sight(who, room)
        if isinstance(room, Thread) and room.archived:
            raise ImpossibleError("the thread is archived")
        return await self._ask(interactions.COMPONENT, who, room, data, message)

    def modal(self, who: User) -> Modal | None:
        """The modal open in front of a person."""
        opened = self.modals.get(who.id)
        return shown(opened.modal) if opened and opened.modal else None

    async def submit(self, who: User, values: Mapping[str, Any]) -> Outcome:
        """Fill the open modal in and send it; it stays open when the bot does not answer."""
        parent = self.modals.get(who.id)
        if parent is None or parent.modal is None:
            raise ImpossibleError(f"{who.name} has no modal open")
        data = modal_fills.fill(self._world, parent.room, parent.modal, values)
        one = self._asked.open(interactions.MODAL, who, parent.room, data, parent.message)
        one.parent = parent
        outcome = await self._outcome(one)
        if outcome.error is None:
            self.modals.pop(who.id, None)
        return outcome

    async def _ask(self, kind: int, who: User, room: Channel, data: Json, message: Message | None = None) -> Outcome:
        return await self._outcome(self._asked.open(kind, who, room, data, message))

    async def _outcome(self, one: Interaction) -> Outcome:
        """Wait as a person does: three seconds for an answer, then some more for what a defer promised."""
        world = self._world
        world.announce("INTERACTION_CREATE", payloads.payload(world, one), one.room)
        if not await world.changes.until(lambda: one.response, world.limits.respond_within.total_seconds()):
            return Outcome(one, NO_RESPONSE)
        if one.modal:
            self.modals[one.user.id] = one
        before = one.message.edited_at if one.message else None
        if one.response in (interactions.DEFER, interactions.DEFER_UPDATE):
            patience = world.limits.followup_within.total_seconds()
            await world.changes.until(lambda: _is_kept(one, before), patience)
        return Outcome(one)

    def _component(self, message: Message, kinds: set[int], name: str) -> Json:
        found = [one for _, one in walk(message.components, "") if one["type"] in kinds]
        for one in found:
            emoji = (one.get("emoji") or {}).get("name")
            if name in (one.get("custom_id"), one.get("label"), emoji, one.get("placeholder")):
                return one
        names = [one.get("label") or one.get("custom_id") for one in found]
        raise ImpossibleError(f"the message has no {name!r}: {names}")

    def _demand_sight(self, who: User, room: Channel) -> None:
        if not may(self._world.guild, who.id, room, Permission.VIEW_CHANNEL):
            raise ImpossibleError(f"{who.name} does not see #{room.name}")

    def _demand_commands(self, who: User, room: Channel, name: str, kind: int) -> None:
        self._demand_sight(who, room)
        if isinstance(room, Thread) and room.archived:
            raise ImpossibleError("the thread is archived")
        if not may(self._world.guild, who.id, room, Permission.USE_APPLICATION_COMMANDS):
            raise ImpossibleError(f"{who.name} may not use commands in #{room.name}")
        command = self._commands.find(name, kind, bool(room.recipients)) or {}
        need = command.get("default_member_permissions")
        if need is not None and in_guild(self._world.guild, who.id) & int(need) != int(need):
            raise ImpossibleError(f"{who.name} does not see the command {name!r}")


def _is_kept(one: Interaction, before: datetime | None) -> bool:
    """Whether what a defer promised has come: a reply, or a change of the message that was clicked."""
    if one.response == interactions.DEFER:
        return not one.is_loading
    return bool(one.replies) or (one.message is not None and one.message.edited_at != before)
