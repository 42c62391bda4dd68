"""Whose phone rings: from the text and from what the sender allowed."""

import discord
import pytest

from tests.sandbox.discord_desk import world


@pytest.fixture
async def here():
    async with world() as one:
        one.bot = await one.bot()
        yield one


async def rung(here, text, **more):
    text = text.format(ann=here.ann, bob=here.bob, agents=here.agents.id)
    await here.bot.get_channel(here.room).send(text, **more)
    return [ping.who for ping in here.people.pings]


async def test_nobody_is_rung_when_nothing_is_allowed(here):
    assert await rung(here, "@everyone @here <@{ann}> <@&{agents}>") == []


async def test_all_are_rung_when_everything_is_allowed(here):
    found = await rung(here, "@everyone <@{ann}> <@&{agents}>", allowed_mentions=discord.AllowedMentions.all())
    assert found == ["everyone", f"user:{here.ann}", f"role:{here.agents.id}"]


async def test_a_list_rings_only_those_on_it(here):
    only = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(here.bob)])
    assert await rung(here, "<@{ann}> <@{bob}>", allowed_mentions=only) == [f"user:{here.bob}"]


async def test_text_in_code_rings_nobody(here):
    assert await rung(here, "`@everyone` ```\n<@{ann}>\n```", allowed_mentions=discord.AllowedMentions.all()) == []


async def test_a_reply_rings_the_author_only_when_asked_to(here):
    said = await here.people.say(here.ann, here.room, "hm")
    target = here.bot.get_channel(here.room).get_partial_message(said)
    assert await rung(here, "quiet", reference=target, mention_author=False) == []
    assert await rung(here, "loud", reference=target, mention_author=True) == [f"user:{here.ann}"]


async def test_a_person_without_the_permission_cannot_ring_everyone(here):
    await here.people.say(here.ann, here.room, f"@everyone <@{here.bob}>")
    assert [ping.who for ping in here.people.pings] == [f"user:{here.bob}"]


async def test_a_mention_brings_a_person_into_the_thread(here):
    thread = await here.bot.get_channel(here.room).create_thread(name="t", type=discord.ChannelType.public_thread)
    await thread.send(f"<@{here.ann}>", allowed_mentions=discord.AllowedMentions(users=True))
    assert here.ann in here.people.threads(here.room)[0].members
