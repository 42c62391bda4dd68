"""Files on their way to Slack: their bytes first, unseen; shown in a conversation only afterwards."""

import asyncio
import logging
from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors
from bot.events import File
from bot.ports import Files

log = logging.getLogger(__name__)

TIMEOUT = aiohttp.ClientTimeout(total=120)
REST = "message.txt"  # the whole of a text too long for one message


@dataclass(frozen=True)
class Parcel:
    """Something to attach: a name and bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Uploaded:
    id: str
    name: str


async def parcels(files: tuple[File, ...], store: Files, text: str = "") -> list[Parcel]:
    """The bytes of `files`, and `text` as one more file if there is any. Raises OSError."""
    found = [Parcel(file.name or "file", await asyncio.to_thread(store.get, file)) for file in files]
    return [*found, Parcel(REST, text.encode())] if text else found


async def upload(client: AsyncWebClient, parcels: list[Parcel]) -> list[Uploaded]:
    """Bring the bytes to Slack. Nobody sees them yet, so a failure leaves nothing behind."""
    return [await _upload(client, parcel) for parcel in parcels if parcel.content]


async def share(client: AsyncWebClient, uploaded: list[Uploaded], channel: str, root: str | None) -> str:
    """Show what was uploaded in a conversation or thread. Returns "" or why Slack would not."""
    if not uploaded:
        return ""
    try:
        await client.files_completeUploadExternal(
            files=[{"id": one.id, "title": one.name} for one in uploaded], channel_id=channel, thread_ts=root
        )
    except Exception as error:
        log.warning("files could not be shared in %s: %r", channel, error)
        return errors.name_of(error) or type(error).__name__
    return ""


async def _upload(client: AsyncWebClient, parcel: Parcel) -> Uploaded:
    ticket = await client.files_getUploadURLExternal(filename=parcel.name, length=len(parcel.content))
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        async with session.post(str(ticket["upload_url"]), data=parcel.content) as answer:
            answer.raise_for_status()
    return Uploaded(str(ticket["file_id"]), parcel.name)
