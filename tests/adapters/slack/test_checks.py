"""What doctor is told: one finding for each thing, each with how to mend it."""

import asyncio

import pytest

from bot.config import Secret
from tests.adapters.slack.stage import stage


@pytest.fixture
async def here(tmp_path):
    async with stage(tmp_path, listens=False) as one:
        yield one


async def problems(here):
    found = await here.make().check()
    assert all(one.mend for one in found if one.problem)
    return {one.what: one.problem for one in found if one.problem}


async def test_all_is_well_where_all_is_set_up(here):
    assert await problems(here) == {}


async def test_each_missing_scope_is_named(here):
    here.slack.app.scopes -= {"files:write", "reactions:read"}
    assert set(await problems(here)) == {"Slack scope files:write", "Slack scope reactions:read"}


async def test_a_dead_token_is_the_only_finding(here):
    here.slack.app.revoked = "account_inactive"
    assert list(await problems(here)) == ["Slack bot token"]


async def test_rooms_that_are_gone_shut_or_without_the_bot_are_named(here):
    room, help_ = here.slack.workspace.channels[here.room], here.slack.workspace.channels[here.help]
    help_.members.remove(here.slack.app.bot_user)
    room.archived = True
    assert await problems(here) == {
        f"Slack room slack:{here.room}": "it is archived",
        f"Slack room slack:{here.help}": "the bot is not in it",
    }
    del here.slack.workspace.channels[here.room]
    assert "knows no room" in (await problems(here))[f"Slack room slack:{here.room}"]


async def test_an_unknown_group_is_named(here):
    name = here.settings.queues[0].agents[0]
    del here.slack.workspace.groups[name.rpartition(":")[2]]
    assert list(await problems(here)) == [f"Slack user group {name}"]


async def test_a_wrong_app_token_is_named(here):
    slack = here.settings.slack
    here.settings = type(here.settings)(
        **vars(here.settings) | {"slack": type(slack)(slack.bot_token, Secret("xapp-wrong"), api_url=slack.api_url)}
    )
    assert list(await problems(here)) == ["Slack Socket Mode"]


async def test_a_network_that_is_down_is_told_in_words_and_blames_no_token(here):
    await here.slack.stop()
    (found,) = await here.make().check()
    assert (found.what, found.problem) == ("Slack", "Slack cannot be reached: connection refused")
    assert "SLACK_BOT_TOKEN" not in found.mend


async def test_the_app_says_the_same_when_it_runs(here):
    await here.slack.stop()
    app = here.make()
    running = asyncio.create_task(app.run())

    async def is_told():
        return app.trouble

    await here.until(is_told)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert app.trouble.startswith("Slack cannot be reached: connection refused. Check the network")
