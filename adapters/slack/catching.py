"""Catching up: what was said while nobody listened, fetched from the history and taken in by the same keys.

Rooms, intake channels and direct messages are read from the time up to which everything is known to be here; threads
only where the history says that something came. A message that is known already changes nothing.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import arrivals, errors, reading, refs
from adapters.slack.people import People
from bot.config import Settings
from bot.filters import Filter
from bot.ports import Arrival, Ask, Store
from bot.ticket import Status

log = logging.getLogger(__name__)

Json = dict[str, Any]
CURSOR = "slack:heard"  # everything said before this moment is here (seconds since 1970)
OVERLAP = timedelta(minutes=10)  # Slack redelivers what was not acknowledged for about as long
MINUTE = timedelta(minutes=1)
PAGE, TICKETS = 200, 200


class CatchUp:
    def __init__(
        self, client: AsyncWebClient, people: People, settings: Settings, store: Store, ask: Ask,
        now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._client, self._people, self._settings = client, people, settings
        self._store, self._ask, self._now = store, ask, now

    async def begin(self) -> None:
        """What is said from the very first start on is ours, even if we are not connected yet; before it, nothing."""
        await self._ask(self._since)

    async def run(self) -> int:
        """Fetch what is missing. Returns how many messages were new. Raises what the wire raises."""
        started, new = self._now(), 0
        since = await self._ask(self._since)
        for channel in await self._channels():
            new += await self._channel(channel, since)
        await self._ask(self._keep, started)
        if new:
            log.info("caught up with %s messages since %s", new, since)
        return new

    async def heard(self) -> None:
        """The wire is up and was up: whatever is older than Slack's redeliveries is here."""
        await self._ask(self._keep, self._now() - OVERLAP)

    def _since(self) -> datetime:
        with self._store.transaction() as tx:
            if not tx.leases.value(CURSOR):
                self._keep(self._now())
            return datetime.fromtimestamp(float(tx.leases.value(CURSOR)), UTC)

    def _keep(self, at: datetime) -> None:
        with self._store.transaction() as tx:
            known = float(tx.leases.value(CURSOR) or 0)
            tx.leases.keep(CURSOR, str(max(known, at.timestamp())))

    async def _channels(self) -> list[str]:
        places = [place for queue in self._settings.queues for place in (*queue.rooms, *queue.intake)]
        rooms = [refs.spot(place).channel for place in places if place.startswith("slack:")]
        return list(dict.fromkeys([*rooms, *await self._direct()]))

    async def _direct(self) -> list[str]:
        found: list[str] = []
        cursor = ""
        while True:
            page = await _patiently(self._client.conversations_list, types="im", limit=PAGE, cursor=cursor)
            found += [str(one["id"]) for one in page["channels"] if not one.get("is_user_deleted")]
            cursor = _next(page)
            if not cursor:
                return found

    async def _channel(self, channel: str, since: datetime) -> int:
        oldest = min([since, *await self._ask(self._threads_from, channel)])
        new = 0
        try:
            async for messages in self._pages(channel, oldest):
                found = [one for one in messages if _ts(one) > since.timestamp()]
                for root in messages:
                    if float(root.get("latest_reply") or 0) > since.timestamp():
                        found += await self._replies(channel, str(root["ts"]), since)
                new += await self._take(channel, found)
        except Exception as error:
            if not errors.is_place_shut(error):
                raise
            log.warning("%s cannot be caught up with: %s", channel, errors.name_of(error))
        return new

    def _threads_from(self, channel: str) -> list[datetime]:
        """When the oldest thread of a ticket that is not closed began in a channel."""
        wanted = Filter(tuple(status for status in Status if status is not Status.CLOSED))
        with self._store.transaction() as tx:
            tickets = tx.tickets.search(wanted, TICKETS)
            places = [place for one in tickets for place in (one.origin, *tx.cards.threads(one.number).values())]
        spots = [refs.spot(place) for place in places if place.startswith("slack:")]
        roots = [float(spot.root) - 1 for spot in spots if spot.channel == channel and spot.root]
        return [datetime.fromtimestamp(min(roots), UTC)] if roots else []

    async def _pages(self, channel: str, oldest: datetime) -> AsyncIterator[list[Json]]:
        cursor = ""
        while True:
            page = await _patiently(
                self._client.conversations_history,
                channel=channel, oldest=f"{oldest.timestamp():.6f}", limit=PAGE, cursor=cursor,
            )  # fmt: skip
            yield list(page["messages"])
            cursor = _next(page)
            if not cursor:
                return

    async def _replies(self, channel: str, root: str, since: datetime) -> list[Json]:
        found: list[Json] = []
        cursor = ""
        while True:
            page = await _patiently(
                self._client.conversations_replies,
                channel=channel, ts=root, oldest=f"{since.timestamp():.6f}", limit=PAGE, cursor=cursor,
            )  # fmt: skip
            found += [one for one in page["messages"] if one["ts"] != root]
            cursor = _next(page)
            if not cursor:
                return found

    async def _take(self, channel: str, messages: list[Json]) -> int:
        me = await self._people.me()
        said = [one | {"type": "message"} for one in sorted(messages, key=_ts)]
        kept = [one for one in said if reading.is_said(one) and not reading.is_echo(one, me.user, me.bot)]
        return await self._ask(self._add, [arrivals.of_message(one, channel, self._now()) for one in kept])

    def _add(self, found: list[Arrival]) -> int:
        with self._store.transaction() as tx:
            return tx.arrivals.add(found) if found else 0


async def _patiently(call: Callable[..., Awaitable[Any]], **args: Any) -> Any:
    """One page, however long Slack makes us wait for it: some apps get one a minute."""
    while True:
        try:
            return await call(**args)
        except SlackApiError as error:
            if errors.status_of(error) != 429:
                raise
            await asyncio.sleep((errors.wait_of(error) or MINUTE).total_seconds())


def _ts(message: Json) -> float:
    return float(message["ts"])


def _next(page: Any) -> str:
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")
