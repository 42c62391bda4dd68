"""Files that people added on Slack: fetched from Slack's own hosts only, up to a size, and kept by us."""

import asyncio
import logging
import re
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors
from bot.events import File
from bot.ports import Files

log = logging.getLogger(__name__)

Json = dict[str, Any]
LARGEST = 25 * 1024 * 1024  # bytes
TIMEOUT = aiohttp.ClientTimeout(total=40)
ODD = re.compile(r"[\\\s\x00-\x1f\x7f]")
HOSTS = (".slack.com", ".slack-files.com", ".slack-edge.com")


class NotFetched(Exception):
    """The file could not be fetched."""


def is_ours(url: str, api_url: str) -> bool:
    """May the bot token be shown to this address? To Slack over TLS, or to where the API itself is."""
    if ODD.search(url):  # parsers differ on where the host of such an address ends
        return False
    try:
        there, api = urlsplit(url), urlsplit(api_url)
        if (there.scheme, there.netloc) == (api.scheme, api.netloc):
            return True
        return there.scheme == "https" and (there.hostname or "").endswith(HOSTS) and there.port in (None, 443)
    except ValueError:  # what is no address
        return False


class Downloads:
    def __init__(self, client: AsyncWebClient, store: Files) -> None:
        self._client, self._store = client, store

    async def fetch(self, files: list[Json], is_last_try: bool = False) -> tuple[tuple[File, ...], str]:
        """The files that were added, and words about those that stay on Slack.

        Raises NotFetched or aiohttp.ClientError while trying again may help.
        """
        found, left = [], []
        for file in files:
            name = str(file.get("name") or file.get("title") or "file")
            try:
                found.append(await self._one(file, name))
            except (NotFetched, aiohttp.ClientError, TimeoutError) as error:
                if not is_last_try and not isinstance(error, NotFetched):
                    raise
                log.warning("file %s stays on Slack: %s", file.get("id"), errors.said(error))
                left.append(f"[the file {name} stays on Slack: {errors.said(error)}]")
        return tuple(found), "\n".join(left)

    async def _one(self, file: Json, name: str) -> File:
        if file.get("file_access") == "check_file_info":
            file = dict((await self._client.files_info(file=str(file["id"])))["file"])
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if not url or file.get("mode") in ("tombstone", "hidden_by_limit"):
            raise NotFetched("Slack does not hand it out")
        if int(file.get("size") or 0) > LARGEST:
            raise NotFetched(f"it is larger than {LARGEST // 1024 // 1024} MB")
        if not is_ours(url, self._client.base_url):
            raise NotFetched("it lies outside Slack")
        kind = str(file.get("mimetype") or "application/octet-stream")
        return await asyncio.to_thread(self._store.put, name, await self._bytes(url, kind), kind)

    async def _bytes(self, url: str, kind: str) -> bytes:
        headers = {"Authorization": f"Bearer {self._client.token}"}
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
            async with session.get(url, headers=headers, allow_redirects=False) as answer:
                if answer.status >= 500:
                    answer.raise_for_status()
                if answer.status != 200:
                    raise NotFetched(f"Slack answers {answer.status}")
                if answer.content_type == "text/html" and kind != "text/html":
                    raise NotFetched("the app lacks the scope files:read")
                content = await answer.content.read(LARGEST + 1)
                while len(content) <= LARGEST and (more := await answer.content.read(LARGEST + 1 - len(content))):
                    content += more
        if len(content) > LARGEST:
            raise NotFetched(f"it is larger than {LARGEST // 1024 // 1024} MB")
        return content
