"""Was it sent after all? Looks for a post in what Slack has, by the mark in its metadata."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors
from adapters.slack.people import Me
from bot.ports import Post

EARLIER = 60  # seconds before the event, for clocks that differ
PAGES, PAGE = 20, 200


@dataclass(frozen=True)
class Found:
    ts: str
    root: str | None


class Finder:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def find(self, post: Post, channel: str, root: str | None) -> Found | None:
        """The message that carries `post`, in its thread, else (its root gone) in the open room."""
        if root:
            try:
                return await self._look(post.uuid, post.event.at, channel, root)
            except SlackApiError as error:
                if errors.name_of(error) not in errors.ROOTLESS:
                    raise
        return await self._look(post.uuid, post.event.at, channel, None)

    async def marked(self, uuid: str, at: datetime, channel: str) -> str | None:
        """The id of the message in the open room that carries this mark, said at `at` or later."""
        found = await self._look(uuid, at, channel, None)
        return found.ts if found else None

    async def files_after(self, channel: str, found: Found, me: Me) -> set[str]:
        """The names of the files that we showed in the same conversation after a message."""
        page: Any
        if found.root:
            page = await self._client.conversations_replies(channel=channel, ts=found.root, oldest=found.ts, limit=PAGE)
        else:
            page = await self._client.conversations_history(channel=channel, oldest=found.ts, limit=PAGE)
        ours = [one for one in page["messages"] if me.user == one.get("user") or me.bot == one.get("bot_id")]
        return {str(file.get("title") or file.get("name")) for one in ours for file in one.get("files") or []}

    async def _look(self, uuid: str, at: datetime, channel: str, root: str | None) -> Found | None:
        cursor = ""
        for _ in range(PAGES):
            page = await self._page(at, channel, root, cursor)
            for message in page["messages"]:
                if _mark(message) == uuid:
                    return Found(str(message["ts"]), message.get("thread_ts") if root else None)
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None
        raise TimeoutError("the conversation is too long to look through")

    async def _page(self, at: datetime, channel: str, root: str | None, cursor: str) -> Any:
        oldest = f"{at.timestamp() - EARLIER:.6f}"
        if root:
            return await self._client.conversations_replies(
                channel=channel, ts=root, oldest=oldest, cursor=cursor, limit=PAGE, include_all_metadata=True
            )
        return await self._client.conversations_history(
            channel=channel, oldest=oldest, cursor=cursor, limit=PAGE, include_all_metadata=True
        )


def _mark(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("o") or "")
