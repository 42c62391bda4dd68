"""What stands in a room about the desk itself: one message, put up once and edited in place."""

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors, refs, views
from adapters.slack.client import Pace
from adapters.slack.finding import Finder
from adapters.slack.rich import Json
from bot.places import is_person
from bot.ports import Notice, Undeliverable


class Notices:
    def __init__(self, client: AsyncWebClient, finder: Finder, pace: Pace) -> None:
        self._client, self._finder, self._pace = client, finder, pace

    async def show(self, notice: Notice) -> str:
        """Put it up, or edit it; its reference. Raises Undeliverable where its message is gone."""
        text, blocks = views.line(notice.words)
        channel = await self._room(notice.place)
        if notice.ref:
            await self._edit(notice, text, blocks)
            return notice.ref
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

    async def _edit(self, notice: Notice, text: str, blocks: list[Json]) -> None:
        at = refs.spot(notice.ref)
        try:
            await self._client.chat_update(channel=at.channel, ts=at.ts, text=text, blocks=blocks)
        except Exception as error:
            if errors.name_of(error) in errors.UNDRAWABLE:
                raise Undeliverable(errors.name_of(error)) from error
            raise
