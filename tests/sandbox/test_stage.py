"""`deskbell sandbox` as a process: what is kept, what is forgotten, and what is told to who asks for the impossible."""

import asyncio
import socket
import subprocess
import sys

import aiohttp
import pytest

from sandbox import own, stage
from sandbox.keep import Keep
from sandbox.town import Town
from tests.page.sandbox_process import ROOT, SandboxProcess

PATIENCE = 30.0
LOOK = {"mail": {"who": "ann", "thread": "", "box": "inbox"}, "machine": True}


async def seen(url: str, wanted) -> dict:
    """What a browser on the page sees, once it is what is `wanted`; it comes again when the server has gone."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(PATIENCE):
        while True:
            cells = {}
            try:
                async with http.ws_connect(f"{url}live") as line:
                    await line.send_json({"look": LOOK})
                    async for message in line:
                        told = message.json()
                        cells.update(told.get("set", {}))
                        if wanted(cells):
                            return cells
            except aiohttp.ClientError:
                await asyncio.sleep(0)


def is_answered(cells: dict) -> bool:
    events = [one["kind"] for one in cells.get("machine/events", ())]
    return bool(cells.get("mail/threads")) and events[-1:] == ["Opened"]


def is_new(cells: dict) -> bool:
    is_empty = cells.get("mail/threads") == cells.get("machine/events") == []
    return is_empty and cells["machine/desk"]["state"] == "up"


@pytest.fixture
def opened(tmp_path):
    """Open the sandbox on one folder; what is open is closed again."""
    running = []

    def run(*options):
        running.append(SandboxProcess(tmp_path / "kept", *options))
        return running[-1]

    yield run
    for one in running:
        one.stop()


async def test_what_happened_is_kept_until_somebody_resets_it(opened, tmp_path):
    first = opened()
    first.act("mail", "send", name="ann", subject="VPN is down", text="Nothing loads.")
    await seen(first.url, is_answered)
    command = [sys.executable, "-m", "main", "sandbox", "--no-browser", "--home", str(tmp_path / "kept")]
    second = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True)
    assert (second.returncode, second.stdout) == (1, stage.TAKEN.format(home=tmp_path / "kept", url=first.url) + "\n")
    assert first.stop() == 0

    again = opened()
    await seen(again.url, is_answered)
    again.act("world", "reset")
    await seen(again.url, is_new)
    assert again.stop() == 0
    assert "Traceback" not in "\n".join((*first.said, *again.said))


def test_settings_of_ones_own_are_added_and_what_is_wrong_with_them_is_said_in_a_sentence(opened, tmp_path):
    home = tmp_path / "kept"
    home.mkdir()
    (home / own.FILE).write_text("[[rule]]\nname = 'gone'\non = 'arrival'\ndo = ['delete']\n")
    told = opened().wait_for("[[rule]] gone do: “delete” is nothing that a rule can do; it can: close")
    assert "Traceback" not in told


def test_of_a_queue_each_setting_counts_for_itself_and_people_are_named(tmp_path):
    town = Town()
    town.cast.slack["bob"] = "U1"
    given = {"desk": {"name": "A"}, "queue": [{"name": "support", "rooms": ["slack:C1"]}, {"name": "billing"}]}
    assert own.added(tmp_path, town.cast, given) == given
    (tmp_path / own.FILE).write_text(
        "[desk]\nlanguage = 'de'\n[[queue]]\nname = 'support'\nassign = 'off'\n"
        "[[oncall]]\npeople = [['slack:@bob', 'slack:@U2']]\n"
    )
    assert own.added(tmp_path, town.cast, given) == {
        "desk": {"name": "A", "language": "de"},
        "queue": [{"name": "support", "rooms": ["slack:C1"], "assign": "off"}, {"name": "billing"}],
        "oncall": [{"people": [["slack:@U1", "slack:@U2"]]}],
    }


def test_settings_that_are_no_toml_are_one_sentence(tmp_path):
    (tmp_path / own.FILE).write_text("[[queue]\n")
    with pytest.raises(own.BadFile, match="is not understood: "):
        own.added(tmp_path, Town().cast, {})


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "files").mkdir()

    assert asyncio.run(stage.open_house([], ("127.0.0.1", 0), tmp_path, is_fresh=True)) == 1
    assert capsys.readouterr().out == stage.FOREIGN.format(home=tmp_path) + "\n"
    assert [one.name for one in tmp_path.iterdir()] == ["files"]


def test_a_folder_that_lost_its_mark_is_known_by_its_world(tmp_path):
    (tmp_path / "world").write_bytes(b"nothing of ours")
    with pytest.raises(stage.NotHere), stage._alone(tmp_path):
        pass
    Keep(Town(), tmp_path / "world").save()  # as after somebody deleted the folder under a running sandbox
    with stage._alone(tmp_path):
        assert (tmp_path / stage.MARK).exists()


def test_a_folder_that_cannot_be_and_a_host_that_is_not_ours_are_one_sentence_each(tmp_path, capsys):
    (tmp_path / "file").touch()

    assert asyncio.run(stage.open_house([], ("127.0.0.1", 0), tmp_path / "file" / "x")) == 1
    assert asyncio.run(stage.open_house([], ("203.0.113.1", 8080), tmp_path / "home")) == 1
    assert capsys.readouterr().out.splitlines() == [
        stage.UNUSABLE.format(home=tmp_path / "file" / "x", error="Not a directory"),
        stage.CLOSED.format(host="203.0.113.1"),
    ]


def test_the_next_free_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert stage.free_port("127.0.0.1", port) > port
