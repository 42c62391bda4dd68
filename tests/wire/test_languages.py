"""Each reads the desk in their own language: what they set on the platform; a requester that of their queue."""

import pytest

from adapters.discord import tongues
from adapters.verbs import TABLE
from bot.phrasebook import phrases
from bot.speech import say, shown, speaking, word
from tests.wire import presses, ways
from tests.wire.deeds import Deed
from tests.wire.test_resolving import press, resolved
from tests.wire.world import Village, listening, world


class Munich(Village):
    """Its queue speaks German to its customers, and asks them how it was."""

    def desk_toml(self):
        toml = dict(super().desk_toml())
        return toml | {"queue": [queue | {"survey": True, "language": "de"} for queue in toml["queue"]]}


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        yield await listening(made)


async def test_the_answer_to_a_command_is_in_the_language_of_who_typed_it_on_slack(here):
    here.town.slack.workspace.users[here.town.cast.slack["bob"]].locale = "fr-FR"
    number = await here.asks_on_slack()
    with speaking("fr"):
        told = say("#{number} is yours.", number=number)
    ear = ways.Ear(here, "slack", "bob")
    await ways.COMMANDS["slack"](here, "bob", Deed("claim"), number)
    assert told in await ear.hears()


async def test_a_form_is_in_the_language_of_who_opens_it_on_slack(here):
    number, bob = await here.asks_on_slack(), here.town.cast.slack["bob"]
    here.town.slack.workspace.users[bob].locale = "de-AT"
    await ways.COMMANDS["slack"](here, "bob", Deed("claim"), number)  # now the desk knows who Bob is
    await presses.on_slack(here, "bob", number, "Note", None)
    view = await here.until(lambda: here.slack.modal(bob))
    with speaking("de"):
        assert view.body["submit"]["text"] == word("Save", "button")


async def test_a_form_is_in_the_language_of_who_opens_it_on_discord(here):
    number, bob = await here.asks_on_discord(), here.town.cast.discord["bob"]
    here.town.discord.world.user(bob).locale = "ja"
    await here.until(lambda: here.discord_card(number))
    await presses.on_discord(here, "bob", number, "Note", None)
    with speaking("ja"):
        assert word("Note", "form") in here.discord.modal(bob).title


def speaks(here, wire, name, locale):
    """What somebody has set on the platform."""
    who = getattr(here.town.cast, wire)[name]
    user = here.town.slack.workspace.users[who] if wire == "slack" else here.town.discord.world.user(who)
    user.locale = locale


async def does(here, wire, name, line, number=None, **options):
    """A command of `name` as it is typed on Slack, or chosen on Discord; what they were told."""
    verb, _, rest = line.partition(" ")
    return await ways.COMMANDS[wire](here, name, Deed(verb, rest, "", options), number)


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_an_agent_reads_help_and_refusals_in_german_while_the_room_stays_english(here, wire):
    agent = ways.NAMES[wire]["agent"]
    speaks(here, wire, agent, "de")
    number = await here.asks_by_mail()
    assert "Es übernehmen." in await does(here, wire, agent, "help claim", verb="claim")
    assert "Dieses Ticket gibt es nicht" in await does(here, wire, agent, "claim", 999)
    assert f"#{number} gehört jetzt dir." in await does(here, wire, agent, "claim", number)
    await here.until(lambda: "claimed this ticket" in thread(here, wire, number))


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_chosen_language_goes_before_that_of_the_platform(here, wire):
    agent = ways.NAMES[wire]["agent"]
    speaks(here, wire, agent, "fr")
    assert "de, wie von dir gewählt" in await does(here, wire, agent, "me language de", do="language de")
    assert "Was du hier tun kannst:" in await does(here, wire, agent, "help")
    assert "wie von dir gewählt" not in await does(here, wire, agent, "me language auto", do="language auto")
    with speaking("fr"):
        assert say("What you can do here:") in await does(here, wire, agent, "help")


async def test_a_requester_on_slack_is_told_the_number_in_their_language(here):
    speaks(here, "slack", "rita", "fr-FR")
    number = await here.asks_on_slack()
    told = phrases("fr").acknowledged_here.replace("{number}", str(number))
    help = here.town.room("slack help")
    root = here.slack.messages(help)[-1].ts
    await here.until(lambda: any(told in one.text for one in here.slack.messages(help, thread=root)))


async def test_a_requester_on_discord_is_told_the_number_in_the_language_they_write(here):
    number = await here.asks_on_discord("Bonjour, où puis-je trouver le manuel de la nouvelle imprimante ?")
    assert (await here.history(number))[0].fact.language == "fr"


async def test_discord_knows_its_commands_in_five_languages(here):
    [ticket] = [one for one in here.town.discord.commands.listed(here.town.discord.guild.id) if one["name"] == "ticket"]
    verb = next(one for one in TABLE if one.name == "claim")
    [claim] = [one for one in ticket["options"] if one["name"] == verb.name]
    for locale, language in tongues.LANGUAGES.items():
        with speaking(language):
            told = claim["description_localizations"].get(locale.value, verb.help)
            assert told == shown(verb.help)


@pytest.mark.parametrize("wire", ["slack", "discord"])
async def test_the_form_of_a_rating_speaks_the_language_of_its_queue(tmp_path, wire):
    async with world(tmp_path, Munich()) as here:
        await listening(here)
        if wire == "slack":
            speaks(here, wire, "rita", "")  # Slack tells nobody's language, and Discord none with a message
        await resolved(here, wire)
        await press(here, wire, "rita", "Ja")
        people, who = getattr(here, wire), getattr(here.town.cast, wire)["rita"]
        await press(here, wire, "rita", "4")
        await here.until(lambda: people.modal(who))
        await people.submit(who, {"Möchten Sie etwas ergänzen?": "Gut!"})
        await here.until(lambda: rated(here, 1))


def thread(here, wire, number):
    """What can be read in a ticket's thread."""
    card = getattr(here, f"{wire}_card")(number)
    said = here.slack.messages(card.channel, card.ts) if wire == "slack" else here.discord.messages(card.id)
    return "\n".join(one.text for one in said)


async def rated(here, number):
    return "Rated" in await here.facts(number)
