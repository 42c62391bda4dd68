"""Two desks on one database share the work; when one is killed, the other takes over what only one may hold."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from tests.kill import accounting
from tests.kill.city import City
from tests.kill.crowd import Asked, Crowd
from tests.kill.process import CONNECTED, READY
from tests.kill.stage import drained, read, stage

SEED = 11
TAKEN_OVER = 60.0  # seconds
pytestmark = pytest.mark.xdist_group("two-processes")


async def seen(city: City, asked: Sequence[Asked]) -> None:
    """Until all that was asked stands in the rooms, or patience ends: then the account says what is missing."""
    for _ in range(int(TAKEN_OVER)):
        if not accounting.count(city, asked, []).lost:
            return
        await asyncio.sleep(1)


async def test_two_desks_share_the_work_and_one_goes_on_alone(fresh_postgres, tmp_path, told):
    async with stage(fresh_postgres, tmp_path, "first", "second") as (city, [first, second]):
        await first.start(CONNECTED)
        await second.start(READY)
        both = Crowd(city, SEED, mails=60, messages=15)
        await both.ask(10)

        await seen(city, both.asked)
        shared = read(fresh_postgres).hands
        killed_at = datetime.now(UTC)
        await first.kill()
        alone = Crowd(city, SEED + 1, mails=20, messages=8)
        await alone.ask(3)
        await second.says(CONNECTED, TAKEN_OVER)
        await seen(city, alone.asked)
        took = (datetime.now(UTC) - killed_at).total_seconds()
        said = await drained(fresh_postgres, second)
        account = accounting.count(city, [*both.asked, *alone.asked], [killed_at])

    story = f"seed {SEED}, shared as {sorted(shared.values())}, all taken over {took:.0f} s after the kill: {account}"
    told(story)
    assert len(shared) == 2, f"only one of them worked: {shared}"
    assert account.is_clean, f"{story}\n{second.told()}"
    assert said.is_quiet, f"{story}\n{second.told()}"
