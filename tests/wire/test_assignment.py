"""The desk gives tickets to agents of either chat by turns: the thread calls them once, and they may give them back."""

import pytest

from bot.people import Person
from bot.roster import Member, Presence
from tests.wire import presses, ways
from tests.wire.deeds import Deed
from tests.wire.ways import plain
from tests.wire.world import Village, listening, world

PRESS = {"slack": presses.on_slack, "discord": presses.on_discord}


class Sharing(Village):
    """Its queues give tickets by turns."""

    def desk_toml(self):
        toml = dict(super().desk_toml())
        return toml | {"queue": [queue | {"assign": "round robin", "assign_most": 5} for queue in toml["queue"]]}


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path, Sharing()) as made:
        await listening(made)
        await made.house.ask(hire, made)
        yield made


def hire(here):
    """Bob works here, on both chats, each of which is somebody of its own: nobody linked them."""
    listed, now = here.house.settings.queues[0].agents, here.town.clock()
    with here.house.store.transaction() as tx:
        for wire in PRESS:
            grants = frozenset(one for one in listed if one.startswith(wire))
            place = f"{wire}:@{getattr(here.town.cast, wire)['bob']}"
            tx.roster.put(Member(Person("Bob", place, grants), now, Presence.HERE))


async def given(here, number, count=1):
    """Whom the desk gave the ticket to, the last of so many times."""

    async def found():
        facts = [one.fact for one in await here.history(number)]
        places = [fact.owner for fact in facts if getattr(fact, "how", "")]
        return places[-1] if len(places) >= count else ""

    return await here.until(found)


def called(here, wire):
    """Whose phones rang in that chat because the desk gave them something."""
    if wire == "slack":
        who = here.town.cast.slack["bob"]
        return list(here.slack.pinged(who))
    who = here.town.cast.discord["bob"]
    return [one for one in here.discord.pings if one.who == f"user:{who}"]


def offered(here, wire, number):
    """The words on the buttons of its card in that chat."""
    if wire == "slack":
        return here.slack_card(number).buttons
    return [one.label for one in here.discord_card(number).buttons]


async def test_agents_of_both_chats_are_given_tickets_by_turns_and_called_once_each(here):
    first, second = await here.asks_by_mail(), await here.asks_by_mail("Printer jams")
    owners = [await given(here, number) for number in (first, second)]
    assert {one.partition(":")[0] for one in owners} == set(PRESS)

    await here.carried()
    for wire in PRESS:
        await here.until(lambda wire=wire: called(here, wire))
        assert len(called(here, wire)) == 1
    told = await ways.slack_command(here, "bob", Deed("why"), first)
    assert "it was their turn" in plain(told)


@pytest.mark.parametrize("wire", PRESS)
async def test_what_is_given_back_is_not_given_to_the_same_again(here, wire):
    numbers = [await here.asks_by_mail(subject) for subject in ("VPN is down", "Printer jams")]
    owners = {await given(here, number): number for number in numbers}
    place = f"{wire}:@{getattr(here.town.cast, wire)['bob']}"
    number = owners[place]
    await here.until(lambda: "Release" in offered(here, wire, number))

    await PRESS[wire](here, "bob", number, "Release", None)
    assert await given(here, number, 2) != place
