"""Two desks that many tests look at: one where nothing may happen, and one where things happen all the time."""

import pytest_asyncio

from tests.wire.world import listening, world


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def still(tmp_path_factory):
    """Three tickets that nobody has touched: Ann's, and Rita's of each chat. Only what is denied is tried here."""
    async with world(tmp_path_factory.mktemp("still")) as here:
        await listening(here)
        here.numbers = {"mail": await here.asks_by_mail()}
        here.numbers |= {"slack": await here.asks_on_slack(), "discord": await here.asks_on_discord()}
        await here.carried()
        yield here


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def busy(tmp_path_factory):
    """A desk where things happen all the time."""
    async with world(tmp_path_factory.mktemp("busy")) as here:
        yield await listening(here)
