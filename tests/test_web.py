"""Health and metrics over HTTP."""

import aiohttp
import pytest
from aiohttp import web

from adapters.web.app import WebApp


class Health:
    def __init__(self):
        self.trouble = {}

    async def troubles(self):
        return self.trouble

    async def numbers(self):
        return {"deskbell_posts": {"pending": 2.0}, "deskbell_channel_up": {"slack": 1.0}}


@pytest.fixture
def health():
    return Health()


@pytest.fixture
async def get(health):
    async def hook(request):
        return web.Response(text=await request.text())

    app = WebApp(health, "127.0.0.1", 0, {"/slack/events": hook})
    await app.start()

    async def get(path, data=None):
        method = "POST" if data else "GET"
        url = f"http://127.0.0.1:{app.port}{path}"
        async with aiohttp.ClientSession() as session, session.request(method, url, data=data) as answer:
            return answer.status, await answer.text()

    yield get
    await app.stop()


async def test_a_healthy_desk_is_alive_and_ready(get):
    assert (await get("/livez"))[0] == 200
    assert (await get("/readyz"))[0] == 200


async def test_a_desk_in_trouble_lives_on_but_is_not_ready_and_says_why(get, health):
    health.trouble = {"slack": "Slack refuses our token. Set SLACK_BOT_TOKEN."}

    status, body = await get("/readyz")

    assert status == 503
    assert "Slack refuses our token." in body
    assert (await get("/livez"))[0] == 200


async def test_prometheus_finds_the_numbers(get):
    assert 'deskbell_posts{what="pending"} 2.0' in (await get("/metrics"))[1]


async def test_what_a_channel_mounts_is_served_there(get):
    assert await get("/slack/events", data="hello") == (200, "hello")
