"""What people can do, and what the app does not offer them."""

import discord
import pytest

from sandbox.discord.outcomes import ImpossibleError
from sandbox.discord.refusals import RefusedError
from tests.sandbox.discord_desk import world


@pytest.fixture
async def here():
    async with world() as one:
        one.bot = await one.bot()
        yield one


class Wide(discord.ui.Modal, title="Everything"):
    kind = discord.ui.Label(
        text="Kind", component=discord.ui.Select(options=[discord.SelectOption(label="Bug", value="b")])
    )
    person = discord.ui.Label(text="Person", component=discord.ui.UserSelect())
    upload = discord.ui.Label(text="Log", component=discord.ui.FileUpload(max_values=2, required=False))

    async def on_submit(self, interaction):
        chosen, person = self.kind.component.values, self.person.component.values[0]
        logs = [await one.read() for one in self.upload.component.values]
        await interaction.response.send_message(f"{chosen} {person.display_name} {logs}", ephemeral=True)


class Desk(discord.ui.View):
    @discord.ui.select(cls=discord.ui.UserSelect, placeholder="Assign to", custom_id="who")
    async def assign(self, interaction, select):
        await interaction.response.send_message(f"to {select.values[0].display_name}", ephemeral=True)

    @discord.ui.select(placeholder="Priority", options=[discord.SelectOption(label="High", value="h")])
    async def priority(self, interaction, select):
        await interaction.response.edit_message(content=f"priority {select.values[0]}")

    @discord.ui.button(label="Wide")
    async def wide(self, interaction, button):
        await interaction.response.send_modal(Wide())

    @discord.ui.button(label="Later")
    async def later(self, interaction, button):
        await interaction.response.defer()
        await interaction.edit_original_response(content="changed")

    @discord.ui.button(label="Off", disabled=True)
    async def off(self, interaction, button):
        await interaction.response.defer()


@pytest.fixture
async def card(here):
    return (await here.bot.get_channel(here.room).send("card", view=Desk(timeout=None))).id


async def test_a_person_is_chosen_in_a_select(here, card):
    outcome = await here.people.select(here.bob, here.room, card, "Assign to", [here.ann])
    assert outcome.text == "to Ann"


async def test_a_choice_may_change_the_message_itself(here, card):
    outcome = await here.people.select(here.bob, here.room, card, "Priority", ["High"])
    assert outcome.is_update
    assert here.people.messages(here.room)[0].content == "priority h"


async def test_a_silent_defer_is_over_when_the_message_has_changed(here, card):
    outcome = await here.people.click(here.bob, here.room, card, "Later")
    assert (outcome.error, outcome.replies) == (None, [])
    assert here.people.messages(here.room)[0].content == "changed"


async def test_a_modal_takes_choices_people_and_files(here, card):
    await here.people.click(here.bob, here.room, card, "Wide")
    with pytest.raises(ImpossibleError, match="Kind is required"):
        await here.people.submit(here.bob, {"Person": here.ann})
    outcome = await here.people.submit(here.bob, {"Kind": "Bug", "Person": here.ann, "Log": [("a.log", b"boom")]})
    assert outcome.text == "['b'] Ann [b'boom']"


@pytest.mark.parametrize("name", ["Off", "Nowhere"])
async def test_what_is_disabled_or_missing_cannot_be_clicked(here, card, name):
    with pytest.raises(ImpossibleError):
        await here.people.click(here.bob, here.room, card, name)


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("frobnicate", {}),
        ("ticket", {}),
        ("ticket claim", {}),
        ("ticket claim", {"number": "seven"}),
        ("ticket claim", {"number": 7, "frob": 1}),
    ],
)
async def test_a_command_that_is_not_registered_so_cannot_be_typed(here, line, options):
    with pytest.raises(ImpossibleError):
        await here.people.command(here.bob, here.room, line, options)


async def test_a_command_of_the_server_is_unknown_in_direct_messages(here):
    with pytest.raises(ImpossibleError):
        await here.people.command(here.ann, await here.people.dm(here.ann), "ticket reply")


async def test_a_command_works_in_a_thread_until_it_is_archived(here):
    thread = await here.people.start_thread(here.bob, here.room, None, "side")
    assert (await here.people.command(here.bob, thread, "ticket claim", {"number": 1})).text == "#1"
    await here.people.archive(here.bob, thread)
    with pytest.raises(ImpossibleError, match="archived"):
        await here.people.command(here.bob, thread, "ticket claim", {"number": 1})


async def test_strangers_do_not_see_the_desk(here):
    with pytest.raises(RefusedError, match="50001"):
        await here.people.say(here.ann, here.desk, "hello?")
    with pytest.raises(ImpossibleError, match="does not see"):
        await here.people.command(here.ann, here.desk, "ticket reply")


async def test_a_forum_post_of_a_person_reaches_the_client(here):
    post = await here.people.post(here.ann, here.forum, "Printer", "burns", tags=["open"])
    message = await here.heard(here.bot, "burns")
    assert (message.id, message.channel.id, message.channel.name) == (post, post, "Printer")
    assert [tag.name for tag in message.channel.applied_tags] == ["open"]


async def test_edits_and_deletes_of_people_are_told(here):
    said = await here.people.say(here.ann, here.room, "draft")
    await here.people.edit(here.ann, here.room, said, "final")
    await here.people.delete(here.ann, here.room, said)
    whats = [one.what for one in here.journal.exchanges if one.what.startswith("MESSAGE_")]
    assert whats == ["MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"]
    with pytest.raises(RefusedError, match="10008"):
        await here.people.edit(here.ann, here.room, said, "again")


async def test_waiting_in_vain_tells_what_is_visible(here):
    await here.people.say(here.ann, here.room, "the only line")
    with pytest.raises(TimeoutError, match="the only line"):
        await here.people.wait_for(lambda: False, timeout=0.01)


async def test_roles_and_members_changed_while_running_reach_the_client(here):
    here.guild.give_roles(here.ann, [here.agents])
    here.guild.remove_role(here.agents)
    here.guild.remove_member(here.ann)
    role = here.guild.add_role("night shift")
    await here.people.say(here.bob, here.room, "after all that")
    await here.heard(here.bot, "after all that")
    assert here.bot.get_guild(here.guild.id).get_role(role.id).name == "night shift"


async def test_people_lock_and_delete_threads_only_with_the_permission(here):
    thread = await here.people.start_thread(here.bob, here.room, None, "side")
    with pytest.raises(RefusedError, match="50013"):
        await here.people.lock(here.bob, thread)
    await here.people.lock(here.guild.owner_id, thread)
    await here.people.archive(here.guild.owner_id, thread)
    with pytest.raises(RefusedError, match="160005"):
        await here.people.say(here.ann, thread, "too late")
    await here.people.delete_thread(here.guild.owner_id, thread)
    assert here.people.threads(here.room) == []
