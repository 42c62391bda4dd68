"""The machine on the page: what the desk told, in words that people understand."""

import pytest

from sandbox.sights.looks import read
from sandbox.sights.machine import Machine
from sandbox.sights.town import Sights
from tests.sandbox.page_desk import opened


@pytest.fixture
async def here():
    async with opened() as one:
        yield one


async def test_places_are_told_in_words(here):
    town = here.town
    machine, room = Machine(town, {}), here.slack_room
    dm = town.slack.workspace.dm(here.bob)
    thread, direct = await here.thread(), town.discord.world.direct(int(here.dbob)).id
    said = {
        f"slack:{room}": "Slack #support", f"slack:{room}/17.1": "Slack #support · thread",
        f"slack:{dm}": "Slack message to Bob", f"slack:@{here.bob}": "Slack @Bob",
        f"discord:{here.discord_room}": "Discord #support", f"discord:{thread}": "Discord #support · thread",
        f"discord:{direct}": "Discord message to Bob", "discord:²": "Discord message to ²",
        "mail:ann@customer.example": "mail to ann@customer.example", "desk": "desk",
    }  # fmt: skip
    assert {place: machine.place(place) for place in said} == said


async def test_the_newest_comes_first_and_the_rest_stays_away(here):
    events = [{"id": number, "kind": "Noted"} for number in range(80)]
    posts = [{"id": number, "place": "mail:a@b", "state": "sent"} for number in range(60)]
    here.desk.state = "ended"
    here.desk.trouble = "it broke"
    here.desk.tells(events=events, posts=posts, counts={"dead": 1}, troubles={"mail": "It is not there."})
    cells = await here.cells()
    assert [one["id"] for one in cells["machine/events"]] == list(range(79, 19, -1))
    assert [one["id"] for one in cells["machine/posts"]] == list(range(59, 19, -1))
    assert cells["machine/posts"][0]["to"] == "mail to a@b"
    assert cells["machine/counts"] == {"dead": 1}
    troubles = {"mail": "It is not there."}
    assert cells["machine/desk"] == {"state": "ended", "trouble": "it broke", "troubles": troubles}


async def test_what_crossed_the_wires_is_listed(here):
    await here.card("hello")
    last = [one for one in (await here.cells())["machine/exchanges"] if one["what"] == "chat.postMessage"]
    assert [(one["wire"], one["towards"], one["status"]) for one in last] == [("slack", "wire", 200)]


async def test_a_pane_that_is_folded_away_costs_nothing(here):
    cells = await here.cells(machine=False)
    assert [key for key in cells if key.startswith("machine/")] == []
    assert cells["guide"]["current"] == 0


async def test_without_a_desk_there_is_still_a_world(here):
    sights = Sights(here.town, {}, None)
    cells = sights.cells(read({}), lambda _slot, _place, mark: mark, [])
    assert cells["machine/desk"] == {"state": "off", "trouble": "", "troubles": {}}
