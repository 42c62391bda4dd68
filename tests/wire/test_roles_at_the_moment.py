"""Roles are read when the deed is done: who lost the group, the role or the room after the card was drawn is denied."""

from datetime import timedelta

import pytest

from sandbox.discord.outcomes import ImpossibleError
from tests.wire.deeds import NO_TICKET, ON_A_TICKET
from tests.wire.presses import on_discord, on_slack
from tests.wire.sights import nothing_happens
from tests.wire.ways import Ear, slack_command
from tests.wire.world import listening, world


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        await listening(made)
        made.numbers["mail"] = await made.asks_by_mail()
        await made.carried()
        yield made


async def test_who_left_the_group_on_slack_is_denied_at_the_next_click(here):
    await here.slack.click(here.town.cast.slack["cleo"], *card(here), "Claim")
    await here.until(lambda: "Release" in here.slack_card(1).buttons)
    await here.carried()
    group = here.town.room("slack agents")
    left = [one for one in here.town.slack.workspace.groups[group].members if one != here.town.cast.slack["bob"]]

    here.town.slack.workspace.set_group(group, left)  # the event of it drops what was known

    assert await clicks(here, "bob", "Note", {"Text": "I am gone."}) == NO_TICKET
    assert await clicks(here, "bob", "Release", None) == NO_TICKET


async def test_a_change_that_slack_never_told_counts_after_a_minute(here):
    await slack_command(here, "bob", ON_A_TICKET[-1], None)  # something that asks who Bob is
    here.town.slack.workspace.groups[here.town.room("slack agents")].members.remove(here.town.cast.slack["bob"])

    here.town.clock.forward(timedelta(seconds=61))

    assert await clicks(here, "bob", "Claim", None) == NO_TICKET


async def test_who_was_deactivated_on_slack_is_denied_at_the_next_click(here):
    here.town.slack.workspace.change_user(here.town.cast.slack["bob"], deleted=True)

    assert await clicks(here, "bob", "Claim", None) == NO_TICKET


async def test_who_lost_the_role_on_discord_is_denied_at_the_next_click(here):
    guild, cast = here.town.discord.guild, here.town.cast.discord
    watchers = next(role for role in guild.roles.values() if role.name == "Watchers")

    guild.give_roles(cast["cleo"], [watchers])

    for label, answers in (("Claim", None), ("Note", {"Text": "I am gone."})):
        told = await nothing_happens(
            here, "discord", "cleo", lambda label=label, answers=answers: on_discord(here, "cleo", 1, label, answers)
        )
        assert told.startswith(NO_TICKET)


async def test_a_form_that_was_open_when_the_role_went_is_denied_when_it_is_sent(here):
    guild, cast = here.town.discord.guild, here.town.cast.discord
    room, seen = here.town.room("discord support"), here.discord_card(1)
    await here.discord.click(cast["cleo"], room, seen.id, "Reply")

    guild.give_roles(cast["cleo"], [next(role for role in guild.roles.values() if role.name == "Watchers")])
    outcome = await here.discord.submit(cast["cleo"], {"Text": "I am gone."})

    assert NO_TICKET.partition("`")[0] in outcome.text
    assert await here.facts(1) == ["Opened", "Acknowledged"]
    assert not any(b"I am gone" in raw for raw in here.mail.add("ann@customer.example").raws.values())


async def test_who_left_the_server_can_press_nothing(here):
    here.town.discord.guild.remove_member(here.town.cast.discord["cleo"])

    with pytest.raises(ImpossibleError):
        await on_discord(here, "cleo", 1, "Claim", None)
    assert await here.facts(1) == ["Opened", "Acknowledged"]


def card(here):
    found = here.slack_card(1)
    return found.channel, found.ts


async def clicks(here, name, label, answers):
    ear = Ear(here, "slack", name)

    async def press():
        await on_slack(here, name, 1, label, answers)
        return await ear.hears()

    return (await nothing_happens(here, "slack", name, press)).partition("\n")[0]
