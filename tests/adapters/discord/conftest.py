"""The desk on a pretend Discord: `here` is connected, and nobody may be pinged who was not meant."""

import pytest

from tests.adapters.discord.world import world


@pytest.fixture
async def here(tmp_path):
    async with world(tmp_path) as made:
        await made.up()
        yield made
        assert made.people.pings == []


@pytest.fixture
async def alone(tmp_path):
    """The same, not yet connected, and free to ping."""
    async with world(tmp_path) as made:
        yield made


@pytest.fixture
async def forum(tmp_path):
    """The agents' room is a forum."""
    async with world(tmp_path, room="forum") as made:
        await made.up()
        yield made
        assert made.people.pings == []
