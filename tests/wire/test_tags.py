"""A supervisor renames and merges tags by a typed command on either chat, and the cards follow; nobody else does."""

import pytest

from tests.wire import presses
from tests.wire.deeds import Deed
from tests.wire.ways import CHATS, COMMANDS, NAMES
from tests.wire.world import listening, world

PRESS = {"slack": (presses.on_slack, "Tags…"), "discord": (presses.on_discord, "Tags")}


def tags(old, new):
    typed = f"rename {old} {new}"
    return Deed("tags", typed, "", {"do": typed})


@pytest.mark.parametrize("wire", CHATS)
async def test_a_supervisor_renames_and_merges_tags_and_the_cards_follow(tmp_path, wire):
    async with world(tmp_path) as here:
        await listening(here)
        first, second = await here.asks_by_mail(), await here.asks_by_mail("Intranet", "It is grey.", "Dora")
        command, agent, card = COMMANDS[wire], NAMES[wire]["agent"], getattr(here, f"{wire}_card")
        press, label = PRESS[wire]
        await press(here, agent, first, label, {"Tags": "+printer"})
        await press(here, agent, second, label, {"Tags": "+printers +toner"})
        await here.until(lambda: "printer" in card(first).text and "toner" in card(second).text)

        told = await command(here, agent, tags("printer", "printers"), None)
        assert "supervisors" in told
        await here.carried()
        assert "printers" not in card(first).text

        told = await command(here, "sue", tags("printer", "printers"), None)
        assert told == "“printer” is “printers” now, on 1 ticket."
        await here.until(lambda: "printers" in card(first).text)

        told = await command(here, "sue", tags("toner", "printers"), None)
        assert told == "“toner” is “printers” now, on 1 ticket."
        await here.until(lambda: "toner" not in card(second).text)
        assert card(second).text.count("printers") == 1
