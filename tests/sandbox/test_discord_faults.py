"""What goes wrong on the REST wire on demand, as the unmodified client meets it."""

import aiohttp
import discord
import pytest

from sandbox.switches import Switches
from tests.sandbox.discord_desk import world

POST = "discord:POST /channels/{channel_id}/messages"


@pytest.fixture
async def here():
    async with world() as one:
        one.bot = await one.bot()
        one.channel = one.bot.get_channel(one.room)
        yield one


def said(here):
    return [one.content for one in here.people.messages(here.room)]


async def test_a_429_with_via_is_waited_out(here):
    here.faults.add(POST, "429", value=0.05)
    await here.channel.send("patient")
    assert said(here) == ["patient"]


async def test_a_429_without_via_is_a_ban_for_the_client(here):
    here.faults.add(POST, "429_ban")
    with pytest.raises(discord.HTTPException) as refused:
        await here.channel.send("banned")
    assert refused.value.status == 429
    assert said(here) == []


async def test_an_error_on_demand_reaches_the_caller(here):
    here.faults.add("discord:POST /channels/{id}/messages", "error", value="403:50013")
    with pytest.raises(discord.Forbidden) as refused:
        await here.channel.send("no")
    assert refused.value.code == 50013


@pytest.mark.parametrize("kind", ["500", "502", "504"])
async def test_a_server_error_is_tried_again_by_the_client(here, kind):
    here.faults.add(POST, kind)
    await here.channel.send("stubborn")
    assert said(here) == ["stubborn"]
    assert [one.status for one in here.journal.of("discord", POST.removeprefix("discord:"))] == [int(kind), 200]


@pytest.mark.parametrize(("kind", "arrived"), [("drop_before", []), ("drop_after", ["lost"])])
async def test_a_dropped_connection_leaves_the_caller_in_doubt(here, kind, arrived):
    here.faults.add(POST, kind)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await here.channel.send("lost")
    assert said(here) == arrived


async def test_a_lost_answer_is_settled_by_the_same_nonce(here):
    here.faults.add(POST, "drop_after")
    with pytest.raises((aiohttp.ClientError, OSError)):
        await here.channel.send("once", nonce="n1")
    await here.channel.send("once", nonce="n1")
    assert said(here) == ["once"]


async def test_a_truncated_answer_breaks_in_the_client(here):
    here.faults.add(POST, "truncate")
    with pytest.raises(aiohttp.ClientError):
        await here.channel.send("half")
    assert said(here) == ["half"]


async def test_a_page_instead_of_json_is_handed_back_as_text(here):
    here.faults.add(POST, "html")
    with pytest.raises(TypeError):
        await here.channel.send("page")
    assert said(here) == []


async def test_an_outage_cuts_the_gateway_and_what_happened_in_it_is_replayed(here):
    faults, gateway = Switches(here.faults), here.sandbox.gateway
    faults.switch("discord down", True)
    await here.people.wait_for(lambda: not any(one.link for one in gateway.sessions.values()))
    await here.people.say(here.ann, here.room, "in the outage", [("log.txt", b"hot")])
    with pytest.raises(discord.DiscordServerError):
        await here.channel.send("lost")
    async with aiohttp.ClientSession() as http:
        for url in (here.sandbox.gateway_url, f"{here.sandbox.world.cdn}/attachments/1/log.txt"):
            async with http.get(url) as answer:
                assert answer.status == 503
    faults.switch("discord down", False)
    heard = await here.heard(here.bot, "in the outage")
    assert await heard.attachments[0].read() == b"hot"


async def test_a_slow_answer_comes(here):
    here.faults.add(POST, "slow", value=0.05)
    await here.channel.send("slow")
    assert said(here) == ["slow"]
