"""Work under way side by side."""

import asyncio

import pytest

from bot.hands import Hands


async def test_hands_that_were_stopped_are_free_again() -> None:
    hands, never = Hands(2), asyncio.Event()

    async def wait() -> None:
        await never.wait()

    hands.take(wait())
    resting = asyncio.create_task(hands.rest())
    await asyncio.sleep(0)
    resting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await resting
    assert hands.free == 2
    assert await hands.rest() == 0
