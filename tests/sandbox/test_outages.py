"""The real desk in the sandbox: an outage loses nothing, and the desk comes back by itself."""

import pytest
import pytest_asyncio

from sandbox.switches import Switches
from sandbox.town import DESK
from tests.wire.world import listening, world

pytestmark = pytest.mark.asyncio(loop_scope="module")
BACK = 30.0  # seconds after a short outage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory):
    async with world(tmp_path_factory.mktemp("outages")) as one:
        yield await listening(one)


def in_thread(here, wire, number, words):
    """Whether the ticket's thread there says `words`, once."""
    if wire == "slack":
        card = here.slack_card(number)
        lines = here.slack.messages(card.channel, card.ts)
    else:
        lines = here.discord.messages(here.discord_card(number).id)
    return sum(words in one.text for one in lines) == 1


async def test_what_happened_while_everything_was_down_is_told_afterwards_and_once(here):
    number, town, faults = await here.asks_by_mail(), here.town, Switches(here.town.faults)
    await here.carried()
    downs = ("slack down", "discord down", "mail down")
    for name in downs:
        faults.switch(name, True)
    assert town.slack.sockets.count == 0
    card = here.slack_card(number)
    await here.slack.say(town.cast.slack["bob"], card.channel, "from slack", thread=card.ts)
    await here.discord.say(town.cast.discord["cleo"], here.discord_card(number).id, "from discord")
    await here.mail.send("Ann <ann@customer.example>", DESK, "The mail in between", "It burns")
    await here.until(lambda: here.house.edges["mail"].trouble)
    for name in downs:
        faults.switch(name, False)
    await here.until(lambda: in_thread(here, "discord", number, "from slack"), BACK)
    await here.until(lambda: in_thread(here, "slack", number, "from discord"), BACK)
    await here.until(lambda: here.slack_card(number + 1) and here.discord_card(number + 1), BACK)
    await here.until(lambda: not any(edge.trouble for edge in here.house.edges.values()), BACK)
    assert here.slack_card(number + 1).text.count("The mail in between") == 1


async def test_a_file_in_a_command_on_discord_reaches_the_customer(here):
    number, bob = await here.asks_by_mail("Send me the plan"), here.town.cast.discord["bob"]
    room = here.discord_card(number).id
    options = {"text": "Here it is.", "file": ("plan.txt", b"the plan")}
    outcome = await here.discord.command(bob, room, "ticket reply", options)
    assert not outcome.error

    def got():
        letters = here.town.mail.inbox(here.town.cast.mail["ann"])
        return [file for one in letters for file in one.iter_attachments()]

    (file,) = await here.until(got)
    assert (file.get_filename(), file.get_content().strip()) == ("plan.txt", "the plan")
