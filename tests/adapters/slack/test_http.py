"""HTTP mode: Slack calls us, signed; whatever is not signed well gets 401 and does nothing."""

import time
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from tests.adapters.slack.stage import stage


@asynccontextmanager
async def served(here):
    app = web.Application()
    app.router.add_post("/slack/events", here.app.http_handler)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    here.slack.events_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield
    finally:
        await runner.cleanup()


@pytest.fixture
async def here(tmp_path):
    async with stage(tmp_path, mode="http") as one, served(one):
        yield one


async def test_a_question_a_click_and_a_form_work_over_http(here):
    card = await here.asked()
    assert (await here.people.click(here.bob, here.room, card.ts, "Reply")).is_ok
    assert (await here.people.submit(here.bob, {"Text": "Pour water"})).is_ok
    await here.sees(lambda: any("Pour water" in one for one in here.answers()))


async def test_a_command_works_over_http(here):
    await here.asked()
    outcome = await here.people.command(here.bob, here.room, "/ticket claim 1")
    await here.sees(lambda: "#1 is yours." in outcome.text)


async def test_the_handshake_of_a_new_address_succeeds(here):
    assert await here.slack.posts.challenge()


@pytest.mark.parametrize("kind", ["bad_signature", "stale", "odd_signature", "odd_timestamp"])
async def test_what_is_not_signed_well_does_nothing_and_the_retry_is_taken(here, kind):
    here.faults.add("slack:http", kind)
    here.question = await here.people.say(here.ann, here.help, "Fire")
    await here.sees(lambda: here.journal.of("slack", "ack"))
    assert here.journal.of("slack", "ack")[0].status == 408
    here.clock.forward(timedelta(seconds=1))
    await here.card("Fire")
    assert len(here.cards()) == 1


async def test_without_a_signing_secret_nobody_can_sign_with_the_empty_one(tmp_path):
    async with stage(tmp_path) as one:
        one.settings = type(one.settings)(**vars(one.settings) | {"slack": bare(one.settings.slack)})
        await one.restart()
        one.slack.app.signing_secret = ""
        async with served(one):
            await one.people.say(one.ann, one.help, "Fire")
            await one.sees(lambda: one.journal.of("slack", "ack"))
            one.slack.events_url = None
        assert one.journal.of("slack", "ack")[-1].status == 408


@pytest.mark.parametrize(
    ("stamp", "signature", "body"),
    [
        ("now", b"v0=\xc3\xa9\xff", b"{}"),
        ("soon", b"v0=00", b"{}"),
        ("9" * 5000, b"v0=00", b"{}"),
        ("9" * 400, b"v0=00", b"{}"),
        ("", b"", b""),
        ("now", b"v0=00", b"\xff\xfe"),
    ],
)
async def test_what_is_signed_oddly_is_refused_in_one_line(here, caplog, stamp, signature, body):
    stamp = str(int(time.time())) if stamp == "now" else stamp
    head = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature.decode("utf-8", "surrogateescape")}
    async with aiohttp.ClientSession() as session:
        async with session.post(here.slack.events_url, data=body, headers=head) as answer:
            assert answer.status == 401
    assert not [one for one in caplog.records if one.exc_info]


async def test_a_token_in_the_environment_is_no_cause_for_a_warning(here, caplog, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-sandbox")
    here.make()
    assert caplog.text == ""


def bare(slack):
    return type(slack)(slack.bot_token, slack.app_token, type(slack.bot_token)(""), slack.api_url)


async def test_the_home_tab_is_published_over_http(here):
    await here.asked()
    await here.people.open_home(here.bob)
    await here.sees(lambda: "Unowned · 1" in here.people.home(here.bob))
    await here.people.press(here.bob, "Claim")
    await here.sees(lambda: "Assigned" in here.facts())
