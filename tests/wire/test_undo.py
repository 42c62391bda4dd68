"""An answer by mail is held: its author takes it back by a button or a word, on either chat, and nobody else does."""

from datetime import timedelta

import pytest

from tests.wire import presses
from tests.wire.ways import Ear
from tests.wire.world import Village, listening, world

HOLD = timedelta(seconds=600)
ANN = "ann@customer.example"


class Patient(Village):
    def desk_toml(self):
        toml = dict(super().desk_toml())
        return toml | {"desk": toml["desk"] | {"undo_seconds": int(HOLD.total_seconds())}}


def lines(here, wire, number):
    """What stands in the ticket's thread."""
    if wire == "slack":
        return here.slack.messages(here.town.room("slack support"), here.slack_card(number).ts)[1:]
    return here.discord.messages(here.discord_card(number).id)


def labels(line):
    return [getattr(one, "label", one) for one in line.buttons]


async def shown(here, wire, number, words):
    def found():
        return [one for one in lines(here, wire, number) if words in one.text]

    return (await here.until(found))[-1]


async def press_undo(here, wire, name, number, words):
    """Press Undo below the line that says `words`; what is told to who pressed, if anything."""
    line = await shown(here, wire, number, words)
    assert labels(line) == ["Undo"]
    if wire == "slack":
        who = here.town.cast.slack[name]
        return await here.slack.click(who, here.town.room("slack support"), line.ts, "Undo")
    outcome = await here.discord.click(here.town.cast.discord[name], here.discord_card(number).id, line.id, "Undo")
    await here.settled()
    return outcome


@pytest.mark.parametrize("wire", ["slack", "discord"])
async def test_an_answer_is_taken_back_by_its_author_alone_and_ann_never_sees_it(tmp_path, wire):
    press = {"slack": presses.on_slack, "discord": presses.on_discord}[wire]
    async with world(tmp_path, Patient()) as here:
        await listening(here)
        number = await here.asks_by_mail()
        await press(here, "bob", number, "Reply", {"Text": "CANARY"})
        ear = Ear(here, wire, "cleo")
        await press_undo(here, wire, "cleo", number, "CANARY")
        assert "Only Bob or a supervisor" in await ear.hears()
        assert "TakenBack" not in await here.facts(number)

        await press_undo(here, wire, "bob", number, "CANARY")
        await shown(here, wire, number, "took the answer back")
        await bare(here, wire, number, "CANARY")
        assert (await here.facts(number)).count("TakenBack") == 1

        here.town.clock.forward(HOLD)
        await press(here, "bob", number, "Reply", {"Text": "Restart it."})
        await shown(here, wire, number, "Restart it.")
        here.town.clock.forward(HOLD)
        await here.until(lambda: len(here.mail.inbox(ANN)) == 2)
        assert not any("CANARY" in letter.as_string() for letter in here.mail.inbox(ANN))

        await bare(here, wire, number, "Restart it.")


async def bare(here, wire, number, words):
    """Until the line that says `words` has no button any more."""
    await here.until(lambda: [one for one in lines(here, wire, number) if words in one.text and not one.buttons])


async def test_an_answer_that_was_typed_in_the_thread_is_told_to_leave_and_then_to_have_left(tmp_path):
    async with world(tmp_path, Patient()) as here:
        await listening(here)
        number = await here.asks_by_mail()
        await presses.say(here, "slack", "bob", number, "!reply Restart it.")
        line = await shown(here, "slack", number, "This answer leaves after 600 seconds")
        assert labels(line) == ["Undo"]

        here.town.clock.forward(HOLD)

        await bare(here, "slack", number, "This answer has left")
