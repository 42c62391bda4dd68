"""Lists and searches on either chat: linked into the threads, turned in place, for whoever may see them then."""

import pytest

from tests.conftest import ANN
from tests.wire import presses
from tests.wire.world import listening, world

SUBJECTS = [f"Printer {count} *jams* [again]" for count in range(1, 13)]


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        await listening(made)
        number = await made.asks_by_mail("VPN is down", "The concentrator in Leipzig <b>burns</b>.")
        assert number == 1
        for subject in SUBJECTS:
            await made.house.ask(made.house.desk.open, ANN, subject, "It smokes.", "support", ANN.place)
        yield made


def found_on_slack(here, name="bob"):
    """The newest answer for somebody alone that is a page of tickets."""
    seen = [one for one in here.slack.ephemerals(here.town.cast.slack[name]) if "·" in one.text]
    return seen[-1] if seen else None


def links(here, shown):
    """Where the words of a message lead to."""
    message = next(one for one in here.town.slack.workspace.ephemerals if one.ts == shown.ts)
    return [part["url"] for part in linked(message.blocks)]


def linked(node):
    if isinstance(node, dict):
        own = [node] if node.get("type") == "link" else []
        return own + [one for value in node.values() for one in linked(value)]
    return [one for part in node for one in linked(part)] if isinstance(node, list) else []


async def search_on_slack(here, line, name="bob"):
    await here.slack.command(here.town.cast.slack[name], here.town.room("slack support"), line)
    return await here.until(lambda: found_on_slack(here, name))


async def search_on_discord(here, word, options, name="cleo"):
    cast, room = here.town.cast.discord, here.town.room("discord support")
    outcome = await here.discord.command(cast[name], room, f"desk {word}", options)
    await here.until(lambda: outcome.error or outcome.text)
    return here.discord.ephemerals(cast[name])[-1]


async def test_a_result_on_slack_shows_what_was_said_and_links_into_the_thread(here):
    card = here.slack_card(1)
    shown = await search_on_slack(here, '/desk search leipzig "concentrator in"')

    assert "#1 VPN is down" in shown.text
    assert "Ann: The concentrator in Leipzig <b>burns</b>." in shown.text
    home = f"https://{here.town.slack.workspace.domain}.slack.com/archives"
    assert links(here, shown) == [f"{home}/{card.channel}/p{card.ts.replace('.', '')}"]
    assert shown.buttons == []


async def test_pages_on_slack_are_turned_in_place(here):
    first = await search_on_slack(here, "/desk search jams -vpn")
    assert "#13 Printer 12 *jams* [again]" in first.text
    assert first.buttons == ["Next"]

    await here.slack.click(here.town.cast.slack["bob"], first.channel, first.ts, "Next")
    second = await here.until(lambda: (one := found_on_slack(here)) and "Printer 1 " in one.text and one)
    assert second.buttons == ["Previous"]
    assert second.ts == first.ts
    assert "Printer 12" not in second.text


async def test_who_may_see_nothing_any_more_turns_no_page_on_slack(here):
    first = await search_on_slack(here, "/desk list jams")
    group = here.town.room("slack agents")
    left = [one for one in here.town.slack.workspace.groups[group].members if one != here.town.cast.slack["bob"]]
    here.town.slack.workspace.set_group(group, left)

    await here.slack.click(here.town.cast.slack["bob"], first.channel, first.ts, "Next")
    await here.until(lambda: "Only the agents" in str(here.slack.ephemerals(here.town.cast.slack["bob"])[-1:]))


async def test_a_result_on_discord_shows_what_was_said_and_links_into_the_thread(here):
    thread = here.discord_card(1).id
    shown = await search_on_discord(here, "search", {"words": "leipzig"})

    guild = here.town.discord.guild.id
    assert f"[**#1**](https://discord.com/channels/{guild}/{thread}) **VPN is down**" in shown.text
    assert "> Ann: The concentrator in **Leipzig** \\<b\\>burns\\</b\\>." in shown.text
    assert shown.buttons == []


async def test_pages_on_discord_are_turned_in_place_however_long_the_question(here):
    question = "jams " + " ".join(f"-nothing{count}" for count in range(18))
    first = await search_on_discord(here, "list", {"filter": question})
    assert "Printer 12 \\*jams\\* \\[again\\]" in first.text
    assert [(one.label, one.is_disabled) for one in first.buttons] == [("◀ Previous", True), ("Next ▶", False)]

    cast, room = here.town.cast.discord, here.town.room("discord support")
    await here.discord.click(cast["cleo"], room, first.id, "Next ▶")

    def turned():
        shown = next(one for one in here.discord.ephemerals(cast["cleo"]) if one.id == first.id)
        return "Printer 1 " in shown.text and shown

    second = await here.until(turned)
    assert [(one.label, one.is_disabled) for one in second.buttons] == [("◀ Previous", False), ("Next ▶", True)]
    assert "page 2" in second.text


async def test_who_may_see_nothing_any_more_turns_no_page_on_discord(here):
    first = await search_on_discord(here, "list", {"filter": "jams"})
    guild, cast = here.town.discord.guild, here.town.cast.discord
    guild.give_roles(cast["cleo"], [next(role for role in guild.roles.values() if role.name == "Watchers")])

    outcome = await here.discord.click(cast["cleo"], here.town.room("discord support"), first.id, "Next ▶")
    await here.until(lambda: any("Only the agents" in one.text for one in here.discord.ephemerals(cast["cleo"])))
    assert not outcome.error


async def test_a_search_in_a_thread_is_answered_to_the_asker_alone(here):
    thread, cast = here.discord_card(1).id, here.town.cast.discord
    before = len(here.discord.messages(thread))
    await here.discord.say(cast["cleo"], thread, "!search jams")
    room = await here.discord.dm(cast["cleo"])
    (told,) = await here.until(lambda: [one for one in here.discord.messages(room) if "Printer 12" in one.text])
    assert told.buttons == []
    assert len(here.discord.messages(thread)) == before + 1


async def test_saved_views_are_offered_on_discord_and_shown(here):
    cast, room = here.town.cast.discord, here.town.room("discord support")
    saved = await search_on_discord(here, "view", {"view": "save smoking jams owner:none"})
    assert "Saved for you" in saved.text

    offered = await here.discord.autocomplete(cast["cleo"], room, "desk view", "view", "smo")
    assert [(one.value, one.name) for one in offered] == [("smoking", "smoking · jams owner:none")]
    shown = await search_on_discord(here, "view", {"view": "smoking"})
    assert "View" in shown.text
    assert "Printer 12" in shown.text
    await here.discord.click(cast["cleo"], room, shown.id, "Next ▶")
    await here.until(
        lambda: "Printer 1 " in next(one for one in here.discord.ephemerals(cast["cleo"]) if one.id == shown.id).text
    )
    assert await here.discord.autocomplete(cast["max"], room, "desk view", "view", "") == []


TYPED = (("desk list", "filter", ""), ("desk search", "words", ""), ("desk view", "view", "save late "))


async def test_discord_completes_the_terms_of_a_filter_for_agents_and_keeps_the_rest(here):
    cast, room = here.town.cast.discord, here.town.room("discord support")
    await presses.on_discord(here, "cleo", 1, "Tags", {"Tags": "+toner"})
    await presses.on_discord(here, "cleo", 1, "Claim", None)
    await here.until(lambda: "toner" in here.discord_card(1).text)

    async def offered(command, typed, name="cleo"):
        line, option, before = command
        found = await here.discord.autocomplete(cast[name], room, line, option, before + typed)
        assert len(found) <= 25
        assert all(len(one.value) <= 100 and one.value.startswith(before.strip()) for one in found)
        return [one.value.removeprefix(before) for one in found]

    for command in TYPED:
        assert await offered(command, "jams owner:none -ta") == ["jams owner:none -ta", "jams owner:none -tag:"]
        assert await offered(command, "jams owner:none -tag:") == ["jams owner:none -tag:toner"]
        assert await offered(command, "owner:c") == ["owner:c", "owner:Cleo"]
        assert await offered(command, f"{'jams ' * 15}status:")
        assert len(await offered(command, "")) > 15
        assert await offered(command, "status:", "max") == []
