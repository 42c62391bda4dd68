"""Every verb is offered in both chats with the same arguments, and help says only what works where it was asked."""

import re

import pytest
import pytest_asyncio

from adapters import lines
from adapters.slack.manifest import manifest
from adapters.verbs import TABLE, VERBS, WORDS, Takes
from bot import settings
from tests.wire import ways
from tests.wire.deeds import Deed
from tests.wire.world import listening, world

pytestmark = pytest.mark.asyncio(loop_scope="module")
TEXT, INTEGER, BOOLEAN, USER, FILE = 3, 4, 5, 6, 11  # Discord's kinds of options
KINDS = {Takes.FLAG: BOOLEAN, Takes.PERSON: USER, Takes.TICKET: INTEGER}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory):
    async with world(tmp_path_factory.mktemp("parity")) as made:
        await listening(made)
        made.numbers["mail"] = await made.asks_by_mail()
        yield made


def registered(here):
    """Discord's subcommands by word and name, as the desk registered them with the platform."""
    tree = [here.town.discord.commands.find(word, 1, False) for word in WORDS]
    return {(group["name"], one["name"]): one for group in tree for one in group["options"]}


async def test_discord_knows_every_verb_that_is_no_button_s_and_no_other(here):
    assert set(registered(here)) == {key for key, verb in VERBS.items() if not verb.pressed}


@pytest.mark.parametrize("verb", [verb for verb in TABLE if not verb.pressed], ids=lambda verb: verb.name)
async def test_discord_takes_the_arguments_of_the_table(here, verb):
    one = registered(here)[verb.word, verb.name]
    options = {each["name"]: each for each in one.get("options", [])}
    extra = {"number": INTEGER} if verb.has_number else {}
    extra |= {"file": FILE} if verb.name in ("open", "reply", "note") else {}

    assert one["description"] == verb.help[:100]
    assert {name: each["type"] for name, each in options.items()} == {
        argument.name: KINDS.get(argument.takes, TEXT) for argument in verb.arguments
    } | extra
    for argument in verb.arguments:
        assert options[argument.name].get("required", False) == (argument.is_required and not verb.form)


@pytest.mark.parametrize("verb", TABLE, ids=lambda verb: verb.name)
async def test_slack_reads_every_verb_of_the_table(verb):
    found, number, _ = lines.read(f"{verb.name} 7 words", verb.word)

    assert found is verb
    assert number == (7 if verb.has_number else None)


async def test_slack_s_manifest_offers_the_words_and_the_menus_of_messages(here):
    made = manifest(settings.read(here.town.env(here.home), here.town.desk_toml()))

    assert [one["command"] for one in made["features"]["slash_commands"]] == [f"/{word}" for word in WORDS]
    menus = {"Send to requester", "Open a ticket from this", "Split from here"}
    assert {one["name"] for one in made["features"]["shortcuts"]} == menus
    for name in menus:
        assert here.town.discord.commands.find(name, 3, False)
    assert set(made["oauth_config"]["scopes"]["bot"]) <= here.town.slack.app.scopes


def named(told):
    """The verbs that help names."""
    return {name for line in re.findall(r"All there is.*?: (.*)\.", told) for name in line.split(", ")}


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_help_names_every_verb_of_the_asker_and_no_other(here, wire):
    command, agent = ways.COMMANDS[wire], ways.NAMES[wire]["agent"]
    words = [verb for verb in TABLE if not verb.pressed]

    assert named(await command(here, "sue", Deed("help"), None)) == {verb.name for verb in words}
    assert named(await command(here, agent, Deed("help"), None)) == {
        verb.name for verb in words if verb.who != "supervisor"
    }
    assert named(await command(here, "otto", Deed("help"), None)) == {
        verb.name for verb in words if verb.who not in ("agent", "supervisor")
    }


async def test_help_in_a_thread_of_slack_s_speaks_of_words_and_not_of_commands(here):
    told = await ways.slack_bang(here, "bob", Deed("help"), here.numbers["mail"])

    assert "!claim" in told
    assert "/ticket" not in told


async def test_help_on_discord_knows_the_ticket_of_the_thread_it_is_asked_in(here):
    thread, who = here.discord_card(here.numbers["mail"]).id, here.town.cast.discord["cleo"]

    outcome = await here.discord.command(who, thread, "desk help")

    assert f"/ticket claim number:{here.numbers['mail']}" in outcome.text
    assert "nobody has it" in outcome.text


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_help_explains_one_verb(here, wire):
    told = await ways.COMMANDS[wire](here, ways.NAMES[wire]["agent"], Deed("help", "take", "", {"verb": "take"}), None)

    assert "Take it even if somebody has it." in told


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_each_agents_room_has_one_guide_and_no_requester_s_has_any(here, wire):
    people, threads = getattr(here, wire), here.town.discord.guild.threads.values()

    def guides(name):
        """In a forum it is a post."""
        room = here.town.room(f"{wire} {name}")
        rooms = [room, *(one.id for one in threads if str(one.parent_id) == room and "👋" in one.name)]
        return [said for one in rooms for said in people.messages(one) if "Press Claim on a card" in said.text]

    assert await here.until(lambda: [len(guides(one)) for one in ("support", "billing", "help")] == [1, 1, 0])


async def test_discord_takes_the_number_from_the_thread_it_is_asked_in(here):
    thread, who = here.discord_card(here.numbers["mail"]).id, here.town.cast.discord["cleo"]

    outcome = await here.discord.command(who, thread, "ticket show")

    assert "VPN is down" in outcome.text
