"""The menu of the card: what needs more than a click brings a form up as the first answer."""

from dataclasses import replace

import pytest

from adapters.discord import buttons
from bot.config import Queue
from bot.ticket import Status, Ticket
from sandbox.discord.outcomes import ImpossibleError

TICKET = Ticket(42, 3, "mail:ann@example.org", "Ann", "mail:ann@example.org", "VPN is down", "support")


async def chosen(here, name):
    outcome = await here.people.select(here.bob, here.room, here.root().id, "More …", [name])
    return outcome.modal


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("owner", ["", "discord:@80"])
def test_the_menu_offers_no_more_than_the_platform_takes(status, owner):
    options = buttons.rows(replace(TICKET, status=status, owner=owner))[1]["components"][0]["options"]
    values = [one["value"] for one in options]
    assert {"tag", "subject", "queue", "assign", "history", "show"} <= set(values)
    assert len(values) == len(set(values)) <= 25


async def test_tags_are_written_in_a_form_of_the_menu(here):
    await here.ticket()
    modal = await chosen(here, "Tags")
    assert (modal.title, modal.fields) == ("Tag #1", ["Tags"])
    sent = await here.people.submit(here.bob, {"Tags": "+vpn +office"})
    assert "tagged: office, vpn" in sent.text or "tagged: vpn, office" in sent.text
    await here.until(lambda: "vpn" in here.root().text)


async def test_the_subject_is_written_in_a_form_of_the_menu(here):
    await here.ticket()
    assert (await chosen(here, "Subject")).title == "Subject #1"
    await here.people.submit(here.bob, {"Subject": "The whole net is down"})
    await here.until(lambda: "The whole net is down" in here.root().text)


async def test_an_agent_is_chosen_in_a_form_of_the_menu(here):
    await here.ticket()
    assert (await chosen(here, "Assign")).fields == ["Agent"]
    sent = await here.people.submit(here.bob, {"Agent": here.cleo})
    assert "Cleo has" in sent.text
    await here.until(lambda: f"<@{here.cleo}>" in here.root().text)
    here.people.pings.clear()


@pytest.mark.parametrize("name", ["Tags", "Subject", "Queue", "Assign"])
async def test_a_form_of_the_menu_wants_its_answer(here, name):
    await here.ticket()
    await chosen(here, name)
    with pytest.raises(ImpossibleError, match="is required"):
        await here.people.submit(here.bob, {})


async def test_nobody_is_handed_a_ticket_who_may_not_work_on_it(here):
    await here.ticket()
    await chosen(here, "Assign")
    await here.people.submit(here.bob, {"Agent": here.max})
    await here.settled()
    assert here.state().owner is None


async def test_a_stranger_changes_nothing_by_a_form_of_the_menu(here):
    await here.ticket()
    here.guild.members[here.bob].roles.clear()
    here.guild.channels[here.room].overwrites.clear()
    await chosen(here, "Subject")
    await here.people.submit(here.bob, {"Subject": "Mine now"})
    await here.settled()
    assert here.state().subject == "My VPN is down"


async def test_the_queues_are_offered_in_a_form_of_the_menu(alone):
    support = alone.settings.queues[0]
    alone.configure(support, Queue("billing", rooms=(f"discord:{alone.forum}",), agents=support.agents))
    await alone.up()
    await alone.ticket()
    assert (await chosen(alone, "Queue")).fields == ["Queue"]
    await alone.people.submit(alone.bob, {"Queue": "billing"})
    await alone.until(lambda: alone.state().queue == "billing")


async def test_a_form_of_the_menu_is_understood_after_a_restart(here):
    await here.ticket()
    await chosen(here, "Tags")
    await here.restart()
    await here.people.submit(here.bob, {"Tags": "+vpn"})
    await here.until(lambda: here.state().tags == ("vpn",))


async def test_a_form_that_a_command_opens_holds_what_was_typed_and_nothing_else(here):
    await here.ticket()
    asked = await here.people.command(here.bob, here.root().id, "ticket note", {"step": "theory", "number": 1})
    assert set(asked.modal.values.values()) == {""}
    await here.people.submit(here.bob, {"Text": "The fuse?"})
    await here.until(lambda: "☑ theory" in here.root().text)
