"""Words for one person alone: what came of what they asked, or why not. Never the only copy of anything."""

import logging

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import errors, views
from adapters.slack.reading import Asker
from adapters.slack.rich import Json

log = logging.getLogger(__name__)

UNSEEN = {"user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived", "thread_not_found"}


class Whispers:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def tell(self, asker: Asker, text: str, returned: str = "") -> None:
        """Tell `asker` alone, where they are; `returned` is the text that was not taken. Raises SlackApiError."""
        words, blocks = views.said(text, returned)
        if asker.hook and not asker.thread:
            await self._answer(asker.hook, words, blocks)
        elif asker.channel.startswith("D") or not asker.channel:
            await self._privately(asker.user, words, blocks)
        else:
            await self._in_place(asker, words, blocks)

    async def _in_place(self, asker: Asker, text: str, blocks: list[Json]) -> None:
        try:
            await self._client.chat_postEphemeral(
                channel=asker.channel, user=asker.user, thread_ts=asker.thread or None, text=text, blocks=blocks
            )
        except Exception as error:
            if errors.name_of(error) not in UNSEEN:
                raise
            await self._privately(asker.user, text, blocks)

    async def _answer(self, hook: str, text: str, blocks: list[Json]) -> None:
        # The client's own handlers would send it twice when the answer is lost.
        answer = await AsyncWebhookClient(hook, retry_handlers=[]).send(
            text=text, blocks=blocks, response_type="ephemeral", replace_original=False,
            unfurl_links=False, unfurl_media=False,
        )  # fmt: skip
        if answer.status_code != 200:
            log.warning("a response URL answers %s", answer.status_code)

    async def _privately(self, user: str, text: str, blocks: list[Json]) -> None:
        room = await self._client.conversations_open(users=user)
        await self._client.chat_postMessage(
            channel=str(room["channel"]["id"]), text=text, blocks=blocks, unfurl_links=False, unfurl_media=False
        )
