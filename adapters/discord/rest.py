"""Requests to Discord without its gateway: log in once, ask with a limit on pace and patience."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
import discord
import yarl
from aiolimiter import AsyncLimiter
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

from adapters.discord.breaker import Breaker
from bot.config import Discord

R = TypeVar("R")
WEBHOOK, EPHEMERAL = "/webhooks/{webhook_id}/{webhook_token}", 64
PATIENCE = 60  # seconds for one request, the library's own waits included
PACE = 40  # requests a second; the platform allows 50
LONGEST_WAIT = 30.0  # seconds the library may sleep for a rate limit; beyond, the outbox waits


def point(settings: Discord) -> None:
    """Aim the library at the configured addresses. Before any client is made."""
    Route.BASE = settings.api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)


class Rest:
    """`await rest(lambda http: http.get_channel(118))`. Raises what discord.py raises."""

    def __init__(self, settings: Discord) -> None:
        self._token = settings.token
        self._client: discord.Client | None = None
        self._lock = asyncio.Lock()
        self._pace, self._breaker = AsyncLimiter(PACE, 1), Breaker()
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, request: Callable[[HTTPClient], Awaitable[R]]) -> R:
        loop = asyncio.get_running_loop()
        self._breaker.check(loop.time())
        try:
            client = await self.client()
            async with asyncio.timeout(PATIENCE), self._pace:
                return await request(client.http)
        except json.JSONDecodeError as error:  # cut on its way: accepted or not, nobody knows
            raise TimeoutError("the answer was no JSON") from error
        except Exception as error:
            self._breaker.note(error, loop.time())
            raise

    async def client(self) -> discord.Client:
        """The client, logged in but without a gateway."""
        async with self._lock:
            if self._client is None:
                self._client = await self._log_in()
            return self._client

    async def me(self) -> int:
        """Our own user's id."""
        user = (await self.client()).user
        assert user, "the client is logged in"
        return user.id

    async def follow_up(self, application: int, token: str, **message: Any) -> None:
        """Answer an interaction after its defer; its token lives 15 minutes."""
        hook = discord.Webhook.partial(application, token, client=await self.client())
        hook.type = discord.WebhookType.application  # a partial one cannot know
        async with asyncio.timeout(PATIENCE):
            await hook.send(ephemeral=True, allowed_mentions=discord.AllowedMentions.none(), wait=True, **message)

    async def show(self, application: int, token: str, body: dict[str, Any], is_instead: bool) -> None:
        """The same for a body as the platform takes it; `is_instead` of the message that was clicked on."""
        path = WEBHOOK + ("/messages/@original" if is_instead else "")
        route = Route("PATCH" if is_instead else "POST", path, webhook_id=application, webhook_token=token)
        await self(lambda http: http.request(route, json=body if is_instead else body | {"flags": EPHEMERAL}))

    async def session(self) -> aiohttp.ClientSession:
        """For files, which are fetched without our token."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        return self._session

    async def close(self) -> None:
        """Close the connections; the next request opens them again."""
        client, self._client = self._client, None
        session, self._session = self._session, None
        if client:
            await client.close()
        if session:
            await session.close()

    async def _log_in(self) -> discord.Client:
        client = discord.Client(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_WAIT,
        )
        try:
            async with asyncio.timeout(PATIENCE):
                await client.login(self._token.reveal())
        except BaseException:
            await client.close()
            raise
        return client
