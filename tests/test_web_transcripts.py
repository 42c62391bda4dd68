"""A transcript behind a link, over HTTP: for a day, for what it was made for, and nothing runs in it."""

import io
import zipfile
from dataclasses import replace

import aiohttp
import pytest

from adapters import verbs
from adapters.calls import Call
from adapters.web.app import WebApp
from adapters.web.transcripts import GONE, TranscriptPage
from bot.desk import Desk
from bot.errors import Refused
from bot.links import Links
from bot.speech import shown, speaking
from bot.transcript import Reach
from bot.transcript_forms import Form
from storage.files import FileStore
from tests.conftest import ANN, BOB, SETTINGS, SUE, ask
from tests.test_web import Health

OPEN = replace(SETTINGS, public_url="https://desk.example")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def desk(store, clock):
    return Desk(store, OPEN, clock)


@pytest.fixture
def files(tmp_path):
    return FileStore(tmp_path)


@pytest.fixture
def number(desk):
    number = desk.open(ANN, "VPN is down", f"Nothing loads. {HOSTILE}", "support", ANN.place).number
    return desk.note(number, BOB, "She pulled the plug.").number


@pytest.fixture
async def visit(desk, files):
    app = WebApp(Health(), "127.0.0.1", 0, {}, TranscriptPage(desk, files, ask).routes)
    await app.start()

    async def get(address, language="en"):
        url = f"http://127.0.0.1:{app.port}{address.removeprefix('https://desk.example')}"
        headers = {"Accept-Language": language}
        async with aiohttp.ClientSession(headers=headers) as session, session.get(url) as answer:
            return answer.status, await answer.read(), answer.headers

    yield get
    await app.stop()


def linked(desk, clock, number, by=BOB, how="link"):
    return verbs.run(desk, OPEN, Call("transcript", by, clock(), number, {"how": how})).text


async def test_a_link_shows_what_it_was_made_for_and_says_so(desk, clock, number, visit):
    told = linked(desk, clock, number)
    status, page, headers = await visit(told.split("\n")[1])

    assert "whoever has this link reads what its requester may read" in told
    assert status == 200
    assert b"Nothing loads." in page
    assert b"pulled the plug" not in page
    assert b"<script" not in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


async def test_it_works_for_a_day(desk, clock, number, visit):
    address = desk.lent.address(number, Reach.FULL, Form.TEXT)
    clock.forward(hours=23, minutes=59)
    assert (await visit(address))[0] == 200
    clock.forward(minutes=1)
    assert (await visit(address))[0] == 404


async def test_whoever_comes_too_late_is_told_so_in_the_language_of_their_browser(visit):
    with speaking("de"):
        told = shown(GONE)
    assert (await visit("/transcript/public/html/x", "de-AT,de;q=0.9,en;q=0.8"))[1].decode() == f"{told}\n"


async def test_it_shows_nothing_of_what_somebody_else_asks_later(desk, clock, number, visit):
    said = linked(desk, clock, number)
    desk.circle.watch(number, BOB, "requester", None, "dora@example.org")
    desk.reply(number, BOB, "For Dora alone.")

    status, body, _ = await visit(said.split("\n")[1])
    assert (status, b"Dora" in body) == (404, False)


async def test_no_link_is_one_for_more_than_it_was_made_for(desk, clock, number, visit):
    address = desk.lent.address(number, Reach.PUBLIC, Form.HTML)
    token = address.rpartition("/")[2]
    answer = Links(OPEN.reply_secrets).sign(number, ANN.place, clock.forward(hours=1))

    for path in (
        address.replace("/public/", "/full/"), address.replace("/html/", "/json/"),
        address.replace("/public/", "/all/"),
        f"{address[:-1]}{'a' if address[-1] != 'a' else 'b'}", f"/transcript/public/html/{answer}",
        "/transcript/public/html/x", address.replace(token, f"a9{token[2:]}"),
    ):  # fmt: skip
        assert (await visit(path))[0] == 404, path
    assert desk.verdicts.linked(token) is None


async def test_with_files_it_is_an_archive(desk, store, number, files, visit):
    photo = files.put("../photo.png", b"not really", "image/png")
    desk.note(number, BOB, "", (photo,))
    _, content, headers = await visit(desk.lent.address(number, Reach.FULL, Form.JSON))

    archive = zipfile.ZipFile(io.BytesIO(content))
    assert headers["Content-Disposition"] == f'attachment; filename="transcript-{number}-full.zip"'
    assert archive.namelist() == [f"transcript-{number}-full.json", "files/01-_photo.png"]
    assert archive.read("files/01-_photo.png") == b"not really"


def test_a_link_to_all_of_it_is_for_supervisors_to_make(desk, clock, number):
    with pytest.raises(Refused, match="supervisors"):
        linked(desk, clock, number, BOB, "full link")
    assert "/transcript/full/html/" in linked(desk, clock, number, SUE, "link full")


def test_without_an_address_on_the_web_there_is_no_link(store, clock, number):
    with pytest.raises(Refused, match="PUBLIC_URL"):
        verbs.run(Desk(store, SETTINGS, clock), SETTINGS, Call("transcript", BOB, clock(), number, {"how": "link"}))


def test_the_links_by_which_a_requester_answers_are_not_handed_on(desk, number, carry):
    desk.resolve(number, BOB)
    carry()
    told = desk.transcript(number, SUE)

    assert "/solved/" not in str(told.entries)
    assert len(told.entries) >= 3
