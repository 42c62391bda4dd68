"""The unmodified discord.py client in the sandbox: it logs in, hears, answers, and comes back."""

import discord
import pytest

from tests.sandbox.discord_desk import world


@pytest.fixture
async def here():
    async with world() as one:
        yield one


async def test_the_client_logs_in_and_sees_the_server(here):
    bot = await here.bot()
    guild = bot.get_guild(here.guild.id)
    assert {channel.name for channel in guild.channels} == {"help", "desk", "tickets"}
    assert guild.me.guild_permissions.manage_threads
    assert [tag.name for tag in bot.get_channel(here.forum).available_tags] == ["open", "solved"]


async def test_a_message_of_a_person_reaches_the_client(here):
    bot = await here.bot()
    said = await here.people.say(here.ann, here.room, "my printer burns")
    message = await here.heard(bot, "my printer burns")
    assert (message.id, message.author.id, message.channel.id) == (said, here.ann, here.room)


async def test_a_message_of_the_client_reaches_people(here):
    bot = await here.bot()
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Docs", url="https://example.org"))
    embed = discord.Embed(title="Ticket 7", description="burns").add_field(name="Status", value="open")
    await bot.get_channel(here.room).send("hello", embed=embed, view=view)
    (seen,) = here.people.messages(here.room, here.ann)
    assert seen.text == "hello\nTicket 7\nburns\nStatus: open"
    assert seen.buttons[0].url == "https://example.org"


async def test_a_slash_command_with_options_is_answered(here):
    await here.bot()
    outcome = await here.people.command(
        here.bob, here.room, "ticket claim", {"number": 7, "note": "mine", "to": here.ann}
    )
    assert [reply.content for reply in outcome.replies] == ["#7 mine Ann"]
    assert outcome.replies[0].is_ephemeral
    assert here.people.messages(here.room) == []
    assert [one.content for one in here.people.ephemerals(here.bob)] == ["#7 mine Ann"]


async def test_autocomplete_offers_choices(here):
    await here.bot()
    choices = await here.people.autocomplete(here.bob, here.room, "ticket show", "title", "print")
    assert choices == [("printer", "printer")]


async def test_a_deferred_command_keeps_its_first_follow_up_hidden(here):
    await here.bot()
    outcome = await here.people.command(here.bob, here.room, "ticket show", {"title": "printer"})
    await here.people.wait_for(lambda: len(outcome.replies) == 2)
    assert outcome.is_deferred
    assert [reply.content for reply in outcome.replies] == ["found printer", "and more"]
    assert here.people.messages(here.room) == []


async def test_a_command_nobody_answers_did_not_respond(here):
    await here.bot()
    outcome = await here.people.command(here.bob, here.room, "ticket silent")
    assert outcome.error == "The application did not respond"


async def test_a_button_works_after_a_restart(here):
    first = await here.bot()
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Claim", custom_id="d1:claim:12"))
    card = await first.get_channel(here.room).send("card", view=view)
    await first.close()
    await here.bot(sync=False)
    outcome = await here.people.click(here.bob, here.room, card.id, "Claim")
    assert outcome.text == "claimed 12"


async def test_a_modal_opens_and_is_submitted(here):
    await here.bot()
    outcome = await here.people.command(here.bob, here.room, "ticket reply")
    assert outcome.modal.fields == ["Text"]
    assert here.people.modal(here.bob).title == "Reply"
    sent = await here.people.submit(here.bob, {"Text": "try turning it off"})
    assert sent.text == "sent: try turning it off"
    assert here.people.modal(here.bob) is None


async def test_a_message_menu_gets_the_message(here):
    await here.bot()
    said = await here.people.say(here.ann, here.room, "hm")
    outcome = await here.people.menu(here.bob, here.room, said, "Send to requester")
    assert outcome.text == "forwarded 'hm'"


async def test_a_forum_post_carries_its_tags(here):
    bot = await here.bot()
    forum = bot.get_channel(here.forum)
    made = await forum.create_thread(name="Printer", content="burns", applied_tags=[forum.available_tags[0]])
    assert made.message.id == made.thread.id
    (thread,) = here.people.threads(here.forum)
    assert (thread.name, thread.applied_tags) == ("Printer", [forum.available_tags[0].id])
    assert here.people.messages(made.thread.id)[0].content == "burns"


async def test_a_thread_under_a_message_has_its_id(here):
    bot = await here.bot()
    root = await bot.get_channel(here.room).send("card")
    thread = await root.create_thread(name="Ticket 7")
    await thread.send("first")
    assert thread.id == root.id
    assert [one.content for one in here.people.messages(thread.id)] == ["", "first"]


async def test_a_private_thread_is_seen_by_its_members_only(here):
    bot = await here.bot()
    thread = await bot.get_channel(here.room).create_thread(name="quiet", type=discord.ChannelType.private_thread)
    await thread.add_user(discord.Object(here.ann))
    await thread.send("hello")
    assert here.people.messages(thread.id, here.ann)[-1].content == "hello"
    with pytest.raises(Exception, match="50001"):
        here.people.messages(thread.id, here.bob)


async def test_files_go_up_and_down(here):
    bot = await here.bot()
    await bot.get_channel(here.room).send(file=discord.File(__file__, "code.py"))
    (seen,) = here.people.messages(here.room)
    assert seen.attachments["code.py"].startswith(b'"""The unmodified')
    await here.people.say(here.ann, here.room, "log", files=[("a log.txt", b"line")])
    message = await here.heard(bot, "log")
    assert message.attachments[0].filename == "a_log.txt"
    assert await message.attachments[0].read() == b"line"


async def test_the_same_nonce_makes_one_message(here):
    bot = await here.bot()
    room = bot.get_channel(here.room)
    first, second = await room.send("once", nonce="n1"), await room.send("once", nonce="n1")
    assert first.id == second.id
    assert len(here.people.messages(here.room)) == 1
    assert (await here.heard(bot, "once")).nonce == "n1"


async def test_edits_pins_reactions_and_deletes_are_seen(here):
    bot = await here.bot()
    message = await bot.get_channel(here.room).send("draft")
    await message.edit(content="final")
    await message.pin()
    await message.add_reaction("👀")
    (seen, notice) = here.people.messages(here.room)
    assert (seen.content, seen.is_pinned, seen.is_edited) == ("final", True, True)
    assert seen.reactions == {"👀": [here.guild.bot.id]}
    assert notice.type == 6
    assert [one.id async for one in message.channel.pins()] == [message.id]
    await message.delete()
    assert [one.type for one in here.people.messages(here.room)] == [6]


async def test_a_reaction_of_a_person_reaches_the_client(here):
    bot = await here.bot()
    message = await bot.get_channel(here.room).send("card")
    await here.people.react(here.bob, here.room, message.id, "✅")
    assert await bot.changes.until(lambda: bot.events, 5)
    assert (bot.events[0].user_id, str(bot.events[0].emoji)) == (here.bob, "✅")


async def test_history_is_paged_by_id(here):
    bot = await here.bot()
    ids = [await here.people.say(here.ann, here.room, f"line {count}") for count in range(5)]
    room = bot.get_channel(here.room)
    assert [one.id async for one in room.history(limit=2)] == [ids[4], ids[3]]
    assert [one.id async for one in room.history(after=discord.Object(ids[1]))] == ids[2:]
    assert [one.id async for one in room.history(before=discord.Object(ids[1]))] == ids[:1]


async def test_a_direct_message_goes_both_ways(here):
    bot = await here.bot()
    room = await here.people.dm(here.ann)
    await here.people.say(here.ann, room, "psst")
    message = await here.heard(bot, "psst")
    await message.channel.send("yes?")
    assert [one.content for one in here.people.messages(room, here.ann)] == ["psst", "yes?"]
