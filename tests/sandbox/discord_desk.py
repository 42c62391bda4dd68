"""A small bot on the unmodified discord.py and a furnished sandbox, for the tests of the Discord wire."""

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import discord
import yarl
from discord import app_commands

from sandbox.clock import Clock
from sandbox.discord.changes import Changes
from sandbox.discord.server import DiscordSandbox
from sandbox.faults import Faults
from sandbox.journal import Journal
from tests.sandbox import discord_schemas


class Claim(discord.ui.DynamicItem[discord.ui.Button], template=r"d1:claim:(?P<number>\d+)"):
    def __init__(self, number):
        self.number = number
        super().__init__(discord.ui.Button(label="Claim", custom_id=f"d1:claim:{number}"))

    @classmethod
    async def from_custom_id(cls, interaction, item, match):
        return cls(int(match["number"]))

    async def callback(self, interaction):
        await interaction.response.send_message(f"claimed {self.number}", ephemeral=True)


class Answer(discord.ui.Modal, title="Reply"):
    text = discord.ui.TextInput(label="Text", style=discord.TextStyle.long)

    async def on_submit(self, interaction):
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send(f"sent: {self.text.value}", ephemeral=True)


class Bot(discord.Client):
    def __init__(self, guild_id, intents=None):
        intents = intents or discord.Intents(
            guilds=True, guild_messages=True, guild_reactions=True, message_content=True, dm_messages=True
        )
        allowed = discord.AllowedMentions.none()
        super().__init__(intents=intents, guild_ready_timeout=0.05, allowed_mentions=allowed)
        self.tree = app_commands.CommandTree(self)
        self.home = discord.Object(guild_id)
        self.heard, self.events, self.changes = [], [], Changes()
        self.add_dynamic_items(Claim)
        self.tree.add_command(ticket(), guild=self.home)
        self.tree.add_command(app_commands.ContextMenu(name="Send to requester", callback=forward), guild=self.home)

    async def on_message(self, message):
        self.heard.append(message)
        self.changes.touch()

    async def on_raw_reaction_add(self, payload):
        self.events.append(payload)
        self.changes.touch()

    async def on_thread_create(self, thread):
        self.events.append(thread)
        self.changes.touch()

    async def on_resumed(self):
        self.events.append("resumed")
        self.changes.touch()

    async def on_error(self, name, *args):
        raise


def ticket():
    group = app_commands.Group(name="ticket", description="Work on a ticket")

    @group.command(description="Take it")
    async def claim(interaction: discord.Interaction, number: int, note: str = "", to: discord.Member | None = None):
        await interaction.response.send_message(
            f"#{number} {note} {to.display_name if to else ''}".strip(), ephemeral=True
        )

    @group.command(description="Answer it")
    async def reply(interaction: discord.Interaction):
        await interaction.response.send_modal(Answer())

    @group.command(description="Keep it")
    async def keep(interaction: discord.Interaction, file: discord.Attachment):
        await interaction.response.send_message(f"{file.filename} {file.size} {await file.read()}", ephemeral=True)

    @group.command(description="Never answers")
    async def silent(interaction: discord.Interaction):
        return

    @group.command(description="Look it up")
    async def show(interaction: discord.Interaction, title: str):
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send(f"found {title}")
        await interaction.followup.send("and more", ephemeral=True)

    @show.autocomplete("title")
    async def complete(interaction: discord.Interaction, partial: str):
        return [app_commands.Choice(name=f"{partial}er", value="printer")]

    return group


async def forward(interaction: discord.Interaction, message: discord.Message):
    await interaction.response.send_message(f"forwarded {message.content!r}", ephemeral=True)


class World:
    """The sandbox, its people Ann (asks) and Bob (answers), and the bots that were started."""

    def __init__(self, sandbox, clock, faults, journal):
        self.sandbox, self.clock, self.faults, self.journal = sandbox, clock, faults, journal
        self.people, self.guild = sandbox.people, sandbox.guild
        self.agents = self.guild.add_role("agents", mentionable=True)
        self.ann, self.bob = self.guild.add_member("Ann").id, self.guild.add_member("Bob", [self.agents]).id
        self.room = self.guild.add_text("help").id
        self.desk = self.guild.add_text("desk", private_to=[self.agents]).id
        self.forum = self.guild.add_forum("tickets", tags=["open", "solved"]).id
        self._bots = []

    async def bot(self, sync=True, **more):
        """A started bot, ready for everything."""
        bot = Bot(self.guild.id, **more)
        await bot.login(self.sandbox.token)
        if sync:
            await bot.tree.sync(guild=bot.home)
        bot.running = asyncio.create_task(bot.connect())
        self._bots.append(bot)
        ready = asyncio.create_task(bot.wait_until_ready())
        await asyncio.wait([bot.running, ready], return_when=asyncio.FIRST_COMPLETED, timeout=5)
        ready.cancel()
        if bot.running.done():
            await bot.running
        return bot

    async def heard(self, bot, text):
        """The bot's message event with this text, once it has come."""

        def found():
            return [one for one in bot.heard if one.content == text]

        assert await bot.changes.until(found, 5), f"{text!r} was not heard, but {bot.heard}"
        return found()[0]

    async def close(self):
        for bot in self._bots:
            await bot.close()
            bot.running.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await bot.running
        await self.sandbox.stop()


@asynccontextmanager
async def world(validated=True):
    clock, faults = Clock(), Faults()
    journal = Journal(clock)
    sandbox = DiscordSandbox(clock, faults, journal)
    sandbox.limits.followup_within = timedelta(seconds=1)
    sandbox.limits.respond_within = timedelta(seconds=1)
    await sandbox.start()
    discord.http.Route.BASE = sandbox.api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)
    here = World(sandbox, clock, faults, journal)
    try:
        yield here
    finally:
        await here.close()
    if validated and discord_schemas.are_present():
        wrong = [f"{one.what}: {error}" for one in journal.exchanges for error in discord_schemas.validate(one)]
        assert not wrong, "\n".join(wrong)
