"""A look at Slack: who works here and who is there, in few calls; and what is no answer changes nothing."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.client import client
from adapters.slack.people import People
from adapters.slack.roll import Incomplete, Roll
from bot.people import Person
from bot.roster import Presence
from tests.adapters.slack.stage import stage


@pytest.fixture
async def here(tmp_path):
    async with stage(tmp_path, listens=False) as one:
        yield one


@pytest.fixture
def roll(here):
    wire = client(here.settings.slack)
    return Roll(wire, People(wire, here.settings, here.clock), here.settings, here.desk, here.ask, here.clock)


async def seen(here):
    """Everybody on the roster by name: whether they are there, or that they left."""
    found = await here.ask(here.desk.attendance.known, "slack")
    return {one.person.name: one.presence for one in found}


def calls(here, method):
    return len(here.journal.of("slack", method))


async def test_the_agents_are_who_has_the_group_and_guests_are_none(here, roll):
    here.slack.workspace.change_user(here.cleo, is_restricted=True)
    await roll.look()
    assert await seen(here) == {"bob": Presence.HERE, "sue": Presence.HERE}


async def test_who_left_the_group_was_deactivated_or_owns_without_being_known_has_left(here, roll):
    await roll.look()
    space = here.slack.workspace
    await here.ask(owned_by, here, Person("max", f"slack:@{here.max}"))
    space.set_group(next(iter(space.groups)), [here.cleo, here.sue])
    space.change_user(here.cleo, deleted=True)
    await roll.look()
    assert await seen(here) == {"sue": Presence.HERE}
    assert (await here.ask(member, here, f"slack:@{here.max}")).left_at


async def test_away_undisturbed_and_on_vacation_are_away(here, roll):
    now = int(here.clock().timestamp())
    space = here.slack.workspace
    space.change_user(here.bob, presence="away")
    space.change_user(here.cleo, undisturbed=(now - 60, now + 3600))
    space.change_user(here.sue, status_emoji=":palm_tree:", status_expiration=now + 86400)
    await roll.look()
    assert set((await seen(here)).values()) == {Presence.AWAY}
    until = [(await here.ask(member, here, f"slack:@{one}")).away_until for one in (here.bob, here.cleo, here.sue)]
    assert [one and int(one.timestamp()) - now for one in until] == [None, 3600, 86400]


async def test_without_the_scope_for_it_everybody_may_be_disturbed(here, roll):
    here.slack.app.scopes.discard("dnd:read")
    now = int(here.clock().timestamp())
    here.slack.workspace.change_user(here.bob, undisturbed=(now - 60, now + 3600))
    await roll.look()
    assert (await seen(here))["bob"] is Presence.HERE


async def test_no_outage_and_no_lost_room_makes_anybody_leave(here, roll):
    await roll.look()
    before = await seen(here)
    here.slack.app.scopes.discard("usergroups:read")
    with pytest.raises(SlackApiError):
        await roll.look()
    here.slack.app.scopes.add("usergroups:read")
    here.slack.workspace.leave(here.slack.app.bot_user, here.room)  # the bot was put out of the agents' room
    with pytest.raises(Incomplete):
        await roll.look()
    here.clock.forward(timedelta(days=2))
    assert await seen(here) == before


async def test_of_hundreds_who_see_a_room_slack_is_asked_page_by_page_and_presence_of_some(here, roll):
    many = [here.slack.workspace.add_user(f"p{at:03}") for at in range(300)]
    here.slack.workspace.set_group(next(iter(here.slack.workspace.groups)), [*many, here.sue])
    await roll.look()
    assert len(await seen(here)) == 301
    assert (calls(here, "users.info"), calls(here, "users.list"), calls(here, "users.getPresence")) == (0, 1, 40)


def member(here, place):
    with here.store.transaction() as tx:
        return tx.roster.member(place)


def owned_by(here, person):
    """As if they had been an agent when they took it."""
    agent = Person(person.name, person.place, frozenset(here.settings.queues[0].agents))
    here.desk.claim(here.desk.open(agent, "VPN", "Down.", "support").number, agent)
