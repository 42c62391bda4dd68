"""One connection to the gateway: it hears, asks before it identifies, and ends rather than guess."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from adapters.discord import commands, presses
from adapters.discord.listening import Listener
from adapters.discord.rest import LONGEST_WAIT
from bot.config import Settings

log = logging.getLogger(__name__)


def intents() -> discord.Intents:
    """Only what is used. Message contents must be switched on in the developer portal."""
    return discord.Intents(
        guilds=True, guild_messages=True, guild_reactions=True, dm_messages=True, message_content=True
    )


class Gateway(discord.Client):
    """Lives once: when it ends, another one is made. `door` is found by the buttons' callbacks."""

    def __init__(
        self, settings: Settings, door: Listener, guild: int | None, guild_ready_timeout: float,
        identify: Callable[[], Awaitable[None]], connected: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_WAIT,
            guild_ready_timeout=guild_ready_timeout,
        )
        self.door = door
        self.tree = commands.tree(self, door, settings, guild)
        self._identify, self._connected = identify, connected
        self.is_connected = False
        shown = presses.Press, presses.LinePress, presses.Pick, presses.Turn, presses.More, presses.Choice
        self.add_dynamic_items(*shown)

    @property
    def _me(self) -> int:
        return self.user.id if self.user else 0

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        await self._identify()
        await super().before_identify_hook(shard_id, initial=initial)

    async def on_ready(self) -> None:
        self._connected()
        self.is_connected = True

    async def on_resumed(self) -> None:
        self._connected()
        self.is_connected = True

    async def on_disconnect(self) -> None:
        self.is_connected = False

    async def on_message(self, message: discord.Message) -> None:
        await self.door.message(message, self._me)

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        await self.door.reacted(event, self._me)

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        await self.door.threads.deleted(event.thread_id, event.parent_id)

    async def on_raw_thread_update(self, event: discord.RawThreadUpdateEvent) -> None:
        await self.door.threads.changed(event.data)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        await self.door.threads.message_deleted(event.channel_id, event.message_id)

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        for message in event.message_ids:
            await self.door.threads.message_deleted(event.channel_id, message)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if interaction.type is discord.InteractionType.modal_submit:
            await self.door.sent_in(interaction)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Nothing was acknowledged: the platform or the person brings it again."""
        log.exception("what %s brought could not be written down", event_method)
