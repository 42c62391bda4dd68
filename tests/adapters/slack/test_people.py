"""Who is an agent now: groups, rooms, guests, and what is remembered for a minute."""

from datetime import timedelta

import pytest

from adapters.slack import text
from adapters.slack.client import client
from adapters.slack.people import People
from bot import access
from tests.adapters.slack.stage import stage


@pytest.fixture
async def here(tmp_path):
    async with stage(tmp_path, listens=False) as one:
        yield one


@pytest.fixture
def people(here):
    return People(client(here.settings.slack), here.settings, here.clock)


def queue(here):
    return here.settings.queues[0]


async def test_an_agent_has_the_groups_and_rooms_of_this_moment(here, people):
    sue = await people.agent(here.sue)
    assert sue.grants == {*queue(here).agents, *queue(here).supervisors, *queue(here).rooms}
    assert access.is_supervisor(sue, queue(here))
    assert (await people.agent(here.max)).grants == frozenset()


async def test_a_requester_is_a_name_with_nothing_granted(here, people):
    ann = await people.person(here.ann)
    assert (ann.name, ann.place, ann.grants) == ("ann", f"slack:@{here.ann}", frozenset())


@pytest.mark.parametrize("trait", ["is_restricted", "deleted", "is_bot"])
async def test_guests_bots_and_the_deleted_are_no_agents(here, people, trait):
    here.slack.workspace.change_user(here.bob, **{trait: True})
    assert (await people.agent(here.bob)).grants == frozenset()


async def test_without_user_groups_whoever_is_in_the_room_is_an_agent_but_no_supervisor(here, people):
    here.slack.workspace.has_groups = False
    sue = await people.agent(here.sue)
    assert access.is_agent(sue, queue(here))
    assert not access.is_supervisor(sue, queue(here))
    assert not access.is_agent(await people.agent(here.max), queue(here))


async def test_what_is_remembered_is_never_older_than_a_minute(here, people):
    assert (await people.agent(here.bob)).grants
    group = next(iter(here.slack.workspace.groups))
    here.slack.workspace.set_group(group, [])
    here.slack.workspace.leave(here.bob, here.room)
    assert (await people.agent(here.bob)).grants
    here.clock.forward(timedelta(seconds=61))
    assert (await people.agent(here.bob)).grants == frozenset()


async def test_a_name_that_two_agents_bear_names_nobody(here, people):
    assert (await people.named("@Cleo")).place == f"slack:@{here.cleo}"
    here.slack.workspace.change_user(here.bob, name="cleo")
    people.forget()
    assert await people.named("cleo") is None
    assert await people.named("nobody") is None


async def test_a_big_room_is_read_page_by_page(here, people):
    many = [here.slack.workspace.add_user(f"p{at}") for at in range(450)]
    here.slack.workspace.channels[here.room].members += many
    assert f"slack:{here.room}" in (await people.agent(many[-1])).grants


async def test_somebody_unknown_is_called_by_their_id(people):
    assert (await people.person("U0NOBODY")).name == "U0NOBODY"
    assert (await people.agent("U0NOBODY")).grants == frozenset()


async def test_what_was_looked_up_in_the_future_is_not_fresh(here, people):
    await people.person(here.bob)
    here.slack.workspace.change_user(here.bob, name="robert")
    here.clock.forward(timedelta(hours=-1))
    assert (await people.person(here.bob)).name == "robert"


async def test_one_message_asks_slack_for_no_more_than_twenty_names(here, people):
    many = [here.slack.workspace.add_user(f"p{at}") for at in range(30)]
    names = await people.names(many)
    assert len(here.journal.of("slack", "users.info")) == 20
    assert text.decode(f"<@{many[0]}> <@{many[-1]}>", names) == f"@p0 @{many[-1]}"
