"""Slack's edge: listens, writes down what comes before it is acknowledged, and understands it afterwards."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import arrivals, errors, forms, presses, reading
from adapters.slack.catching import CatchUp
from adapters.slack.channel import SlackChannel
from adapters.slack.checks import Checks
from adapters.slack.clerk import Clerk
from adapters.slack.client import client as make_client
from adapters.slack.connection import Connection
from adapters.slack.downloads import Downloads
from adapters.slack.homes import Homes
from adapters.slack.people import People
from adapters.slack.roll import Roll
from adapters.slack.signatures import Signatures
from adapters.slack.understanding import Understanding
from adapters.slack.whispers import Whispers
from bot.config import Settings
from bot.desk import Desk
from bot.health import Finding
from bot.inbox import Deed, OneByOne
from bot.ports import Arrival, Ask, Fate, Files, Store
from bot.speech import speaking

log = logging.getLogger(__name__)

Json = dict[str, Any]
Ack = Callable[..., Awaitable[object]]
ALL = re.compile(".*", re.DOTALL)
WIRE = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)  # what may be well again when asked later
STALE = {"subteam_members_changed", "member_left_channel", "member_joined_channel", "user_change"}


class SlackApp(OneByOne):
    """`channel` carries posts, `run` listens, `understand` is asked by the inbox, `check` by doctor."""

    name = kind = "slack"
    takes_plain = True

    def __init__(
        self, settings: Settings, desk: Desk, store: Store, files: Files, ask: Ask, now: Callable[[], datetime],
        worker: str,
    ) -> None:  # fmt: skip
        if settings.slack is None:
            raise ValueError("Slack is not configured")
        self._store, self._ask, self._now, self._worker = store, ask, now, worker
        self._client = make_client(settings.slack)
        self._people = People(self._client, settings, now)
        homes = Homes(self._client, self._people, settings, desk, ask)
        self.channel = SlackChannel(self._client, self._people, files, settings, now, homes)
        downloads, whispers = Downloads(self._client, files), Whispers(self._client, files)
        self._clerk = Clerk(settings, desk, store, ask, now, self._client, self._people, downloads, whispers)
        self._understanding = Understanding(self._clerk)
        self._checks = Checks(settings, self._client, self._people)
        self.roll = Roll(self._client, self._people, settings, desk, ask, now)
        secret = settings.slack.signing_secret.reveal()
        self.bolt = _bolt(self._client, secret)
        self._signatures = Signatures(secret)
        self._listen()
        catching = CatchUp(self._client, self._people, settings, store, ask, now)
        self._connection = Connection(settings.slack, self.bolt, self.channel, self._people, catching, now)

    @property
    def trouble(self) -> str:
        return self.channel.trouble

    async def run(self) -> None:
        """Connect and stay connected until cancelled."""
        roll = asyncio.create_task(self.roll.run())
        try:
            await self._connection.run()
        finally:
            roll.cancel()
            await asyncio.gather(roll, return_exceptions=True)

    async def understand(self, arrival: Arrival) -> Deed:
        """What an arrival asks for. Raises NotSent or Unsure while Slack cannot be asked."""
        try:
            return await self._understanding.understand(arrival)
        except Exception as error:
            if sentence := errors.sentence(error):
                self.channel.alarm("" if errors.is_token_dead(error) else "looking up", sentence)
            raise (errors.outcome(error) if isinstance(error, WIRE) else error) from error

    def park(self, arrival: Arrival, error: str) -> Fate:
        """An arrival that failed for the last time: a requester's message becomes a ticket as it is."""
        return self._understanding.park(arrival, error)

    async def check(self) -> list[Finding]:
        """Try the token, each scope, each room and group, for `deskbell doctor`."""
        return await self._checks.run()

    async def http_handler(self, request: web.Request) -> web.Response:
        """Slack's calls in HTTP mode, to be mounted at /slack/events. Whatever is not signed well gets 401."""
        if not self._signatures.are_right(await request.read(), request.headers):
            return web.Response(status=401)
        return await to_aiohttp_response(await self.bolt.async_dispatch(await to_bolt_request(request)))

    def _listen(self) -> None:
        self.bolt.event(ALL)(self._event)
        self.bolt.command(ALL)(self._interaction)
        self.bolt.action(ALL)(self._interaction)
        self.bolt.shortcut(ALL)(self._interaction)
        self.bolt.view(ALL)(self._form)
        self.bolt.view_closed(ALL)(self._closed)

    async def _event(self, body: Json, event: Json) -> None:
        me = await self._people.me()
        if event.get("type") in STALE:
            self._people.forget()
            self.roll.hurry()
        self.channel.heard_of(event)
        if not reading.is_echo(event, me.user, me.bot):
            await self._keep(arrivals.of_event(body, self._now()))

    async def _interaction(self, ack: Ack, body: Json) -> None:
        await self._keep(arrivals.of_interaction(body, self._now()))
        with speaking(await self._clerk.language(self._people.known(reading.who(body)))):
            view = await presses.opened(self._clerk, body)
        if view:
            try:
                await self._client.views_open(trigger_id=str(body["trigger_id"]), view=view)
            except Exception as error:
                log.warning("a form could not be opened: %s", errors.said(error))
        await ack()

    async def _form(self, ack: Ack, body: Json) -> None:
        with speaking(await self._clerk.language(self._people.known(reading.who(body)))):
            answer = forms.answer(body) or await forms.doubted(self._clerk, body)
        if answer:
            await ack(**answer)
            return
        await self._keep(arrivals.of_form(body, self._now()))
        await ack()

    async def _closed(self, ack: Ack, body: Json) -> None:
        await forms.closed(self._clerk, body)
        await ack()

    async def _keep(self, arrival: Arrival) -> None:
        """Durable before it is acknowledged: an exception here leaves it unacknowledged, and it comes again."""
        await self._ask(self._add, arrival)

    def _add(self, arrival: Arrival) -> None:
        with self._store.transaction() as tx:
            tx.arrivals.add([arrival])


def _bolt(client: AsyncWebClient, signing_secret: str) -> AsyncApp:
    quiet = logging.getLogger(f"{__name__}.bolt")

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # Known without a call: in an outage the library's own look-up tells people that the app was removed.
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=client.token)

    quiet.setLevel(logging.ERROR)  # it would warn of a second token wherever the environment has one
    app = AsyncApp(
        authorize=authorize, signing_secret=signing_secret, process_before_response=True,
        ignoring_self_events_enabled=False, logger=quiet,
    )  # fmt: skip
    quiet.setLevel(logging.WARNING)  # below, it logs signatures and bodies
    app.client.token, app.client.base_url, app.client.timeout = client.token, client.base_url, client.timeout
    app.client.retry_handlers = client.retry_handlers
    return app
