"""What agents press on a card and type under it happens exactly once."""

import pytest

from tests.wire.deeds import ON_A_TICKET
from tests.wire.presses import PRESSING, is_offered
from tests.wire.ways import NAMES, WORDS
from tests.wire.world import listening, world


@pytest.mark.parametrize("wire", PRESSING)
async def test_a_word_in_the_thread_by_an_agent_happens_exactly_once(tmp_path, wire):
    async with world(tmp_path) as here:
        await listening(here)
        numbers = [await here.asks_by_mail(), await here.asks_by_mail("Printer on fire")]
        for number, way, role in zip(numbers, WORDS[wire], ("agent", "supervisor"), strict=True):
            for deed in ON_A_TICKET:
                before = await here.facts(number)

                told = await way(here, NAMES[wire][role], deed, number)

                assert await here.facts(number) == before + ([deed.fact] if deed.fact else []), (deed, told)


@pytest.mark.parametrize("wire", PRESSING)
async def test_what_an_agent_presses_happens_exactly_once(tmp_path, wire):
    press, presses, names = PRESSING[wire]
    async with world(tmp_path) as here:
        await listening(here)
        numbers = [await here.asks_by_mail(), await here.asks_by_mail("Printer on fire")]
        for number, role in zip(numbers, ("agent", "supervisor"), strict=True):
            for label, answers, fact in presses if role == "agent" else presses[:3]:
                await here.until(lambda n=number, label=label: is_offered(here, wire, n, label))
                before = await here.facts(number)

                await press(here, names[role], number, label, answers)

                await here.settled()
                assert await here.facts(number) == before + ([fact] if fact else []), label
