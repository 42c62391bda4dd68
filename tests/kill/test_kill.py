"""The desk is killed at random moments while people ask and agents act; then everything is counted, on the wires.

DESKBELL_KILL_SEED picks another run.
"""

import asyncio
import os
import random
from datetime import UTC, datetime

import pytest

from tests.kill import accounting, deeds
from tests.kill.crowd import Crowd
from tests.kill.process import CONNECTED, Process
from tests.kill.stage import drained, rested, stage

SEED = int(os.environ.get("DESKBELL_KILL_SEED", "1"))
KILLS, ASKING = 20, 40.0  # seconds
LIVES = (1.5, 1.5, 1.5, 4.0)  # seconds at most, in turn; Discord is connected only in the long ones
DEEDS, CUTS = 20, 4


def on_each(line: str) -> pytest.MarkDecorator:
    """On both databases, each a group of its own, so that two workers share the waiting."""
    marks = {one: pytest.mark.xdist_group(f"{line}-{one}") for one in ("sqlite", "postgres")}
    return pytest.mark.parametrize("database", [pytest.param(one, marks=mark) for one, mark in marks.items()])


async def slaughter(desk: Process, chance: random.Random) -> list[datetime]:
    """Kill it over and over, each time at a random moment of its life; when that was."""
    moments = []
    for number in range(KILLS):
        await asyncio.sleep(chance.uniform(0, LIVES[number % len(LIVES)]))
        moments.append(datetime.now(UTC))
        await desk.kill()
        await desk.start()
    return moments


@on_each("kill")
async def test_nothing_is_lost_or_doubled_when_the_desk_is_killed(database, request, tmp_path, told):
    url, chance = request.getfixturevalue(f"fresh_{database}"), random.Random(SEED)
    async with stage(url, tmp_path) as (city, [desk]):
        await desk.start(CONNECTED)
        crowd = Crowd(city, SEED)
        asking = asyncio.create_task(crowd.ask(ASKING))
        kills = await slaughter(desk, chance)
        await asking
        said = await drained(url, desk)
        account = accounting.count(city, crowd.asked, kills)

    story = f"{database}, seed {SEED}, {len(kills)} kills, {len(crowd.asked)} asked: {account}\n{said}"
    told(story)
    assert account.is_clean, f"{story}\n{desk.told()}"
    assert said.is_quiet, f"{story}\n{desk.told()}"
    assert account.acknowledged["mail"] == said.told_by_mail, story


@on_each("deeds")
async def test_what_agents_do_while_the_desk_is_killed_is_done_once_or_not_at_all(database, request, tmp_path, told):
    url, chance = request.getfixturevalue(f"fresh_{database}"), random.Random(SEED)
    async with stage(url, tmp_path) as (city, [desk]):
        await desk.start(CONNECTED)
        crowd = Crowd(city, SEED, mails=8, messages=4)
        await crowd.ask(2)
        await rested(url, desk)
        done = deeds.planned(deeds.tickets(city, crowd.asked), chance, DEEDS)
        for start in range(0, DEEDS, DEEDS // CUTS):
            await desk.says(CONNECTED)
            doing = asyncio.create_task(deeds.do_all(city, done[start : start + DEEDS // CUTS], chance))
            await asyncio.sleep(chance.uniform(0.2, 1))
            await desk.kill()
            await asyncio.gather(doing, desk.start())
        said = await drained(url, desk)
        wrong, leaks = deeds.wrong(city, done), deeds.leaks(city, done)

    taken = sum(deed.is_taken for deed in done)
    story = f"{database}, seed {SEED}, {desk.kills} kills, {taken} of {len(done)} commands were taken\n{said}"
    told(story)
    assert wrong == [], f"{story}\n{desk.told()}"
    assert leaks == [], story
    assert said.is_quiet, f"{story}\n{desk.told()}"
