"""The ladder rings in the ticket's thread on either chat, and its buttons are for who was rung."""

from datetime import timedelta

import pytest

from tests.wire import presses
from tests.wire.ways import Ear, plain
from tests.wire.world import listening, world

ACKNOWLEDGE, SNOOZE, TAKE_OVER, HAND_TO = "Acknowledge", "Snooze…", "Take over", "Hand to…"
PRESS = {"slack": presses.on_slack, "discord": presses.on_discord}


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        yield await listening(made)


def lines(here, wire, number):
    """What stands in the ticket's thread."""
    if wire == "slack":
        return here.slack.messages(here.town.room("slack support"), here.slack_card(number).ts)[1:]
    return here.discord.messages(here.discord_card(number).id)


async def rung(here, wire, number, count=1):
    """The newest line that rings, once there are `count` of them."""

    def found():
        told = [one for one in lines(here, wire, number) if "🔔" in one.text]
        return told[-1] if len(told) >= count else None

    return await here.until(found)


async def owned(here, wire):
    """A ticket of Bob's, of which three quarters of its time are over."""
    number = await here.asks_by_mail()
    await PRESS[wire](here, "bob", number, "Claim", None)
    await facts(here, number, "Assigned")
    here.town.clock.forward(timedelta(hours=3, minutes=1))
    return number, await rung(here, wire, number)


async def facts(here, number, fact, count=1):
    async def is_there():
        return (await here.facts(number)).count(fact) >= count

    await here.until(is_there)


async def press(here, wire, name, number, line, label, answers=None):
    """Press a button below the line; what is told to who pressed, where that is not silent."""
    ear = Ear(here, wire, name)
    who = getattr(here.town.cast, wire)[name]
    if answers:
        answers = {field: getattr(here.town.cast, wire).get(value, value) for field, value in answers.items()}
    if wire == "slack":
        await here.slack.click(who, here.town.room("slack support"), line.ts, label)
        if answers:
            await here.until(lambda: here.slack.modal(who))
            await here.settled()
            outcome = await here.slack.submit(who, answers)
            assert outcome.is_ok, outcome.text
        await here.settled()
        return ear
    outcome = await here.discord.click(who, here.discord_card(number).id, line.id, label)
    if answers and outcome.modal:
        outcome = await here.discord.submit(who, answers)
    await here.settled()
    assert not outcome.error, outcome.error
    return ear


def called(here, wire, line):
    """Whose phones rang for the line."""
    names = {who: name for name, who in getattr(here.town.cast, wire).items()}
    if wire == "slack":
        return {name for who, name in names.items() if line.ts in {one.ts for one in here.slack.pinged(who)}}
    rang = {one.who for one in here.discord.pings if one.message == line.id}
    return {names[int(who.removeprefix("user:"))] for who in rang}


def labels(line):
    return [getattr(one, "label", one) for one in line.buttons]


@pytest.mark.parametrize("wire", PRESS)
async def test_the_owner_is_rung_and_acknowledges_and_nobody_else_does(here, wire):
    number, line = await owned(here, wire)
    assert labels(line) == [ACKNOWLEDGE, SNOOZE, TAKE_OVER, HAND_TO]
    assert "First response" in line.text
    assert "due soon" in line.text
    assert called(here, wire, line) == {"bob"}

    ear = await press(here, wire, "cleo", number, line, ACKNOWLEDGE)
    assert "Only who is rung" in plain(await ear.hears())
    ear = await press(here, wire, "max", number, line, ACKNOWLEDGE)
    assert "There is no such ticket" in plain(await ear.hears())
    assert "Heeded" not in await here.facts(number)

    await press(here, wire, "bob", number, line, ACKNOWLEDGE)
    await here.until(lambda: any("looks after it" in one.text for one in lines(here, wire, number)))
    await press(here, wire, "bob", number, line, ACKNOWLEDGE)
    assert (await here.facts(number)).count("Heeded") == 1


async def test_after_eight_hours_of_sleep_each_chat_has_one_line_that_rings(here):
    """The clock leaps while nothing runs: four steps of the ladder are due at once."""
    number = await here.asks_by_mail()
    here.town.clock.forward(timedelta(hours=8))
    for wire in PRESS:
        await rung(here, wire, number)
    here.town.clock.forward(timedelta(seconds=30))
    await here.carried()
    assert [sum("🔔" in one.text for one in lines(here, wire, number)) for wire in PRESS] == [1, 1]
    [ring] = [event.fact for event in await here.history(number) if hasattr(event.fact, "rungs")]
    assert len(ring.rungs) > 3


@pytest.mark.parametrize("wire", PRESS)
async def test_a_ring_is_put_off_and_comes_again(here, wire):
    number, line = await owned(here, wire)
    await press(here, wire, "bob", number, line, SNOOZE, {"After": "90m"})
    await facts(here, number, "Heeded")
    await here.until(lambda: any("put the ring off" in one.text for one in lines(here, wire, number)))

    here.town.clock.forward(timedelta(minutes=92))
    assert "overdue" in (await rung(here, wire, number, 2)).text


@pytest.mark.parametrize("wire", PRESS)
async def test_a_colleague_takes_over_and_hands_on_what_rang(here, wire):
    number, line = await owned(here, wire)
    ear = await press(here, wire, "max", number, line, TAKE_OVER)
    assert "There is no such ticket" in plain(await ear.hears())

    await press(here, wire, "cleo", number, line, TAKE_OVER)
    await facts(here, number, "Assigned", 2)
    await press(here, wire, "cleo", number, line, HAND_TO, {"Agent": "sue"})
    await facts(here, number, "Assigned", 3)
    assert [event.fact.owner_name for event in await here.history(number) if hasattr(event.fact, "owner_name")][
        -1
    ] == "Sue"
