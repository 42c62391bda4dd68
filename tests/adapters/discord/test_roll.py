"""A look at Discord: the server's list where the application may have it, else those whom the desk knows."""

from datetime import timedelta

import discord
import pytest

from bot.people import Person
from tests.adapters.discord.world import world


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as one:
        yield one


@pytest.fixture
async def roll(here):
    return here.start(connect=False).app.roll


async def seen(here):
    return {one.person.name for one in await here.ask(here.desk.attendance.known, "discord")}


async def bob_owns_one(here):
    def own():
        bob = Person("Bob", f"discord:@{here.bob}", frozenset({f"discord:role:{here.agents.id}"}))
        return here.desk.claim(here.desk.open(bob, "VPN", "Down.", "support").number, bob)

    await here.ask(own)


async def test_the_agents_are_the_members_who_have_the_role(here, roll):
    await roll.look()
    assert await seen(here) == {"Bob", "Cleo", "Sue"}
    here.guild.give_roles(here.cleo, [])
    here.guild.remove_member(here.sue)
    await roll.look()
    assert await seen(here) == {"Bob"}


async def test_without_the_intent_those_are_looked_at_who_are_known(here, roll):
    here.sandbox.world.lists_members = False
    await bob_owns_one(here)
    await roll.look()
    assert await seen(here) == {"Bob"}
    here.guild.give_roles(here.bob, [])
    await roll.look()
    assert await seen(here) == set()
    assert (await here.ask(member, here, f"discord:@{here.bob}")).left_at


async def test_no_outage_and_no_hidden_room_makes_anybody_leave(here, roll):
    await roll.look()
    room = here.guild.channels.pop(here.room)
    with pytest.raises(discord.HTTPException):
        await roll.look()
    here.guild.channels[here.room] = room
    here.clock.forward(timedelta(days=2))
    assert await seen(here) == {"Bob", "Cleo", "Sue"}


def member(here, place):
    with here.store.transaction() as tx:
        return tx.roster.member(place)
