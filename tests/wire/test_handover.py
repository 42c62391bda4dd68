"""A shift is handed over on either chat: the list, the form of the next steps, and the room that is told once."""

import pytest

from tests.wire import presses, ways
from tests.wire.deeds import Deed
from tests.wire.ways import Ear, plain
from tests.wire.world import listening, world

PRESS = {"slack": presses.on_slack, "discord": presses.on_discord}
WIRES = tuple(PRESS)
HAND_TO, ON_CALL, BACK = "Hand to…", "To who is on call…", "Give back…"


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        yield await listening(made)


async def owned(here, wire, name, *subjects):
    """Tickets that somebody has."""
    numbers = [await here.asks_by_mail(subject) for subject in subjects]
    for number in numbers:
        await PRESS[wire](here, name, number, "Claim", None)
        await facts(here, number, "Assigned")
    return numbers


async def facts(here, number, fact, count=1):
    async def is_there():
        return (await here.facts(number)).count(fact) >= count

    await here.until(is_there)


async def asks(here, wire, name, rest="", **options):
    """`/desk handover`: what is shown to its asker alone, once it is."""
    ear, who = Ear(here, wire, name), getattr(here.town.cast, wire)[name]
    deed = Deed("handover", rest, "", options)
    await ways.COMMANDS[wire](here, name, deed, None)
    said = ear.news()
    return plain("\n".join(said)), shown(here, wire, who)


def shown(here, wire, who):
    """The newest message that only they see."""
    return getattr(here, wire).ephemerals(who)[-1]


async def hands(here, wire, name, message, label, answers):
    """Press a button below the list, and send its form in."""
    who, people = getattr(here.town.cast, wire)[name], getattr(here, wire)
    answers = {field: getattr(here.town.cast, wire).get(value, value) for field, value in answers.items()}
    ear = Ear(here, wire, name)
    if wire == "slack":
        await people.click(who, here.town.room("slack help"), message.ts, label)
        await here.until(lambda: people.modal(who) and "Next for" in people.modal_text(who))
        outcome = await people.submit(who, answers)
        assert outcome.is_ok, outcome.text
    else:
        outcome = await people.click(who, int(here.town.room("discord help")), message.id, label)
        assert outcome.modal, outcome.error
        outcome = await people.submit(who, answers)
        assert not outcome.error, outcome.error
    return plain(await ear.hears())


def room(here, wire):
    """What stands in the agents' room about hand-overs."""
    if wire == "slack":
        told = here.slack.messages(here.town.room("slack support"))
    else:
        told = here.discord.messages(int(here.town.room("discord support")))
    return [one for one in told if "🤝" in one.text]


def rang(here, wire, name):
    who = getattr(here.town.cast, wire)[name]
    if wire == "slack":
        known = {one.ts for one in room(here, wire)}
        return [one for one in here.slack.pinged(who) if one.ts in known]
    known = {one.id for one in room(here, wire)}
    return [one for one in here.discord.pings if one.message in known and one.who == f"user:{who}"]


@pytest.mark.parametrize("wire", WIRES)
async def test_a_shift_is_handed_over_with_its_next_steps(here, wire):
    first, second = await owned(here, wire, "bob", "VPN is down", "Printer jams")
    said, message = await asks(here, wire, "bob")
    assert f"#{first}" in said
    assert f"#{second}" in said

    steps = {f"Next for #{first} VPN is down": "Call *Ann* <!channel> @everyone", "Agent": "cleo"}
    told = await hands(here, wire, "bob", message, HAND_TO, steps)
    assert f"#{first}, #{second}" in told

    await facts(here, first, "Noted")
    await facts(here, second, "Assigned", 2)
    owners = [event.fact.owner_name for event in await here.history(second) if hasattr(event.fact, "owner_name")]
    assert owners == ["Bob", "Cleo"]
    await here.until(lambda: room(here, wire))
    await here.carried()
    [told] = room(here, wire)
    assert "2 tickets of Bob are Cleo's now" in plain(told.text)
    assert "Call *Ann*" in plain(told.text)
    assert [getattr(one, "label", one) for one in told.buttons] == [f"#{first}", f"#{second}"]
    assert len(rang(here, wire, "cleo")) == 1
    assert not rang(here, wire, "sue")

    said, _ = await asks(here, wire, "bob")
    assert "nothing to hand over" in said


@pytest.mark.parametrize("wire", WIRES)
async def test_a_supervisor_hands_over_what_a_colleague_has_and_a_colleague_does_not(here, wire):
    [number] = await owned(here, wire, "bob", "VPN is down")
    said, _ = await asks(here, wire, "cleo", "from @bob", **{"from": "bob"})
    assert "Only supervisors" in said
    said, _ = await asks(here, wire, "max")
    assert "Only the agents" in said

    said, message = await asks(here, wire, "sue", "from @bob to @cleo", **{"from": "bob", "agent": "cleo"})
    assert f"#{number}" in said
    told = await hands(here, wire, "sue", message, HAND_TO, {})  # Cleo is chosen already
    assert f"Handed over to Cleo: #{number}." in told
    assert (await here.facts(number))[-1] == "Assigned"


@pytest.mark.parametrize("wire", WIRES)
async def test_given_back_they_are_nobody_s(here, wire):
    [number] = await owned(here, wire, "bob", "VPN is down")
    _, message = await asks(here, wire, "bob")
    told = await hands(here, wire, "bob", message, ON_CALL, {})
    assert "was left alone: nobody is on call" in told
    assert (await here.facts(number))[-1] == "Assigned"

    told = await hands(here, wire, "bob", message, BACK, {f"Next for #{number} VPN is down": "Call her."})

    assert f"nobody has them now: #{number}." in told
    assert (await here.facts(number))[-2:] == ["Noted", "Released"]
