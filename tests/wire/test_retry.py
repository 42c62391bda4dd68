"""An answer that a mail server refused is sent again by the card's button: by agents alone, and once."""

import pytest

from tests.wire import presses
from tests.wire.deeds import NO_TICKET
from tests.wire.ways import CHATS, NAMES, Ear
from tests.wire.world import listening, world

ANN = "ann@customer.example"
PRESS = {"slack": presses.on_slack, "discord": presses.on_discord}


def answers(here):
    return [letter for letter in here.mail.inbox(ANN) if "Plug it in." in letter.as_string()]


@pytest.mark.parametrize("wire", CHATS)
async def test_a_refused_answer_is_sent_again_by_the_card_s_button_by_agents_alone_and_once(tmp_path, wire):
    async with world(tmp_path) as here:
        await listening(here)
        number, press, card = await here.asks_by_mail(), PRESS[wire], getattr(here, f"{wire}_card")
        await here.until(lambda: here.mail.inbox(ANN))
        here.town.faults.add("smtp:rcpt", "5xx", times=-1, value=550)
        await press(here, NAMES[wire]["agent"], number, "Reply", {"Text": "Plug it in."})
        await here.until(lambda: presses.is_offered(here, wire, number, "Retry"))
        assert "550" in card(number).text
        here.town.faults.clear()

        ear = Ear(here, wire, "max")
        await press(here, "max", number, "Retry", None)
        assert NO_TICKET in await ear.hears()
        assert not answers(here)

        await press(here, NAMES[wire]["agent"], number, "Retry", None)
        await here.until(lambda: answers(here))
        await here.until(lambda: not presses.is_offered(here, wire, number, "Retry"))
        await here.carried()
        await here.until(lambda: f"✅ The newest answer was sent to {ANN}" in card(number).text)
        assert "550" not in card(number).text
        assert len(answers(here)) == 1
        assert (await here.facts(number)).count("Retried") == 1
