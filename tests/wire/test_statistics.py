"""Numbers on both chats: text with the tickets behind it, a picture, a table; for who may read them alone."""

from datetime import timedelta

import pytest

from tests.wire import ways
from tests.wire.deeds import AGENTS_ONLY, Deed
from tests.wire.world import Village, listening, world

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("statistics")]  # one world
MORNING = "08:00"


class Waking(Village):
    """Its desk tells room and supervisors once a day how it stands."""

    def desk_toml(self):
        toml = dict(super().desk_toml())
        people = [f"slack:@{self.cast.slack['sue']}", f"discord:@{self.cast.discord['sue']}"]
        return toml | {"digest": [{"at": MORNING, "queues": ["support"], "to": ["rooms", *people]}]}


def on_slack(here, name):
    """The files that came to `name` by direct message: their name, bytes and words."""
    who, app = here.town.cast.slack[name], here.town.slack.app.bot_user
    shown = {one for message in here.slack.messages(here.slack.dm(who)) for one in message.files}
    files = here.town.slack.workspace.files.values()
    return [(one.name, one.data, one.alt) for one in files if one.name in shown and one.user == app]


def on_discord(here, name):
    """The files that only `name` can see."""
    who, world_ = here.town.cast.discord[name], here.town.discord.world
    ids = {one.id for one in here.discord.ephemerals(who)}
    files = [file for one in world_.ephemerals if one.id in ids for file in one.attachments]
    return [(one.filename, one.data, one.description) for one in files]


FILES = {"slack": on_slack, "discord": on_discord}


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_an_agent_reads_the_numbers_and_a_button_shows_the_tickets(busy, wire):
    number = await busy.asks_by_mail("VPN is down", "Nothing loads.", f"Vera{wire}")
    name = ways.NAMES[wire]["agent"]
    told = await ways.COMMANDS[wire](busy, name, Deed("stats", "period:today", "", {"what": "period:today"}), None)
    assert "Clocks run out:" in told

    people, who = getattr(busy, wire), getattr(busy.town.cast, wire)[name]
    shown = people.ephemerals(who)[-1]
    count = next(line for line in told.splitlines() if line.startswith("Created: ")).partition(": ")[2]
    if wire == "slack":
        await people.select(who, shown.channel, shown.ts, "The tickets of …", f"Created ({count})")
    else:
        room = int(busy.town.room("discord help"))
        await people.select(who, room, shown.id, "The tickets of …", [f"Created ({count})"])

    await busy.until(lambda: f"#{number}" in str(people.ephemerals(who)[-1:]))


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_table_and_a_picture_with_its_words_go_to_who_asked_alone(busy, wire):
    await busy.asks_by_mail("Printer", "It jams.", f"Paul{wire}")
    for form in ("csv", "picture"):
        await ways.COMMANDS[wire](busy, "sue", Deed("stats", form, "", {"what": form}), None)

    table, picture = await busy.until(lambda: len(found := FILES[wire](busy, "sue")) >= 2 and found[-2:], 60)

    assert table[0] == "deskbell-queue-30d.csv"
    assert b"support," in table[1]
    assert picture[0] == "numbers.png"
    assert picture[1].startswith(b"\x89PNG")
    assert "Created:" in picture[2]
    assert FILES[wire](busy, "max") == FILES[wire](busy, ways.NAMES[wire]["agent"]) == []


@pytest.mark.parametrize("wire", ways.CHATS)
@pytest.mark.parametrize("form", ["", "csv", "picture", "by:agent"])
async def test_who_is_no_agent_gets_no_number(busy, wire, form):
    told = await ways.COMMANDS[wire](busy, "max", Deed("stats", form, "", {"what": form} if form else {}), None)
    assert told == AGENTS_ONLY


async def test_an_agent_does_not_compare_colleagues(busy):
    told = await ways.slack_command(busy, "bob", Deed("stats", "by:agent"), None)
    assert "Only supervisors compare agents" in told


async def test_in_the_morning_room_and_supervisors_read_how_it_stands_once(tmp_path):
    async with world(tmp_path, Waking()) as here:
        await listening(here)
        await here.asks_by_mail()
        here.town.clock.forward(timedelta(days=1))
        hour = here.town.clock().replace(hour=8, minute=5)
        here.town.clock.forward(hour + timedelta(days=1) - here.town.clock())
        sue = here.town.cast.slack["sue"]

        def told():
            slack = [*here.slack.messages(here.slack.dm(sue)), *here.slack.messages(here.town.room("slack support"))]
            rooms = [one for one in here.town.discord.world.directs.values()
                     if here.town.cast.discord["sue"] in one.recipients]  # fmt: skip
            direct = [one for room in rooms for one in here.discord.messages(room.id)]
            return [one.text for one in [*slack, *direct] if "The desk on" in one.text]

        await here.until(lambda: len(told()) == 3, 60)
        assert all("1 open" in one for one in told())
        here.town.clock.forward(timedelta(hours=1))
        await here.carried()
        assert len(told()) == 3
