"""What is allowed, by every way in that needs no card: it happens exactly once."""

import pytest

from tests.wire import ways
from tests.wire.deeds import NO_TICKET, ON_A_TICKET, ON_THE_DESK, OPENING, may
from tests.wire.presses import EMOJI, PRESSING, grown, say, spot

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("role", ["agent", "supervisor"])
@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_command_that_is_allowed_happens_exactly_once(busy, wire, role):
    name, command = ways.NAMES[wire][role], ways.COMMANDS[wire]
    number = await busy.opened(f"{role} on {wire}")
    for deed in ON_A_TICKET:
        before = await busy.facts(number)

        told = await command(busy, name, deed, number)

        assert told, deed
        assert NO_TICKET not in told, deed
        assert await busy.facts(number) == before + ([deed.fact] if deed.fact else []), (deed, told)


@pytest.mark.parametrize("role", ways.SLACK)
@pytest.mark.parametrize("wire", ways.CHATS)
async def test_anybody_may_open_a_ticket_and_ask_for_help(busy, wire, role):
    name, command = ways.NAMES[wire][role], ways.COMMANDS[wire]
    before = await busy.all_facts()

    told = await command(busy, name, OPENING, None)

    after = await busy.all_facts()
    assert len(after) == len(before) + 1
    assert after[max(after)] == ["Opened", "Acknowledged"], told
    for deed in (one for one in ON_THE_DESK if may(role, one.verb)):
        assert await command(busy, name, deed, None) not in ("", NO_TICKET)


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_requesters_may_end_and_reopen_what_they_asked(busy, wire):
    number = await (busy.asks_on_slack() if wire == "slack" else busy.asks_on_discord())
    for deed in (one for one in ON_A_TICKET if may("requester", one.verb)):
        before = await busy.facts(number)

        told = await ways.COMMANDS[wire](busy, "rita", deed, number)

        assert await busy.facts(number) == before + ([deed.fact] if deed.fact else []), (deed, told)


@pytest.mark.parametrize("wire", PRESSING)
async def test_the_reactions_of_an_agent_claim_send_and_resolve(busy, wire):
    number, people, name = await busy.asks_by_mail(), getattr(busy, wire), PRESSING[wire][2]["agent"]
    who, (room, card, thread) = getattr(busy.town.cast, wire)[name], spot(busy, wire, number)
    said = await say(busy, wire, name, number, "Please restart it.")
    eyes, check, tray = EMOJI[wire]
    for where, message, emoji, fact in ((room, card, eyes, "Assigned"), (thread, said, tray, "Replied"),
                                        (room, card, check, "Resolved")):  # fmt: skip
        before = await busy.facts(number)

        await people.react(who, where, message, emoji)

        await busy.until(lambda before=before: grown(busy, number, before))
        assert await busy.facts(number) == [*before, fact]


@pytest.mark.parametrize("wire", PRESSING)
async def test_nobody_sends_another_persons_words_by_a_reaction(busy, wire):
    number, people = await busy.asks_by_mail(), getattr(busy, wire)
    _, _, thread = spot(busy, wire, number)
    said = await say(busy, wire, PRESSING[wire][2]["agent"], number, "Please restart it.")
    before = await busy.facts(number)

    await people.react(getattr(busy.town.cast, wire)["sue"], thread, said, EMOJI[wire][2])

    await busy.settled()
    assert await busy.facts(number) == before
