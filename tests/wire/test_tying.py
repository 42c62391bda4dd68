"""Tickets merged, split, linked, and taken apart again, by what the cards of either chat offer."""

import pytest

from tests.wire import presses
from tests.wire.ways import NAMES, Ear
from tests.wire.world import listening, world

PRESS = {"slack": presses.on_slack, "discord": presses.on_discord}
MENU = {"slack": ("Merge…", "Split…", "Link…", "Undo my last"), "discord": ("Merge", "Split", "Link", "Undo my last")}


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        yield await listening(made)


def card(here, wire, number):
    return here.slack_card(number) if wire == "slack" else here.discord_card(number)


def buttons(here, wire, number):
    return [getattr(one, "label", one) for one in card(here, wire, number).buttons]


async def has(here, number, fact):
    async def is_there():
        return fact in await here.facts(number)

    await here.until(is_there)


@pytest.mark.parametrize("wire", PRESS)
async def test_a_merged_ticket_s_card_and_thread_lead_to_the_other_until_it_is_taken_out(here, wire):
    first, second = await here.asks_by_mail(), await here.asks_by_mail("Intranet")
    name, press = NAMES[wire]["agent"], PRESS[wire]

    await press(here, name, second, MENU[wire][0], {"Into ticket": f"#{first}"})
    await has(here, second, "Joined")
    other = f"#{first}" if wire == "slack" else f"<#{here.discord_card(first).id}>"  # which Discord shows as its thread
    await here.until(lambda: f"merged into {other}" in card(here, wire, second).text)
    assert buttons(here, wire, second) == ["Take out again"]
    await here.until(lambda: f"merged with #{second}" in card(here, wire, first).text)

    ear = Ear(here, wire, name)
    await presses.say(here, wire, name, second, "She is on the phone.")
    assert f"#{second} is part of #{first} now." in await ear.hears()
    assert (await here.facts(first))[-1] == "Noted"

    await press(here, name, second, "Take out again", None)
    await has(here, second, "Undone")
    await has(here, first, "Undone")
    await here.until(lambda: "Claim" in buttons(here, wire, second))


@pytest.mark.parametrize("wire", PRESS)
async def test_a_link_blocks_and_its_undo_frees(here, wire):
    first, second = await here.asks_by_mail(), await here.asks_by_mail("Intranet")
    name, press = NAMES[wire]["agent"], PRESS[wire]

    answers = {"This ticket": "blocked-by", "The other ticket": f"{first}"}
    await press(here, name, second, MENU[wire][2], answers)
    await has(here, first, "Linked")
    await here.until(lambda: f"blocked by #{first}" in card(here, wire, second).text)
    ear = Ear(here, wire, name)
    await press(here, name, second, "Resolve", {"Note": "Done."})
    assert f"#{second} is blocked by #{first}" in await ear.hears()

    await press(here, name, second, MENU[wire][3], None)
    await has(here, second, "Undone")
    await here.until(lambda: "blocked by" not in card(here, wire, second).text)


async def asks_again(here):
    """Ann's ticket, answered, after which she wrote of something else; what that is called in a form."""
    number = await here.asks_by_mail()
    await PRESS["slack"](here, "bob", number, "Reply", {"Text": "Try now?"})
    await here.carried()
    return number, await writes(here, number, "The printer smokes.")


async def writes(here, number, text):
    """Ann answers the desk's mail; what that is called in a form."""
    answer = here.mail.inbox("ann@customer.example")[-1]
    await here.mail.send("Ann <ann@customer.example>", answer["Reply-To"], "Re: VPN is down", text)

    async def came():
        return next((one for one in await here.history(number) if getattr(one.fact, "text", "").startswith(text)), None)

    event = await here.until(came)
    return f"{event.id} · {event.at:%H:%M} Ann: {text}"


@pytest.mark.parametrize("wire", PRESS)
async def test_messages_are_ticked_in_a_form_and_just_these_get_a_ticket_of_their_own(here, wire):
    number, smokes = await asks_again(here)
    await writes(here, number, "The VPN is still down.")
    burns = await writes(here, number, "It burns now.")
    people, who, at = getattr(here, wire), getattr(here.town.cast, wire)[NAMES[wire]["agent"]], card(here, wire, number)
    if wire == "slack":
        await people.select(who, at.channel, at.ts, "More…", "Split…")
        await here.until(lambda: burns in str(people.modal(who) and people.modal(who).body["blocks"]))
    else:
        await people.select(who, here.town.room("discord support"), at.id, "More …", ["Split"])
    await people.submit(who, {"Which messages (UTC)": [smokes, burns]})
    await has(here, number, "Split")
    await here.until(lambda: card(here, wire, number + 1))

    new = await here.history(number + 1)
    assert [one.fact.text for one in new if hasattr(one.fact, "text")] == ["The printer smokes.", "It burns now."]
    assert "Unacknowledged" in await here.facts(number + 1)
    await here.until(lambda: "still down" in card(here, wire, number).text)


async def test_where_nothing_can_be_split_off_that_is_said_at_once(here):
    number = await here.asks_by_mail()
    ear = Ear(here, "slack", "bob")
    at = here.slack_card(number)
    await here.slack.select(here.town.cast.slack["bob"], at.channel, at.ts, "More…", "Split…")

    assert f"Nothing on #{number} can be split off" in await ear.hears()


async def test_discord_completes_the_other_number_and_the_messages(here):
    number, choice = await asks_again(here)
    cleo, max_ = here.town.cast.discord["cleo"], here.town.cast.discord["max"]
    thread, room = here.discord_card(number).id, here.town.room("discord support")

    async def offered(who, where, line, option, typed):
        return [(one.name, one.value) for one in await here.discord.autocomplete(who, where, line, option, typed)]

    assert [value for _, value in await offered(cleo, room, "ticket merge", "into", "VPN")] == [number]
    assert await offered(cleo, thread, "ticket split", "from", "smokes") == [(choice, choice.partition(" ")[0])]
    assert await offered(max_, thread, "ticket split", "from", "") == []


@pytest.mark.parametrize("wire", PRESS)
async def test_split_from_here_hangs_on_the_line_that_told_what_the_requester_wrote(here, wire):
    number, _ = await asks_again(here)
    await here.carried()
    people, who = getattr(here, wire), getattr(here.town.cast, wire)
    if wire == "slack":
        at = here.slack_card(number)
        line = next(one for one in people.messages(at.channel, at.ts) if "printer smokes" in one.text)
        choose, spot = people.shortcut, (at.channel, line.ts, "split_from_here")
    else:
        thread = here.discord_card(number).id
        line = next(one for one in people.messages(thread) if "printer smokes" in one.text)
        choose, spot = people.menu, (thread, line.id, "Split from here")

    await choose(who["max"], *spot)
    await here.settled()
    assert "Split" not in await here.facts(number)
    await choose(who[NAMES[wire]["agent"]], *spot)
    await has(here, number, "Split")
    assert (await here.facts(number + 1))[0] == "Opened"
