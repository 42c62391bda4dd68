"""Rules on both chats: what they did stands on the card, and supervisors read what they would do; nobody else does."""

import pytest

from tests.wire.deeds import Deed
from tests.wire.ways import CHATS, COMMANDS, NAMES, plain
from tests.wire.world import Village, listening, world

RULES = [
    {"name": "vpn", "on": "arrival", "if": "subject:vpn", "do": ["tag +tunnel"]},
    {"name": "bills", "on": "arrival", "if": "invoice", "do": ["priority high"]},
]


class Ruled(Village):
    def desk_toml(self):
        return {**super().desk_toml(), "rule": RULES}


def rules(do=""):
    return Deed("rules", do, "", {"do": do} if do else {})


@pytest.mark.parametrize("wire", CHATS)
async def test_a_supervisor_reads_what_the_rules_did_and_would_do(tmp_path, wire):
    async with world(tmp_path, Ruled()) as made:
        here = await listening(made)
        number = await here.asks_by_mail("VPN is down", "Nothing loads.")
        await here.until(lambda: "tunnel" in getattr(here, f"{wire}_card")(number).text)
        command, agent = COMMANDS[wire], NAMES[wire]["agent"]

        assert "supervisors" in await command(here, agent, rules(), None)
        assert "vpn · arrival · subject:vpn" in plain(await command(here, "sue", rules(), None))
        told = plain(await command(here, "sue", rules(f"dry-run {number}"), None))
        assert "vpn (arrival): matches. Then: tag +tunnel" in told
        assert "bills (arrival): does not match. invoice: nobody said so" in told
        assert str(number) in await command(here, "sue", rules("dry-run vpn"), None)
