"""Transcripts on both chats: for who asked alone, with files, and nothing of the agents' in what is public."""

import json

import pytest

from tests.wire import ways
from tests.wire.deeds import AGENTS_ONLY, Deed

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("transcripts")]  # one world
QUESTIONS = [  # of others about other things: what is alike is asked about
    ("Ann", "VPN is down", "Nothing loads."), ("Dora", "Toner", "The printer prints no more."),
    ("Emil", "Invoice", "Where can I pay?"), ("Fay", "Chair", "One leg broke off."),
]  # fmt: skip
HOSTILE = "<script>alert(1)</script> @everyone <!channel>"


async def asked(here):
    """A ticket with a note, and what was asked."""
    name, subject, text = QUESTIONS.pop()
    number = await here.asks_by_mail(subject, f"{text} {HOSTILE}", name)
    await ways.slack_bang(here, "bob", Deed("note", "She pulled the plug."), number)
    return number, text


def on_slack(here, name):
    """The papers that came to `name` by direct message."""
    app = here.town.slack.app.bot_user
    theirs = here.slack.messages(here.slack.dm(here.town.cast.slack[name]))
    names = {one for message in theirs for one in message.files}
    return [
        one.data.decode() for one in here.town.slack.workspace.files.values() if one.name in names and one.user == app
    ]


def on_discord(here, name):
    """The papers that only `name` can see."""
    who, world = here.town.cast.discord[name], here.town.discord.world
    direct = [
        one for room in world.directs.values() if who in room.recipients for one in here.discord.messages(room.id)
    ]
    ids = {one.id for one in (*here.discord.ephemerals(who), *direct)}
    found = [*world.ephemerals, *(one for room in world.directs.values() for one in room.messages.values())]
    return [file.data.decode() for one in found if one.id in ids for file in one.attachments]


PAPERS = {"slack": on_slack, "discord": on_discord}


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_supervisor_has_all_of_it_as_a_page_in_which_nothing_runs(busy, wire):
    number, _ = await asked(busy)

    told = await ways.COMMANDS[wire](busy, "sue", Deed("transcript", "full", "", {"how": "full"}), number)

    page = (await busy.until(lambda: PAPERS[wire](busy, "sue")))[-1]
    assert f"all of #{number}" in told
    assert "She pulled the plug." in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_requester_has_what_is_public_of_their_own_and_not_more(busy, wire):
    number = await (busy.asks_on_slack() if wire == "slack" else busy.asks_on_discord())
    await busy.carried()
    await ways.COMMANDS["slack"](busy, "bob", Deed("note", "She never reads."), number)
    command = ways.COMMANDS[wire]

    await command(busy, "rita", Deed("transcript", "json", "", {"how": "json"}), number)

    told = json.loads((await busy.until(lambda: PAPERS[wire](busy, "rita")))[-1])
    assert told["reach"] == "public"
    assert "never reads" not in str(told)
    refusal = await command(busy, "rita", Deed("transcript", "full", "", {"how": "full"}), number)
    assert refusal in (AGENTS_ONLY, "Only supervisors can do that.")


@pytest.mark.parametrize(("wire", "say"), [("slack", ways.slack_bang), ("discord", ways.discord_bang)])
async def test_asked_for_in_the_thread_it_comes_by_direct_message(busy, wire, say):
    number, text = await asked(busy)
    before = len(PAPERS[wire](busy, "bob"))

    await say(busy, "bob", Deed("transcript", "text"), number)

    found = await busy.until(lambda: PAPERS[wire](busy, "bob")[before:])
    assert text in found[0]
    assert "pulled the plug" not in found[0]
