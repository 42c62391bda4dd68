"""A machine's mails over IMAP: one thread on either chat, and an end that nobody but the provider can vouch for."""

import pytest

from sandbox.town import DESK
from tests.wire.test_ringing import facts, lines
from tests.wire.world import Village, listening, world

MACHINE = "Nagios <nagios@mon.example>"
PROBLEM = "** PROBLEM Service Alert: web1/HTTP is CRITICAL **"
RECOVERY = "** RECOVERY Service Alert: web1/HTTP is OK **"
BOTH = ("slack", "discord")


class Watched(Village):
    def desk_toml(self):
        return {**super().desk_toml(), "monitor": [{"kind": "nagios", "from": ["nagios@mon.example"]}]}


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path, Watched()) as made:
        yield await listening(made)


async def says(here, subject, **fields):
    heard = await here.house.ask(here.heard)
    await here.mail.send(MACHINE, DESK, subject, "Socket timeout", **fields)
    await here.hears(heard + 1)


async def shown(here, text):
    """Until the cards on both chats show it."""
    await here.until(lambda: text in here.slack_card(1).text and text in here.discord_card(1).text)


async def test_problems_are_one_thread_with_a_count_and_the_ok_ends_it(here):
    await says(here, PROBLEM)
    await here.until(lambda: here.slack_card(1) and here.discord_card(1))
    for _ in range(5):
        await says(here, PROBLEM)
    await shown(here, "6 times")
    assert [len([one for one in lines(here, wire, 1) if "nagios" in one.text]) for wire in BOTH] == [1, 1]

    await says(here, RECOVERY)
    await facts(here, 1, "Resolved")
    await here.until(lambda: all("resolved this ticket" in lines(here, wire, 1)[-1].text for wire in BOTH))
    await here.carried()
    assert list(await here.all_facts()) == [1]
    assert here.mail.inbox("nagios@mon.example") == []


async def test_an_ok_that_the_provider_disowns_or_does_not_know_ends_nothing(here):
    await says(here, PROBLEM)
    await says(
        here, RECOVERY, headers={"Authentication-Results": "mx.evil.example; dmarc=pass header.from=mon.example"}
    )
    await here.settled()
    history = await here.history(1)
    assert [type(event.fact).__name__ for event in history] == ["Opened", "Unacknowledged", "Wrote"]
    assert history[-1].fact.alert.stays == "nobody vouches for its sender"
