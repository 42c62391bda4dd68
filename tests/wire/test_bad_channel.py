"""A dead channel stops only itself, says so in one sentence with its mend, and brings everything once it is mended."""

from datetime import timedelta

import aiohttp
import pytest

from sandbox.mail.server import PASSWORD
from sandbox.town import DESK
from tests.wire.deeds import Deed
from tests.wire.ways import slack_command
from tests.wire.world import Village, world

UNKNOWN_ROOM = "C0NOWHERE"


class Elsewhere(Village):
    """Settings that name rooms which are not there: `lost` is "slack" or "discord"."""

    def __init__(self, lost):
        super().__init__()
        self.lost = lost

    def desk_toml(self):
        toml = dict(super().desk_toml())
        wrong = {"slack": f"slack:{UNKNOWN_ROOM}", "discord": "discord:1180000000000000099"}[self.lost]
        right = self.places[f"{self.lost} support"]
        support = toml["queue"][0]
        toml["queue"] = [support | {"rooms": [wrong if one == right else one for one in support["rooms"]]}]
        return toml


async def ready(here):
    """The status of /readyz, and the parts in trouble with their sentences."""
    url = f"http://{here.house.web.host}:{here.house.web.port}/readyz"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, (await answer.json())["troubles"]


async def is_troubled(here, part, words):
    status, troubles = await ready(here)
    return status == 503 and set(troubles) == {part} and words in troubles[part]


async def findings(here, part):
    """What doctor finds wrong with a part, each with how to mend it."""
    return [one for one in await here.house.edges[part].check() if one.problem]


async def told_once(here, part, words):
    """Health and doctor name the part, and nothing but the part; each finding says how it is mended."""
    await here.until(lambda: is_troubled(here, part, words))
    assert set(await here.house.troubles()) == {part}
    wrong = await findings(here, part)
    assert wrong
    assert all(one.mend for one in wrong)
    for other in set(here.house.edges) - {part}:
        assert not await findings(here, other)
    return wrong


async def asked(here):
    before = len(await here.all_facts())
    await here.mail.send("Ann <ann@customer.example>", DESK, "VPN is down", "Nothing loads.")
    return await here.came(before)


def cards(here, wire):
    """All cards in the agents' room of a chat, as people see them."""
    return [one for one in getattr(here, wire).messages(here.town.room(f"{wire} support")) if one.buttons]


def acknowledged(here):
    return here.mail.inbox("ann@customer.example")


async def mended(here, part):
    """Time passes until the part is tried again and all is well."""

    async def is_well():
        here.town.clock.forward(timedelta(seconds=20))
        return not (await here.house.troubles()).get(part)

    await here.until(is_well, 40)
    await here.carried()


async def test_a_refused_token_of_slack_s_stops_only_slack(tmp_path):
    async with world(tmp_path, SLACK_BOT_TOKEN="xoxb-wrong") as here:
        wrong = await told_once(here, "slack", "invalid_auth")
        assert "SLACK_BOT_TOKEN" in wrong[0].mend
        number = await asked(here)
        await here.until(lambda: here.discord_card(number) and acknowledged(here))
        assert not cards(here, "slack")

        here.town.slack.app.bot_token = "xoxb-wrong"  # the platform takes it from now on
        await mended(here, "slack")

        await here.until(lambda: cards(here, "slack"))
        assert len(cards(here, "slack")) == len(cards(here, "discord")) == len(acknowledged(here)) == 1


async def test_a_missing_scope_of_slack_s_is_named(tmp_path):
    town = Village()
    town.slack.app.scopes.discard("chat:write")
    async with world(tmp_path, town) as here:
        number = await asked(here)
        await here.until(lambda: here.discord_card(number) and acknowledged(here))
        wrong = await told_once(here, "slack", "scope chat:write")
        assert [one.what for one in wrong] == ["Slack scope chat:write"]

        town.slack.app.scopes.add("chat:write")
        await mended(here, "slack")

        await here.until(lambda: cards(here, "slack"))
        assert len(cards(here, "slack")) == 1


async def test_a_room_that_slack_does_not_know_stops_only_that_room(tmp_path):
    town = Elsewhere("slack")
    async with world(tmp_path, town) as here:
        number = await asked(here)
        await here.until(lambda: here.discord_card(number) and acknowledged(here))
        wrong = await told_once(here, "slack", UNKNOWN_ROOM)
        assert UNKNOWN_ROOM in wrong[0].what
        told = await slack_command(here, "bob", Deed("claim"), number)
        assert told == f"#{number} is yours."

        town.slack.workspace.add_channel("found", [town.cast.slack["bob"]], private=True, id=UNKNOWN_ROOM)
        await mended(here, "slack")

        def found():
            return [one for one in here.slack.messages(UNKNOWN_ROOM) if one.buttons]

        await here.until(found)
        assert len(found()) == 1
        assert "Bob" in found()[0].text


async def test_a_refused_token_of_discord_s_stops_only_discord(tmp_path):
    async with world(tmp_path, DISCORD_TOKEN="wrong.discord.token") as here:
        wrong = await told_once(here, "discord", "DISCORD_TOKEN")
        assert "DISCORD_TOKEN" in wrong[0].mend
        number = await asked(here)
        await here.until(lambda: here.slack_card(number) and acknowledged(here))

        here.town.discord.credentials.token = "wrong.discord.token"
        await mended(here, "discord")

        await here.until(lambda: cards(here, "discord"))
        assert len(cards(here, "discord")) == len(cards(here, "slack")) == 1


async def test_a_room_that_discord_does_not_know_stops_only_that_room(tmp_path):
    async with world(tmp_path, Elsewhere("discord")) as here:
        number = await asked(here)
        await here.until(lambda: here.slack_card(number) and acknowledged(here))

        wrong = await told_once(here, "discord", "1180000000000000099")

        assert "1180000000000000099" in wrong[0].what


class Mistyped(Village):
    """The password of the mailbox in the settings is wrong."""

    def env(self, directory):
        env = super().env(directory)
        return env | {"IMAP_URL": env["IMAP_URL"].replace(f":{PASSWORD}@", ":wrong@")}


async def test_a_refused_login_stops_only_the_reading_of_mail(tmp_path):
    async with world(tmp_path, Mistyped()) as here:
        wrong = await told_once(here, "mail", "refuses our login")
        assert [one.what for one in wrong] == [
            "Mailbox support: reading over IMAP",
            "Mailbox support: all that lies on the server was fetched",
        ]

        await here.until(lambda: here.town.slack.sockets.count)
        number = await here.asks_on_slack()
        await here.until(lambda: here.slack_card(number) and here.discord_card(number))
        await slack_command(here, "bob", Deed("open", "--for ann@customer.example Your VPN"), None)
        await slack_command(here, "bob", Deed("reply", "It works again."), number + 1)

        await here.until(lambda: acknowledged(here))  # mail still goes out


@pytest.mark.parametrize("kind", ["4xx", "drop_before"])
async def test_a_mail_server_that_is_down_delays_only_the_mail(tmp_path, kind):
    async with world(tmp_path) as here:
        here.town.faults.add("smtp:mail", kind, times=-1)
        number = await asked(here)
        await here.until(lambda: here.slack_card(number) and here.discord_card(number))
        assert not acknowledged(here)

        await here.until(lambda: here.town.journal.of("smtp", "MAIL"))
        here.town.faults.clear()

        def arrives():
            here.town.clock.forward(timedelta(seconds=20))
            return acknowledged(here)

        await here.until(arrives)
        await here.carried()
        assert len(acknowledged(here)) == 1
