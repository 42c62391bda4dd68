"""HTTP mode: the unmodified Bolt app behind its own web server, with signed requests."""

from datetime import timedelta

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncBoltRequest

from tests.sandbox.slack_desk import world


@pytest.fixture
async def here():
    async with world() as one:
        runner = web.AppRunner(served(one))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        one.slack.events_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        yield one
        await runner.cleanup()


def served(here):
    async def events(request):
        asked = AsyncBoltRequest(body=await request.text(), query=request.query_string, headers=dict(request.headers))
        answer = await here.app.async_dispatch(asked)
        here.statuses.append(answer.status)
        return web.Response(
            status=answer.status, text=answer.body or "", headers=answer.first_headers_without_set_cookie()
        )

    here.statuses = []
    app = web.Application()
    app.router.add_post("/slack/events", events)
    return app


async def test_a_new_address_echoes_the_challenge(here):
    assert await here.slack.posts.challenge()


async def test_events_commands_and_clicks_arrive_signed(here):
    await here.people.say(here.ann, here.room, "hello")
    await here.hears("message")
    assert (await here.people.command(here.ann, here.room, "/desk mine")).ack_text == "You said mine"
    assert (await here.people.click(here.ann, here.room, await here.card(), "Claim")).is_ok
    assert (await here.people.submit(here.ann, {"Text": "bad"})).errors == {"Text": "Too rude"}
    assert set(here.statuses) == {200}


@pytest.mark.parametrize("kind", ["bad_signature", "stale"])
async def test_what_is_not_signed_rightly_is_refused_and_sent_again(here, kind):
    here.faults.add("slack:http", kind)
    await here.people.say(here.ann, here.room, "hello")
    await here.hears("message")
    assert here.statuses == [401, 200]
    assert here.retries == ["1"]


@pytest.mark.parametrize("kind", ["odd_signature", "odd_timestamp"])
async def test_an_odd_signature_is_an_unanswered_event(here, kind):
    here.faults.add("slack:http", kind)
    await here.people.say(here.ann, here.room, "hello")
    await here.hears("message")
    assert here.retries == ["1"]


async def test_a_dead_address_gets_the_event_after_a_minute(here):
    url, here.slack.events_url = here.slack.events_url, "http://127.0.0.1:9/"
    await here.people.say(here.ann, here.room, "hello")
    await here.people.wait_for(lambda: len(here.journal.of("slack", "ack")) == 2)
    here.slack.events_url = url
    here.clock.forward(timedelta(minutes=1))
    await here.hears("message")
    assert here.retries == ["2"]
