"""Stays connected: Socket Mode where there is an app token, else Slack calls us by HTTP; and watches for gaps."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from adapters.slack import errors
from adapters.slack.catching import CatchUp
from adapters.slack.channel import SlackChannel
from adapters.slack.people import People
from bot.config import Slack

log = logging.getLogger(__name__)

LOOK = 5.0  # seconds between two looks at the connection
GAP = timedelta(seconds=60)  # silence after which messages may be missing
DOWN = timedelta(minutes=2)  # after that the connection is made anew from scratch
OPENING = 30.0  # seconds
AGAIN = 30.0  # seconds before a dead wire is tried again
KEEP = timedelta(seconds=60)


class Connection:
    def __init__(
        self, slack: Slack, app: AsyncApp, channel: SlackChannel, people: People, catching: CatchUp,
        now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._slack, self._app, self._channel, self._people = slack, app, channel, people
        self._catching, self._now = catching, now
        self._is_behind, self._is_whole = asyncio.Event(), False

    async def run(self) -> None:
        """Connect and stay connected until cancelled."""
        while True:
            try:
                await self._catching.begin()
                await self._people.me()
                self._channel.mended("")
                await self._listen()
            except Exception as error:
                self._channel.alarm("", errors.sentence(error) or errors.unreachable(error))
                if not errors.is_of_the_wire(error):
                    log.error("the connection ended by a fault of the desk's", exc_info=error)
                await asyncio.sleep(AGAIN)

    async def _listen(self) -> None:
        if not self._slack.app_token:
            await self._together(None)
            return
        handler = AsyncSocketModeHandler(self._app, self._slack.app_token.reveal())
        try:
            # Asked here first: refused inside `connect`, the client would try for ever in silence.
            handler.client.wss_uri = await handler.client.issue_new_wss_url()
            handler.client.message_listeners.append(_count)
            async with asyncio.timeout(OPENING):
                await handler.connect_async()  # type: ignore[no-untyped-call]
            await self._together(handler)
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]

    async def _together(self, handler: AsyncSocketModeHandler | None) -> None:
        self._fall_behind()
        catching = asyncio.create_task(self._catch_up())
        try:
            await self._watch(handler)
        finally:
            catching.cancel()
            await asyncio.gather(catching, return_exceptions=True)

    async def _watch(self, handler: AsyncSocketModeHandler | None) -> None:
        """See gaps, and remember now and then how far everything was heard."""
        seen = kept = self._now()
        is_cut = False
        while True:
            await asyncio.sleep(LOOK)
            now = self._now()
            if handler and not await handler.client.is_connected():
                if now - seen > DOWN:
                    raise ConnectionError("the socket stays down")
                is_cut = True
                continue
            if is_cut or now - seen > GAP:  # Slack tells again only after a minute
                self._fall_behind()
                is_cut = False
            elif now - kept > KEEP and self._is_whole:
                await self._catching.heard()
                kept = now
            seen = now

    def _fall_behind(self) -> None:
        self._is_whole = False
        self._is_behind.set()

    async def _catch_up(self) -> None:
        while True:
            await self._is_behind.wait()
            self._is_behind.clear()
            try:
                await self._catching.run()
            except Exception as error:
                log.warning("catching up failed, and is tried again: %s", errors.said(error))
                await asyncio.sleep(AGAIN)
                self._is_behind.set()
            else:
                self._is_whole = not self._is_behind.is_set()


async def _count(_client: object, message: dict[str, Any], _raw: str | None = None) -> None:
    """Each event goes to any one connection, so a forgotten second process takes its share in silence."""
    if message.get("type") == "hello" and (count := int(message.get("num_connections") or 1)) > 1:
        log.warning("Slack counts %s connections of this app: one for each replica is right", count)
