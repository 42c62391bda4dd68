"""The gateway: sessions, replay, close codes, intents, and what goes wrong on demand."""

import asyncio
import json
from datetime import timedelta

import aiohttp
import discord
import pytest

from tests.sandbox.discord_desk import world

GUILDS = 1


@pytest.fixture
async def here():
    async with world() as one, aiohttp.ClientSession() as session:
        one.session = session
        yield one


async def connected(here, query="?v=10&encoding=json"):
    socket = await here.session.ws_connect(here.sandbox.gateway_url + query)
    assert (await socket.receive_json())["op"] == 10
    return socket


def identify(here, **more):
    return {"op": 2, "d": {"token": here.sandbox.token, "intents": GUILDS, "properties": {}} | more}


async def closed(socket):
    """The close code, after whatever is still sent."""
    async with asyncio.timeout(5):
        async for _ in socket:
            pass
    return socket.close_code


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([{"op": 2, "d": {"token": "wrong", "intents": 1}}], 4004),
        ([{"op": 2, "d": {"token": "sandbox.discord.token", "intents": 1 << 30}}], 4013),
        ([{"op": 2, "d": {"token": "sandbox.discord.token", "intents": 1 << 8}}], 4014),
        ([{"op": 3, "d": {}}], 4003),
        ([{"op": 99, "d": {}}], 4001),
        ([{"op": 1, "d": None}] * 121, 4008),
        ([{"op": 1, "d": "x" * 5000}], 4002),
        ([{"no": "op"}], 4002),
    ],
)
async def test_a_bad_frame_closes_with_its_code(here, frames, code):
    socket = await connected(here)
    for frame in frames:
        await socket.send_json(frame)
    assert await closed(socket) == code


async def test_identifying_twice_closes(here):
    socket = await connected(here)
    await socket.send_json(identify(here))
    await socket.send_json(identify(here))
    assert await closed(socket) == 4005


async def test_resuming_ahead_of_the_session_closes(here):
    socket = await connected(here)
    await socket.send_json(identify(here))
    ready = await socket.receive_json()
    await socket.close(code=4000)
    again = await connected(here)
    resume = {"token": here.sandbox.token, "session_id": ready["d"]["session_id"], "seq": 99}
    await again.send_json({"op": 6, "d": resume})
    assert await closed(again) == 4007


async def test_an_unknown_session_is_invalid(here):
    socket = await connected(here)
    await socket.send_json({"op": 6, "d": {"token": here.sandbox.token, "session_id": "x", "seq": 1}})
    assert await socket.receive_json() == {"op": 9, "d": False, "s": None, "t": None}


async def test_too_many_identifies_reset_the_token(here):
    here.sandbox.limits.identifies_a_day = 1
    first = await connected(here)
    await first.send_json(identify(here))
    second = await connected(here)
    await second.send_json(identify(here))
    assert await closed(second) == 4004
    assert await closed(first) == 4004
    third = await connected(here)
    await third.send_json(identify(here))
    assert await closed(third) == 4004


async def test_the_budget_of_identifies_comes_back_after_a_day(here):
    socket = await connected(here)
    await socket.send_json(identify(here))
    await socket.receive_json()
    assert here.sandbox.gateway.identifies_today() == 1
    here.clock.forward(timedelta(days=1))
    assert here.sandbox.gateway.identifies_today() == 0


async def test_without_the_content_intent_the_text_of_others_is_empty(here):
    intents = discord.Intents(guilds=True, guild_messages=True)
    bot = await here.bot(intents=intents)
    await here.people.say(here.ann, here.room, "secret")
    await here.people.say(here.ann, here.room, f"<@{here.guild.bot.id}> listen")
    assert await bot.changes.until(lambda: len(bot.heard) == 2, 5)
    assert [one.content for one in bot.heard] == ["", f"<@{here.guild.bot.id}> listen"]


async def test_events_of_other_intents_and_hidden_places_are_not_sent(here):
    await here.bot(intents=discord.Intents(guilds=True))
    await here.people.say(here.ann, here.room, "unheard")
    here.guild.add_member("Cleo")
    assert not here.journal.of("discord", "MESSAGE_CREATE")
    assert not here.journal.of("discord", "GUILD_MEMBER_ADD")


async def test_all_members_come_in_chunks_when_asked_for(here):
    intents = discord.Intents.all()
    intents.presences = False
    bot = await here.bot(intents=intents)
    assert {one.name for one in bot.get_guild(here.guild.id).members} == {"deskbell", "owner", "ann", "bob"}


@pytest.mark.parametrize(("kind", "value"), [("op7", 0), ("close", 4000), ("op9_true", 0)])
async def test_a_resumed_session_hears_what_it_missed(here, kind, value):
    bot = await here.bot()
    here.faults.add("discord:gateway", kind, value=value)
    await here.people.say(here.ann, here.room, "missed")
    await here.people.say(here.ann, here.room, "and this")
    await here.heard(bot, "and this")
    assert [one.content for one in bot.heard] == ["missed", "and this"]
    assert len(here.sandbox.gateway.identified) == 1


async def test_an_event_may_come_twice(here):
    bot = await here.bot()
    here.faults.add("discord:gateway MESSAGE_CREATE", "duplicate")
    said = await here.people.say(here.ann, here.room, "echo")
    assert await bot.changes.until(lambda: len(bot.heard) == 2, 5)
    assert {one.id for one in bot.heard} == {said}


async def test_an_interaction_may_come_twice(here):
    await here.bot()
    here.faults.add("discord:gateway", "interaction_twice")
    outcome = await here.people.command(here.bob, here.room, "ticket claim", {"number": 1})
    assert outcome.text == "#1"
    assert len(here.journal.of("discord", "INTERACTION_CREATE")) == 2


async def test_a_malformed_event_ends_the_client(here):
    bot = await here.bot()
    here.faults.add("discord:gateway", "malformed")
    await here.people.say(here.ann, here.room, "broken")
    with pytest.raises(KeyError):
        await asyncio.wait_for(asyncio.shield(bot.running), 5)


async def test_a_client_may_start_without_its_server(here):
    here.faults.add("discord:gateway", "ready_without_guild")
    bot = await here.bot()
    assert bot.get_guild(here.guild.id) is None or bot.get_guild(here.guild.id).unavailable


async def test_a_heartbeat_may_stay_unanswered(here):
    here.faults.add("discord:gateway", "no_ack")
    socket = await connected(here)
    await socket.send_json({"op": 1, "d": None})
    await socket.send_json({"op": 1, "d": None})
    assert (await socket.receive_json())["op"] == 11
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(socket.receive(), 0.05)


async def test_a_zombie_says_nothing_and_a_resume_brings_it_all(here):
    socket = await connected(here)
    await socket.send_json(identify(here))
    ready = await socket.receive_json()
    await socket.receive_json()
    here.faults.add("discord:gateway", "zombie")
    here.guild.add_role("lost")
    here.guild.add_role("lost too")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(socket.receive(), 0.05)
    again = await connected(here)
    resume = {"token": here.sandbox.token, "session_id": ready["d"]["session_id"], "seq": 2}
    await again.send_json({"op": 6, "d": resume})
    names = [json.loads((await again.receive()).data)["t"] for _ in range(3)]
    assert names == ["GUILD_ROLE_CREATE", "GUILD_ROLE_CREATE", "RESUMED"]
