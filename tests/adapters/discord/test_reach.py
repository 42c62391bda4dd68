"""What is wrong with the network is said in words."""

import logging
import socket

import aiohttp
import pytest

from adapters.discord import messages, reach
from bot.config import Discord, Secret
from tests.adapters.discord.world import world


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (aiohttp.ClientConnectorError(None, ConnectionRefusedError(111, "Connect call failed")), "connection refused"),
        (aiohttp.ClientConnectorDNSError(None, OSError(None, "Name or service not known")), "its name is not found"),
        (socket.gaierror(-2, "Name or service not known"), "its name is not found"),
        (TimeoutError(), "it does not answer in time"),
        (aiohttp.ServerDisconnectedError(), "the connection broke"),
        (KeyError("x"), ""),
    ],
)
def test_a_broken_network_is_told_in_words(error, words):
    assert reach.why(error) == words


async def test_a_gateway_out_of_reach_is_one_line_without_a_traceback(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    async with world(tmp_path) as here:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}/api/v10"
        wire = Discord(Secret(here.sandbox.token), nowhere, here.sandbox.gateway_url)
        here.settings = type(here.settings)(**vars(here.settings) | {"discord": wire})
        running = here.start()
        await here.until(lambda: "connection refused" in running.app.trouble)
    assert not [one for one in caplog.records if one.exc_info and one.name.startswith("adapters")]
    assert "Error(" not in caplog.text


def test_many_files_that_stay_behind_are_one_short_line():
    line = messages._with("See these", [f"{number}-a-long-name.txt" for number in range(990)])
    assert line.startswith("See these\n📎 0-a-long-name.txt, 1-a-long-name")
    assert line.endswith("and 987 more files: kept with the ticket")
    assert len(line) < 100
