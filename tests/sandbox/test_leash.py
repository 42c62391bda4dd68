"""The desk on its leash: real processes, that tell what they do, are killed, and never outlive who holds them."""

import asyncio
import os
import select
import shutil
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from sandbox.clock import Clock
from sandbox.leash import Leash
from sandbox.town import DESK, Town

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, str(ROOT / "main.py"), "sandbox-desk")
PATIENCE = 30.0
HOLDER = """
import asyncio, sys
from pathlib import Path
from sandbox.leash import Leash
from sandbox.town import Town

async def hold(home, *command):
    town = Town()
    await town.start()
    desk = Leash(command, town.env(home), town.desk_toml(), town.clock, home / "desk.log")
    await desk.start()
    print(await desk.settled(), flush=True)
    await asyncio.Event().wait()

asyncio.run(hold(Path(sys.argv[1]), *sys.argv[2:]))
"""


class Street:
    """A town and its desk."""

    def __init__(self, town: Town, desk: Leash) -> None:
        self.town, self.desk = town, desk

    async def until(self, look):
        """The first truthy result of `look`, asked whenever the desk tells something."""
        changed = asyncio.Event()
        self.desk.listeners.append(changed.set)
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := look()):
                    await changed.wait()
                    changed.clear()
                return found
        finally:
            self.desk.listeners.remove(changed.set)

    async def mails(self, *subjects: str) -> None:
        for subject in subjects:
            await self.town.mail.send(self.town.cast.mail["ann"], DESK, subject, "Nothing loads.")

    def told(self, kind: str) -> list[dict]:
        return [one for one in self.desk.window.get("events", ()) if one["kind"] == kind]

    def posts(self, state: str, kind: str) -> list[dict]:
        found = self.desk.window.get("posts", ())
        return [one for one in found if (one["state"], one["kind"]) == (state, kind)]

    def cards(self) -> Counter[str]:
        """How many cards each mail has in the room on Slack."""
        room = self.town.places["slack support"].rpartition(":")[2]
        roots = [one.text.split() for one in self.town.slack.people.messages(room)]
        return Counter(word for words in roots for word in words if word.startswith("mail-"))


@pytest.fixture
async def street(tmp_path):
    town = Town()
    await town.start()
    town.slack.strict_rates = town.discord.strict_rates = False
    desk = Leash(COMMAND, town.env(tmp_path), town.desk_toml(), town.clock, tmp_path / "desk.log")
    yield Street(town, desk)
    await desk.stop()
    await town.stop()


async def test_the_desk_comes_up_tells_what_it_does_and_goes_in_order(street, tmp_path):
    states = []
    street.desk.listeners.append(lambda: states.append(street.desk.state))
    await street.desk.start()
    assert street.desk.state == "starting"
    assert await street.desk.settled()
    await street.mails("mail-1")
    await street.until(lambda: street.posts("sent", "root") and street.posts("sent", "requester"))
    await street.desk.stop()

    assert list(dict.fromkeys(states)) == ["starting", "up", "off"]
    assert [one["head"] for one in street.told("Opened")] == ["ann@customer.example asks"]
    assert street.desk.window["next_due"] == "#1 rings"
    assert "Traceback" not in (tmp_path / "desk.log").read_text()


async def test_a_kill_in_the_middle_of_deliveries_loses_and_doubles_nothing(street):
    subjects = [f"mail-{number}" for number in range(5)]
    await street.desk.start()
    await street.mails(*subjects)
    await street.town.slack.people.wait_for(street.cards, PATIENCE)
    await street.desk.kill()
    assert street.desk.state == "killed"
    await street.desk.start()
    await street.until(lambda: len(street.told("Opened")) == 5 and not any(_under_way(street.desk)))

    assert street.cards() == Counter(subjects)
    assert len(street.posts("sent", "root")) == 10


async def test_a_move_of_the_clock_reaches_the_desk_and_rings(street):
    street.town.clock.forward(timedelta(days=2))
    await street.desk.start()
    await street.mails("mail-1")
    (opened,) = await street.until(lambda: street.told("Opened"))
    street.town.clock.forward(timedelta(hours=4))
    (first, *_) = await street.until(lambda: street.told("Escalated"))

    assert abs(opened["at"] + 4 * 3600 - first["at"]) < 60
    assert abs(street.town.clock().timestamp() - first["at"]) < 60


async def test_a_desk_that_ends_by_itself_is_noticed_and_says_why(tmp_path):
    desk = Leash(COMMAND, {"HTTP_BIND": "nowhere"}, {}, Clock(), tmp_path / "desk.log")
    await desk.start()

    assert not await desk.settled()
    assert (desk.state, "HTTP_BIND is “nowhere”" in desk.trouble) == ("ended", True)


async def test_a_folder_deleted_under_the_desk_hinders_nobody(tmp_path):
    home = tmp_path / "home"
    desk = Leash(COMMAND, {"HTTP_BIND": "nowhere"}, {}, Clock(), home / "desk.log")
    await desk.start()
    shutil.rmtree(home)
    assert not await desk.settled()
    assert desk.trouble == "its log cannot be read: No such file or directory"
    await desk.start()
    assert home.exists()
    await desk.stop()


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="Only Linux tells when somebody else's child has ended")
def test_a_desk_ends_when_who_holds_it_is_killed(tmp_path):
    command = [sys.executable, "-c", HOLDER, str(tmp_path), *COMMAND]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "True\n"
        (desk,) = psutil.Process(holder.pid).children()
        end = os.pidfd_open(desk.pid)
        holder.kill()
        assert select.select([end], [], [], PATIENCE)[0], "the desk lives on"
        os.close(end)


def _under_way(desk: Leash) -> list[int]:
    return [desk.window["counts"][state] for state in ("pending", "leased", "unknown")]
