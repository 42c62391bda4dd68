"""The page of the sandbox over HTTP: what it is made of, what people attached, and whom it refuses."""

import base64
import hashlib
import json
import re

import pytest

from sandbox.shelves import WEB, policy
from tests.sandbox.page_desk import opened

PIXEL = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
OURS = [*WEB.glob("*.js"), *WEB.glob("*.css"), WEB / "index.html"]
MARKUP = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function|srcdoc"


@pytest.fixture
async def here():
    async with opened() as one:
        yield one


async def got(here, path, **headers):
    async with here.http.get(here.page.url + path, headers=headers, allow_redirects=False) as answer:
        return answer.status, answer.headers, await answer.read()


async def test_the_page_runs_its_own_modules_and_its_import_map_only(here):
    status, headers, body = await got(here, "")
    inline = re.search(r'<script type="importmap">(.*?)</script>', body.decode(), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    rules = headers["Content-Security-Policy"].split("; ")
    assert status == 200
    assert {f"script-src 'self' 'sha256-{digest}'", "style-src 'self'", "connect-src 'self'"} <= set(rules)
    assert {"default-src 'self'", "img-src 'self' data:", "frame-ancestors 'none'"} <= set(rules)
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Set-Cookie" not in headers
    assert policy("<script>alert(1)</script>").count("sha256") == 0


@pytest.mark.parametrize("path", OURS, ids=lambda one: one.name)
def test_the_page_makes_no_markup_of_strings(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(MARKUP, source)
    assert not re.search(r"\son[a-z]+=[\"']|<[a-z][^<>{}]*\sstyle=[\"']|javascript:", source)
    assert not re.search(r"(src|href)=[\"']https?:|url\(\s*[\"']?(https?:|//)|@import (?!url\(\"[\w.-]+\"\))", source)


async def test_modules_and_styles_come_with_their_types_and_are_fetched_once(here):
    for path, kind in (("web/ui.js", "text/javascript"), ("web/vendor/htm.mjs", "text/javascript")):
        status, headers, _ = await got(here, path)
        assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
        assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-cache", "nosniff")
        assert (await got(here, path, **{"If-None-Match": headers["ETag"]}))[0] == 304


@pytest.mark.parametrize("path", ["web/nothing.js", "web/..%2fpage.py", "web/%2e%2e/page.py", "web/vendor", "web//etc"])
async def test_nothing_but_the_pages_own_files_is_served(here, path):
    async with here.http.get(here.page.url.rstrip("/") + "/" + path.replace("%2e", "%252e")) as answer:
        assert answer.status == 404


async def test_pictures_are_shown_and_all_else_is_only_saved(here):
    people, files = here.town.slack.people, here.town.slack.workspace.files
    shown = people.upload(here.bob, "screen.png", PIXEL)
    hostile = people.upload(here.bob, 'a"\r\nX: y.html', b"<script>alert(1)</script>")
    await here.act("discord", "say", user=here.dbob, room=here.discord_room, text="see",
                   files=[{"name": "a.svg", "base64": base64.b64encode(b"<svg/>").decode()}])  # fmt: skip
    drawn = next(iter(here.town.discord.world.attachments))

    status, headers, body = await got(here, f"file/slack/{shown.id}")
    assert (status, headers["Content-Type"], body) == (200, "image/png", PIXEL)
    assert headers["Content-Disposition"].startswith("inline")
    for path in (f"file/slack/{hostile.id}", f"file/discord/{drawn}"):
        status, headers, _ = await got(here, path)
        assert (status, headers["Content-Type"]) == (200, "application/octet-stream")
        assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
        assert "X" not in headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert files.keys() == {shown.id, hostile.id}


@pytest.mark.parametrize(
    "path", ["slack/F0", "discord/7", "discord/x", f"discord/{'9' * 5000}", "mail/ann/i9/0", "mail/nobody/i1/0"]
)
async def test_a_file_that_nobody_attached_is_not_there(here, path):
    assert (await got(here, f"file/{path}"))[0] == 404


async def test_what_is_attached_to_a_mail_can_be_saved(here):
    await here.act("mail", "send", name="ann", subject="Help", text="See", files=[{"name": "l.txt", "base64": "aG90"}])
    thread = (await here.cells(mail={"who": "ann", "box": "sent"}))["mail/threads"][0]["id"]
    cells = await here.cells(mail={"who": "ann", "box": "sent", "thread": thread})
    (file,) = cells[f"mail/l/{thread}"]["files"]
    assert (file["name"], file["size"], file["text"]) == ("l.txt", 3, "hot")
    assert (await got(here, file["url"].removeprefix("/")))[2] == b"hot"


@pytest.mark.parametrize("path", ["", "live", "control", "web/ui.js", "file/slack/F0"])
async def test_a_foreign_host_sees_nothing(here, path):
    how = here.http.post if path == "control" else here.http.get
    async with how(here.page.url + path, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}])
@pytest.mark.parametrize("path", ["live", "control", "file/slack/F0"])
async def test_a_page_from_elsewhere_is_refused(here, path, headers):
    how = here.http.post if path == "control" else here.http.get
    async with how(here.page.url + path, headers=headers) as answer:
        assert answer.status == 403


async def test_a_link_from_elsewhere_opens_the_page(here):
    assert (await got(here, "", **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}))[0] == 200


@pytest.mark.parametrize("headers", [{"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}])
async def test_the_wires_are_for_programs_and_no_browser_gets_through(here, headers):
    slack, discord = here.town.slack, here.town.discord
    ways = [(slack.api_url, f"auth.test?token={slack.app.bot_token}"), (discord.api_url, "/users/@me")]
    for base, path in ways:
        async with here.http.get(base + path, headers=headers) as answer:
            assert answer.status == 403


async def test_a_form_from_elsewhere_cannot_act(here):
    body = json.dumps({"wire": "faults", "do": "switch", "with": {"name": "slow", "is_on": True}})
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        async with here.http.post(f"{here.page.url}control", data=body, headers={"Content-Type": kind}) as answer:
            assert answer.status == 403
    assert here.town.faults.active == []
