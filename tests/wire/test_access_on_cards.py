"""What agents press on a card and type under it happens exactly once."""

import pytest

from tests.wire.deeds import ON_A_TICKET
from tests.wire.presses import EMOJI, PRESSING, grown, is_offered, say, spot
from tests.wire.ways import NAMES, WORDS
from tests.wire.world import listening, world


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        yield await listening(made)


@pytest.mark.parametrize("wire", PRESSING)
async def test_a_word_in_the_thread_by_an_agent_happens_exactly_once(here, wire):
    numbers = [await here.asks_by_mail(), await here.asks_by_mail("Printer on fire")]
    for number, way, role in zip(numbers, WORDS[wire], ("agent", "supervisor"), strict=True):
        for deed in ON_A_TICKET:
            before = await here.facts(number)

            told = await way(here, NAMES[wire][role], deed, number)

            assert await here.facts(number) == before + ([deed.fact] if deed.fact else []), (deed, told)


@pytest.mark.parametrize("wire", PRESSING)
async def test_what_an_agent_presses_happens_exactly_once(here, wire):
    press, presses, names = PRESSING[wire]
    numbers = [await here.asks_by_mail(), await here.asks_by_mail("Printer on fire")]
    for number, role in zip(numbers, ("agent", "supervisor"), strict=True):
        for label, answers, fact in presses if role == "agent" else presses[:3]:
            await here.until(lambda n=number, label=label: is_offered(here, wire, n, label))
            before = await here.facts(number)

            await press(here, names[role], number, label, answers)

            await here.settled()
            assert await here.facts(number) == before + ([fact] if fact else []), label


@pytest.mark.parametrize("wire", PRESSING)
async def test_the_reactions_of_an_agent_claim_send_and_resolve(here, wire):
    number, people, name = await here.asks_by_mail(), getattr(here, wire), PRESSING[wire][2]["agent"]
    who, (room, card, thread) = getattr(here.town.cast, wire)[name], spot(here, wire, number)
    said = await say(here, wire, name, number, "Please restart it.")
    eyes, check, tray = EMOJI[wire]
    for where, message, emoji, fact in ((room, card, eyes, "Assigned"), (thread, said, tray, "Replied"),
                                        (room, card, check, "Resolved")):  # fmt: skip
        before = await here.facts(number)

        await people.react(who, where, message, emoji)

        await here.until(lambda before=before: grown(here, number, before))
        assert await here.facts(number) == [*before, fact]


@pytest.mark.parametrize("wire", PRESSING)
async def test_nobody_sends_another_persons_words_by_a_reaction(here, wire):
    number, people = await here.asks_by_mail(), getattr(here, wire)
    _, _, thread = spot(here, wire, number)
    said = await say(here, wire, PRESSING[wire][2]["agent"], number, "Please restart it.")
    before, heard = await here.facts(number), await here.house.ask(here.heard)

    await people.react(getattr(here.town.cast, wire)["sue"], thread, said, EMOJI[wire][2])

    await here.hears(heard + 1)
    assert await here.facts(number) == before
