"""What stands in a room about the desk itself: one message, put up once and edited in place."""

import logging

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import boards, errors, refs, views
from adapters.slack.client import Pace
from adapters.slack.finding import Finder
from adapters.slack.homes import Homes
from adapters.slack.people import People
from adapters.slack.rich import Json
from bot.boards import BOARD, HOME
from bot.places import is_person
from bot.ports import Notice, Undeliverable

log = logging.getLogger(__name__)


class Notices:
    def __init__(self, client: AsyncWebClient, people: People, finder: Finder, pace: Pace, homes: Homes) -> None:
        self._client, self._people, self._finder, self._pace, self._homes = client, people, finder, pace, homes

    async def show(self, notice: Notice) -> str:
        """Put it up, or edit it; its reference. Raises Undeliverable where its message is gone."""
        if notice.key == HOME:
            return await self._homes.show(notice)
        text, blocks = await self._drawn(notice)
        ref = notice.ref
        if ref:
            await self._edit(notice, text, blocks)
        else:
            ref = await self._put_up(notice, text, blocks)
        if notice.key == BOARD and not (notice.ref and notice.overview):
            await self._pin(ref, is_up=notice.overview is not None)
        return ref

    async def _drawn(self, notice: Notice) -> tuple[str, list[Json]]:
        if notice.overview:
            return boards.board(notice.overview, (await self._people.me()).home, is_for_all=True)
        return views.line(notice.words)

    async def _put_up(self, notice: Notice, text: str, blocks: list[Json]) -> str:
        channel = await self._room(notice.place)
        if notice.attempts and (ts := await self._finder.marked(notice.uuid, notice.said_at, channel)):
            return refs.message(channel, ts)
        metadata = {"event_type": "deskbell_notice", "event_payload": {"o": notice.uuid}}
        async with self._pace.lane(channel):
            answer = await self._client.chat_postMessage(
                channel=channel, text=text, blocks=blocks, metadata=metadata, unfurl_links=False, unfurl_media=False
            )
        return refs.message(channel, str(answer["ts"]))

    async def _room(self, place: str) -> str:
        """Of a person, their direct messages with us."""
        if not is_person(place):
            return refs.spot(place).channel
        room = await self._client.conversations_open(users=place.rpartition("@")[2])
        return str(room["channel"]["id"])

    async def _pin(self, ref: str, is_up: bool) -> None:
        """Pin a board that was put up, and let go one that was taken down. It is as good without."""
        at = refs.spot(ref)
        try:
            pin = self._client.pins_add if is_up else self._client.pins_remove
            await pin(channel=at.channel, timestamp=at.ts)
        except Exception as error:
            if errors.name_of(error) not in errors.SETTLED:
                log.warning(
                    "the board %s could not be %s: %s", ref, "pinned" if is_up else "let go", errors.said(error)
                )

    async def _edit(self, notice: Notice, text: str, blocks: list[Json]) -> None:
        at = refs.spot(notice.ref)
        try:
            await self._client.chat_update(channel=at.channel, ts=at.ts, text=text, blocks=blocks)
        except Exception as error:
            if errors.name_of(error) in errors.UNDRAWABLE:
                raise Undeliverable(errors.name_of(error)) from error
            raise
