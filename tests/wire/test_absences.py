"""Who is gone lets go, over the real wires: the card shows nobody, the thread says why."""

import pytest

from tests.wire import ways
from tests.wire.deeds import Deed
from tests.wire.world import listening, world

AGENT = {"slack": "bob", "discord": "cleo"}


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        yield await listening(made)


async def owned(here, wire):
    """A ticket that the chat's agent has claimed."""
    number = await here.asks_by_mail()
    await ways.COMMANDS[wire](here, AGENT[wire], Deed("claim", "", ""), number)
    await here.until(lambda: "Release" in here.slack_card(number).buttons)
    await here.house.edges[wire].roll.look()
    return number


def in_thread(here, number):
    """What is said below both cards."""
    card, room = here.slack_card(number), here.town.room("slack support")
    told = [one.text for one in here.slack.messages(room, card.ts)]
    return "\n".join([*told, *(ways.plain(one.text) for one in here.discord.messages(here.discord_card(number).id))])


def dismiss(here, wire):
    """The agent is put out of the agents' group or role."""
    town, name = here.town, AGENT[wire]
    if wire == "slack":
        group = town.slack.workspace.groups[town.room("slack agents")]
        town.slack.workspace.set_group(group.id, [one for one in group.members if one != town.cast.slack[name]])
    else:
        town.discord.guild.give_roles(town.cast.discord[name], [])


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_who_was_put_out_of_the_agents_lets_go_and_the_thread_says_why(here, wire):
    number = await owned(here, wire)
    dismiss(here, wire)
    await here.house.edges[wire].roll.look()

    name = AGENT[wire].title() if wire == "discord" else AGENT[wire]
    why = "has left the agents of support: #"
    await here.until(lambda: in_thread(here, number).lower().count(f"{name.lower()} {why}") == 2)
    await here.until(lambda: "Claim" in here.slack_card(number).buttons)
    assert "Release" not in here.discord_card(number).buttons
    assert (await here.facts(number)).count("Vacated") == 1


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_an_agent_says_that_they_are_away_and_back_and_others_may_not(here, wire):
    does = ways.COMMANDS[wire]
    told = await does(
        here, AGENT[wire], Deed("me", "away until tomorrow 9am", "", {"do": "away until tomorrow 9am"}), None
    )
    assert "You are away until" in told
    assert "You are away until" in await does(here, AGENT[wire], Deed("me", "", "", {}), None)
    assert "You are here again" in await does(here, AGENT[wire], Deed("me", "back", "", {"do": "back"}), None)
    assert "Only the agents" in await does(here, "rita", Deed("me", "away", "", {"do": "away"}), None)
