"""Words for one person alone: what came of what they asked, or why not. Never the only copy of anything."""

import asyncio
import logging

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import errors, uploads, views
from adapters.slack.buttons import below
from adapters.slack.reading import Asker
from adapters.slack.rich import Json
from bot.paper import Paper, parcel
from bot.ports import Files
from bot.speech import say
from bot.words import Button

log = logging.getLogger(__name__)

UNSEEN = {"user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived", "thread_not_found"}


LARGEST = 50_000_000  # bytes of a paper: it is held in memory on its way


class Whispers:
    def __init__(self, client: AsyncWebClient, files: Files) -> None:
        self._client, self._files = client, files

    async def tell(
        self, asker: Asker, text: str, returned: str = "", buttons: tuple[Button, ...] = (), is_instead: bool = False
    ) -> None:  # fmt: skip
        """Tell `asker` alone, where they are; `returned` is the text that was not taken, `buttons` stand below.

        `is_instead`: where they pressed on what only they see, it takes the place of that. Raises SlackApiError.
        """
        words, blocks = views.said(text, returned)
        await self.show(asker, words, [*blocks, *below(buttons)], is_instead)

    async def show(self, asker: Asker, words: str, blocks: list[Json], is_instead: bool = True) -> None:
        """The same for blocks that are drawn already."""
        if asker.hook and (asker.is_whispered_to and is_instead):
            await self._answer(asker.hook, words, blocks, replace=True)
        elif asker.hook and not asker.thread:
            await self._answer(asker.hook, words, blocks)
        elif asker.channel.startswith("D") or not asker.channel:
            await self._privately(asker.user, words, blocks)
        else:
            await self._in_place(asker, words, blocks)

    async def hand(self, asker: Asker, text: str, paper: Paper) -> None:
        """Give `asker` a paper by direct message, where nobody else sees it. Raises SlackApiError, OSError."""
        name, content, missing = await asyncio.to_thread(parcel, paper, self._files.get, LARGEST)
        uploaded = await uploads.upload(self._client, [uploads.Parcel(name, content, paper.alt)])
        room = await self._client.conversations_open(users=asker.user)
        refusal = await uploads.share(self._client, uploaded, str(room["channel"]["id"]), None)
        there = say("It is in your direct messages with me.")
        where = say("Slack would not take it: {why}.", why=refusal) if refusal else there
        await self.tell(asker, "\n".join(filter(None, (text, where if uploaded else "", missing))))

    async def _in_place(self, asker: Asker, text: str, blocks: list[Json]) -> None:
        try:
            await self._client.chat_postEphemeral(
                channel=asker.channel, user=asker.user, thread_ts=asker.thread or None, text=text, blocks=blocks
            )
        except Exception as error:
            if errors.name_of(error) not in UNSEEN:
                raise
            await self._privately(asker.user, text, blocks)

    async def _answer(self, hook: str, text: str, blocks: list[Json], replace: bool = False) -> None:
        # The client's own handlers would send it twice when the answer is lost.
        answer = await AsyncWebhookClient(hook, retry_handlers=[]).send(
            text=text, blocks=blocks, response_type="ephemeral", replace_original=replace,
            unfurl_links=False, unfurl_media=False,
        )  # fmt: skip
        if answer.status_code != 200:
            log.warning("a response URL answers %s", answer.status_code)

    async def _privately(self, user: str, text: str, blocks: list[Json]) -> None:
        room = await self._client.conversations_open(users=user)
        await self._client.chat_postMessage(
            channel=str(room["channel"]["id"]), text=text, blocks=blocks, unfurl_links=False, unfurl_media=False
        )
