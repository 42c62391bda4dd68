"""What is allowed, by every way in that needs no card: it happens exactly once."""

import pytest

from tests.wire import ways
from tests.wire.deeds import NO_TICKET, ON_A_TICKET, ON_THE_DESK, OPENING, may, typed

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("access_on_every_surface")]  # one world


@pytest.mark.parametrize("role", ["agent", "supervisor"])
@pytest.mark.parametrize("wire", ways.CHATS)
async def test_a_command_that_is_allowed_happens_exactly_once(busy, wire, role):
    name, command = ways.NAMES[wire][role], ways.COMMANDS[wire]
    number = await busy.opened(f"{role} on {wire}")
    for deed in typed(wire, ON_A_TICKET):
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
    for deed in (one for one in typed(wire, ON_THE_DESK) if may(role, one.verb)):
        assert await command(busy, name, deed, None) not in ("", NO_TICKET)


@pytest.mark.parametrize("wire", ways.CHATS)
async def test_requesters_may_end_and_reopen_what_they_asked(busy, wire):
    number = await (busy.asks_on_slack() if wire == "slack" else busy.asks_on_discord())
    for deed in (one for one in typed(wire, ON_A_TICKET) if may("requester", one.verb)):
        before = await busy.facts(number)

        told = await ways.COMMANDS[wire](busy, "rita", deed, number)

        assert await busy.facts(number) == before + ([deed.fact] if deed.fact else []), (deed, told)
