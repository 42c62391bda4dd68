"""Each reads the desk in their own language: what they set on the platform; a requester that of their queue."""

import pytest

from adapters.discord import tongues
from adapters.verbs import TABLE
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
        assert view.body["submit"]["text"] == word("Send", "button")


async def test_a_form_is_in_the_language_of_who_opens_it_on_discord(here):
    number, bob = await here.asks_on_discord(), here.town.cast.discord["bob"]
    here.town.discord.world.user(bob).locale = "ja"
    await presses.on_discord(here, "bob", number, "Note", None)
    with speaking("ja"):
        assert word("Note", "form") in here.discord.modal(bob).title


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
        await resolved(here, wire)
        await press(here, wire, "rita", "Ja")
        people, who = getattr(here, wire), getattr(here.town.cast, wire)["rita"]
        await press(here, wire, "rita", "4")
        await here.until(lambda: people.modal(who))
        await people.submit(who, {"Möchten Sie etwas ergänzen?": "Gut!"})
        await here.until(lambda: rated(here, 1))


async def rated(here, number):
    return "Rated" in await here.facts(number)
