"""Who is on call, on either chat: shown, swapped by the button of who was asked, and rung by the ladder."""

from datetime import timedelta

import pytest

from bot.moments import MARK
from bot.people import Person
from tests.wire.deeds import Deed
from tests.wire.test_ringing import called, lines
from tests.wire.ways import Ear, discord_command, plain, slack_command
from tests.wire.world import Village, listening, world

COMMAND = {"slack": slack_command, "discord": discord_command}


class Rostered(Village):
    """Bob, then Cleo, on both chats each; the ladder rings who is on call."""

    def desk_toml(self):
        cast = self.cast
        people = [[f"slack:@{cast.slack[one]}", f"discord:@{cast.discord[one]}"] for one in ("bob", "cleo")]
        rota = {"people": people, "turn": "day", "changes": "00:00", "begins": self.clock().date()}
        ladder = [{"at": "25%", "ping": ["oncall"], "dm": True}]
        return {**super().desk_toml(), "oncall": [rota], "ladder": ladder}


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path, Rostered()) as made:
        await made.house.ask(met, made)
        yield await listening(made)


def met(here):
    """Both have written to the desk before: it knows what they are called."""
    with here.house.store.transaction() as tx:
        for wire, name in ((wire, name) for wire in ("slack", "discord") for name in ("bob", "cleo")):
            place = f"{wire}:@{getattr(here.town.cast, wire)[name]}"
            tx.people.meet(Person(name.title(), place), here.town.clock())


async def told(here, wire, name, rest="", **options):
    return plain(await COMMAND[wire](here, name, Deed("oncall", rest, "", options), None))


def notices(here, wire):
    """What stands in the agents' room about who is on call, newest last."""
    found = getattr(here, wire).messages(here.town.room(f"{wire} support"))
    return [one for one in found if "📟" in one.text or "🔁" in one.text]


async def presses(here, wire, name, line, label):
    ear, cast = Ear(here, wire, name), getattr(here.town.cast, wire)
    spot = line.ts if wire == "slack" else line.id
    await getattr(here, wire).click(cast[name], here.town.room(f"{wire} support"), spot, label)
    await here.settled()
    return ear


@pytest.mark.parametrize("wire", COMMAND)
async def test_who_is_on_call_is_shown_in_each_readers_own_time(here, wire):
    said = await told(here, wire, "cleo")
    assert "📟 support: Bob is on call until" in said
    assert "Next: Cleo, from" in said
    assert ("<t:" in said) == (wire == "discord")  # Slack's people see it drawn
    assert MARK not in said

    assert "Cleo" in await told(here, wire, "cleo", "next", do="next")
    assert "Only the agents of this queue can do that." in await told(here, wire, "rita")
    await here.until(lambda: any("Bob is on call for support until" in one.text for one in notices(here, wire)))


@pytest.mark.parametrize("wire", COMMAND)
async def test_a_swap_is_accepted_by_who_was_asked_and_by_nobody_else(here, wire):
    said = await told(here, wire, "cleo", "swap @bob", do="swap", agent="bob")
    assert "Bob is asked in the room, and has to accept." in said
    line = await here.until(lambda: next((one for one in notices(here, wire) if "🔁" in one.text), None))
    assert [getattr(one, "label", one) for one in line.buttons] == ["Accept", "Decline"]
    assert called(here, wire, line) == {"bob"}

    for name, why in (("max", "no such proposal"), ("cleo", "Only Bob can answer that")):
        ear = await presses(here, wire, name, line, "Accept")
        assert why in plain(await ear.hears())
    await presses(here, wire, "bob", line, "Accept")
    await here.until(lambda: any("accepted by Bob" in one.text and not one.buttons for one in notices(here, wire)))
    assert "(stands in)" in await told(here, wire, "bob", "next", do="next")


@pytest.mark.parametrize("wire", COMMAND)
async def test_the_ladder_mentions_who_is_on_call_now_and_tells_them_directly(here, wire):
    number = await here.asks_by_mail()
    ear = Ear(here, wire, "bob")
    await told(here, wire, "cleo", "take until 2d", do="take", when="until 2d")
    await here.until(lambda: any("Cleo stands in" in one.text for one in notices(here, wire)))
    direct = Ear(here, wire, "cleo")
    here.town.clock.forward(timedelta(hours=1, minutes=2))

    line = await here.until(lambda: next((one for one in lines(here, wire, number) if "🔔" in one.text), None))
    assert called(here, wire, line) == {"cleo"}
    assert f"#{number}" in plain(await direct.hears())
    assert ear.news() == []
