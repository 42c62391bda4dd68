"""Things that go wrong on demand: at the Web API, on the socket, and in HTTP mode."""

from datetime import timedelta

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError

from sandbox.switches import Switches
from tests.sandbox.slack_desk import world


@pytest.fixture
async def here():
    async with world() as one:
        one.client.retry_handlers = []
        yield one


@pytest.fixture
async def online():
    async with world() as one:
        await one.connect()
        yield one


async def test_an_outage_cuts_the_sockets_and_what_happened_in_it_comes_afterwards(online):
    faults = Switches(online.faults)
    faults.switch("slack down", True)
    assert online.slack.sockets.count == 0
    with pytest.raises(SlackApiError):
        await online.client.apps_connections_open(app_token="xapp-sandbox")
    async with aiohttp.ClientSession() as http, http.get(f"{online.slack.workspace.origin}/link/") as answer:
        assert answer.status == 503
    for text in ("first", "second"):
        await online.people.say(online.ann, online.room, text)
    assert (await online.patient(online.people.command(online.ann, online.room, "/ticket x"))).error
    online.clock.forward(timedelta(hours=1))  # longer than all tries together
    assert online.heard == []
    faults.switch("slack down", False)
    assert [one["text"] for one in await online.hears("message", 2)] == ["first", "second"]
    assert online.slack.delivery.lost == []


async def post(here, text="t"):
    return await here.client.chat_postMessage(channel=here.room, text=text)


async def test_nothing_is_posted_when_the_connection_drops_before(here):
    here.faults.add("slack:chat.postMessage", "drop_before")
    with pytest.raises(aiohttp.ClientError):
        await post(here)
    assert here.people.messages(here.room) == []


async def test_the_post_is_there_when_only_the_answer_was_dropped(here):
    here.faults.add("slack:chat.postMessage", "drop_after")
    with pytest.raises(aiohttp.ClientError):
        await post(here)
    assert [one.text for one in here.people.messages(here.room)] == ["t"]


async def test_the_default_client_doubles_a_post_whose_answer_was_dropped(here):
    client = type(here.client)("xoxb-sandbox", base_url=here.slack.api_url)
    here.faults.add("slack:chat.postMessage", "drop_after", times=2)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=here.room, text="t")
    assert len(here.people.messages(here.room)) == 2


@pytest.mark.parametrize("kind", ["500", "502", "503", "html", "fatal_error"])
@pytest.mark.parametrize("value", [0, "accepted"])
async def test_a_failed_answer_says_nothing_about_the_deed(here, kind, value):
    here.faults.add("slack:chat.*", kind, value=value)
    with pytest.raises((SlackApiError, aiohttp.ClientError)):
        await post(here)
    assert len(here.people.messages(here.room)) == (1 if value else 0)


async def test_half_an_answer_is_no_answer_but_the_deed_is_done(here):
    here.faults.add("slack:chat.postMessage", "truncate")
    with pytest.raises(SlackApiError):
        await post(here)
    assert len(here.people.messages(here.room)) == 1


async def test_too_many_requests_come_with_the_seconds_to_wait(here):
    here.faults.add("slack:chat.postMessage", "429", value=30)
    with pytest.raises(SlackApiError) as caught:
        await post(here)
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "30")


async def test_any_error_can_be_ordered_by_name(here):
    here.faults.add("slack:chat.postMessage", "error", value="message_limit_exceeded")
    with pytest.raises(SlackApiError, match="message_limit_exceeded"):
        await post(here)
    await post(here)


async def test_a_slow_answer_comes_late_but_comes(here):
    here.faults.add("slack:auth.test", "slow", value=0.05)
    assert (await here.client.auth_test())["ok"]


async def test_a_response_url_can_fail_too(here):
    here.faults.add("slack:response_url", "500")
    url, hook = here.slack.hooks.issue(here.ann, here.room)
    async with aiohttp.ClientSession() as session, session.post(url, json={"text": "t"}) as got:
        assert (got.status, hook.uses) == (500, 0)


async def test_an_event_can_come_several_times_in_new_envelopes(online):
    online.faults.add("slack:socket", "duplicate", value=3)
    await online.people.say(online.ann, online.room, "hello")
    heard = await online.hears("message", 4)
    assert len({one["ts"] for one in heard}) == 1


async def test_an_event_can_come_with_each_number_of_retry(online):
    online.faults.add("slack:socket", "retries", value=3)
    await online.people.say(online.ann, online.room, "hello")
    await online.hears("message", 4)
    assert sorted(online.retries) == ["0", "1", "2", "3"]


async def test_two_connections_share_the_events(online):
    other = AsyncSocketModeHandler(online.app, "xapp-sandbox")
    await other.connect_async()
    await online.people.wait_for(lambda: online.slack.sockets.count == 2)
    for text in ("one", "two", "three"):
        await online.people.say(online.ann, online.room, text)
    assert {one["text"] for one in await online.hears("message", 3)} == {"one", "two", "three"}
    await online.slack.settled()
    await other.close_async()


async def test_events_can_come_in_the_wrong_order(online):
    online.faults.add("slack:socket", "reorder")
    for text in ("first", "second"):
        await online.people.say(online.ann, online.room, text)
    assert [one["text"] for one in await online.hears("message", 2)] == ["second", "first"]


async def test_a_delayed_event_comes_after_its_redelivery(online):
    online.faults.add("slack:socket", "delay", value=3600)
    await online.people.say(online.ann, online.room, "hello")
    online.clock.forward(timedelta(seconds=3))
    await online.hears("message")
    online.clock.forward(timedelta(hours=1))
    await online.hears("message", 2)


async def test_a_lost_envelope_is_sent_again(online):
    online.faults.add("slack:socket", "lost")
    await online.people.say(online.ann, online.room, "hello")
    online.clock.forward(timedelta(seconds=3))
    assert len(await online.hears("message")) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
async def test_the_client_comes_back_after_a_disconnect(online, reason):
    online.faults.add("slack:socket", "disconnect", value=reason)
    await online.people.say(online.ann, online.room, "hello")
    opened = len(online.journal.of("slack", "apps.connections.open"))
    await online.people.wait_for(lambda: len(online.journal.of("slack", "apps.connections.open")) > opened)
    await online.hears("message")


async def test_the_client_comes_back_after_a_cut(online):
    online.faults.add("slack:socket", "close")
    await online.people.say(online.ann, online.room, "hello")
    await online.people.wait_for(lambda: online.slack.sockets.count == 0)
    await online.people.wait_for(lambda: online.slack.sockets.count == 1)
    online.clock.forward(timedelta(seconds=3))
    await online.hears("message")


async def test_a_socket_that_never_says_hello_still_carries(here):
    here.faults.add("slack:socket", "no_hello")
    await here.connect()
    await here.people.say(here.ann, here.room, "hello")
    await here.hears("message")


async def test_an_event_given_up_after_all_retries_is_counted_as_lost(here):
    here.slack.events_url = "http://127.0.0.1:9/"
    await here.people.say(here.ann, here.room, "nobody listens")
    await here.people.wait_for(lambda: len(here.journal.of("slack", "ack")) == 2)
    here.clock.forward(timedelta(minutes=1))
    await here.people.wait_for(lambda: len(here.journal.of("slack", "ack")) == 3)
    here.clock.forward(timedelta(minutes=4))
    (lost,) = await here.people.wait_for(lambda: here.slack.delivery.lost)
    assert lost["event"]["text"] == "nobody listens"
