"""Text that would ping, mask, break or flood: it pings nobody, hides no host, and is there to read on every wire."""

import re

import pytest
import pytest_asyncio

from sandbox.town import DESK
from tests.wire import ways
from tests.wire.deeds import Deed
from tests.wire.presses import grown
from tests.wire.world import listening, refuse_what_no_platform_takes, world

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("hostile_text")]  # one world
PLAIN = {
    "everyone": "<!channel> <!here> <!everyone> @everyone @here @channel",
    "widened": "@\u200beveryone ＠everyone @e\u200dveryone <\u200b!channel> ＜!channel＞",
    "masked": "[bank](http://evil.example) <http://evil.example|bank.com> [https://bank.com](https://evil.example)",
    "marked": "``` fence ```` ` *bold* _it_ ~no~ ||spoiler|| > quote\n# head\n-# small\n<t:1:R> <:a:1> :tada:",
    "turned": "invoice\u202efdp.exe \u2066left\u2069 \x00nul \x07bell \x1b[31mred",
    "templated": "{0.__class__} {{7*7}} %(x)s ${HOME} {number}",
    "emoji": "🙂" * 4000,
    "flood": "word " * 8000,
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory):
    async with world(tmp_path_factory.mktemp("hostile")) as made:
        await listening(made)
        called = "<!channel> @everyone `[x](http://evil.example)"
        made.town.slack.workspace.change_user(made.town.cast.slack["rita"], real_name=called)
        made.town.discord.guild.users[made.town.cast.discord["rita"]].global_name = called[:32]
        yield made
        refuse_what_no_platform_takes(made.town, 10_000)


def callings(here):
    """Every way to call somebody who is really there."""
    town = here.town
    slack = [f"<@{town.cast.slack['sue']}>", f"<!subteam^{town.room('slack leads')}>", "@sue", "@leads"]
    discord = [f"<@{town.cast.discord['sue']}>", f"<@!{town.cast.discord['sue']}>", f"<@&{town.room('discord leads')}>"]
    return " ".join([*slack, *discord, f"<#{town.room('slack help')}>"])


def hostile(here, kind):
    """All the short ones at once, or one that is long."""
    short = [callings(here), *(text for name, text in PLAIN.items() if name not in LONG)]
    return PLAIN[kind] if kind in LONG else "\n".join(short)


LONG = ("emoji", "flood")
KINDS = ("short", *LONG)


def ours(here):
    """The pings that messages of the desk rang."""
    slack, discord = here.town.slack, here.town.discord
    mine = {message.ts for room in slack.workspace.channels.values() for message in room.messages.values()
            if message.user == slack.app.bot_user}  # fmt: skip
    rooms = [*discord.guild.channels.values(), *discord.guild.threads.values(), *discord.world.directs.values()]
    said = {one.id for room in rooms for one in room.messages.values() if one.author is discord.guild.bot}
    return [one for one in here.slack.pings if one.ts in mine] + [
        one for one in here.discord.pings if one.message in said
    ]


def links(node):
    """(what is shown, where it leads) of every link in Slack's blocks."""
    if isinstance(node, list):
        return [one for part in node for one in links(part)]
    if not isinstance(node, dict):
        return []
    own = [(node.get("text") or node["url"], node["url"])] if node.get("type") == "link" else []
    return own + [one for part in node.values() for one in links(part)]


OWN_LINK = re.compile(r"#\d+ https://sandbox\.slack\.com/archives/\S+")  # to another ticket of the requester's


def masked(here):
    """Links of the desk's on Slack whose words are not their address, and Discord's whose host is not to be read."""
    bot = here.town.slack.app.bot_user
    found = []
    for room in here.town.slack.workspace.channels.values():
        for message in (one for one in room.messages.values() if one.user == bot):
            found += [
                one for one in links(message.blocks) if one[0] != one[1] and not OWN_LINK.fullmatch(" ".join(one))
            ]
            found += [message.text] if "<http://evil.example|" in message.text else []
    rooms = [*here.town.discord.guild.channels.values(), *here.town.discord.guild.threads.values()]
    said = [
        one
        for room in rooms
        for one in here.discord.messages(room.id)
        if one.author_id == here.town.discord.guild.bot.id
    ]
    return found + [one.text for one in said if "[bank](http" in one.text.replace("\u200b", "")]


def no_harm_was_done(here, number):
    assert here.slack_card(number)
    assert here.discord_card(number)
    assert ours(here) == []
    assert masked(here) == []


async def sends_anyway(here, name):
    who = here.town.cast.discord[name]
    asked = [one for one in here.discord.ephemerals(who) if "Send anyway" in [button.label for button in one.buttons]]
    await here.discord.click(who, here.town.room("discord help"), asked[-1].id, "Send anyway")


async def arrived(here, before):
    number = await here.came(before)
    await here.until(lambda: here.slack_card(number) and here.discord_card(number), 30)
    await here.carried()
    return number


async def refused(here):
    """What a platform refused of the desk's."""
    exchanges = here.town.journal.exchanges
    return [
        (one.what, one.answer) for one in exchanges if one.wire == "slack" and one.towards == "wire"
        and isinstance(one.answer, dict) and one.answer.get("ok") is False
    ] + [(one.what, one.answer) for one in exchanges if one.wire == "discord" and one.status >= 400]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
async def test_a_hostile_mail_harms_nobody(here, kind):
    text, before = hostile(here, kind), len(await here.all_facts())
    letter = text.replace("\x00", "\\0")
    one_line = " ".join(letter.split())[:900]
    name = "".join(one for one in one_line if one.isprintable())[:60].replace('"', "'").replace("\\", "/")

    await here.mail.send(f'"{name}" <h{before}@evil.example>', DESK, "".join(filter(str.isprintable, one_line)), letter,
                         [("hostile.txt", text.encode(), "text/plain")])  # fmt: skip

    number = await arrived(here, before)
    no_harm_was_done(here, number)
    opened = (await here.history(number))[0].fact
    assert "".join(letter.split())[:200].replace("\x07", "").replace("\x1b", "")[:20] in "".join(opened.text.split())
    assert await refused(here) == []


@pytest.mark.parametrize("kind", KINDS[:2])
@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_hostile_message_harms_nobody(here, wire, kind):
    before = len(await here.all_facts())
    text = hostile(here, kind).replace("\x00", "")[: 2000 if wire == "discord" else 12_000]
    await getattr(here, wire).say(getattr(here.town.cast, wire)["rita"], here.town.room(f"{wire} help"), text)

    no_harm_was_done(here, await arrived(here, before))
    assert await refused(here) == []


async def test_hostile_words_of_an_agent_harm_nobody(here):
    number = await here.asks_by_mail("A quiet question")
    for kind in KINDS[:2]:
        text = hostile(here, kind).replace("\x00", "")
        for verb, options in (("note", {"text": text[:3000]}), ("reply", {"text": text[:3000]})):
            before = await here.facts(number)
            told = await ways.discord_command(here, "cleo", Deed(verb, options=options), number)
            if "Not sent yet" in told:  # it repeats the note, and mentions colleagues
                await sends_anyway(here, "cleo")
                await here.until(lambda before=before: grown(here, number, before))
            assert len(await here.facts(number)) == len(before) + 1, (verb, kind)
    words = hostile(here, "short").replace("\x00", "")
    await ways.discord_command(here, "cleo", Deed("subject", options={"subject": words[:900]}), number)
    await ways.discord_command(here, "cleo", Deed("tag", options={"tags": words[:200]}), number)
    await here.carried()

    assert {"Retitled", "Tagged"} <= set(await here.facts(number))
    no_harm_was_done(here, number)
    assert await refused(here) == []
