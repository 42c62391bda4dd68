"""Files on their way to Slack: their bytes first, unseen; shown in a conversation only afterwards."""

import asyncio
import logging
from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors
from bot.events import File
from bot.ports import Files
from bot.speech import several

log = logging.getLogger(__name__)

TIMEOUT = aiohttp.ClientTimeout(total=120)
MOST, AT_ONCE = 10, 3  # files shown by one post; uploads under way at once
ALT = 1000  # characters of a picture in words
REST = "message.txt"  # the whole of a text too long for one message


@dataclass(frozen=True)
class Parcel:
    """Something to attach: a name and bytes, and of a picture what it shows."""

    name: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True)
class Uploaded:
    id: str
    name: str


async def parcels(files: tuple[File, ...], store: Files, text: str = "") -> list[Parcel]:
    """The bytes of the first of `files`, and `text` as one more file if there is any: ten at most. Raises OSError."""
    shown = files[: most(text)]
    found = [Parcel(file.name or "file", await asyncio.to_thread(store.get, file)) for file in shown]
    return [*found, Parcel(REST, text.encode())] if text else found


def most(text: str) -> int:
    """How many files one post shows, beside `text` as a file."""
    return MOST - 1 if text else MOST


def left(files: tuple[File, ...], text: str = "") -> str:
    """One line about the files that are not shown; "" where all are."""
    more = len(files) - most(text)
    if more <= 0:
        return ""
    return several("and {n} more file, kept with the ticket", "and {n} more files, kept with the ticket", more)


async def upload(client: AsyncWebClient, parcels: list[Parcel]) -> list[Uploaded]:
    """Bring the bytes to Slack. Nobody sees them yet, so a failure leaves nothing behind."""
    lane = asyncio.Semaphore(AT_ONCE)

    async def one(parcel: Parcel) -> Uploaded:
        async with lane:
            return await _upload(client, parcel)

    try:
        async with asyncio.TaskGroup() as group:  # the first that fails stops the others
            tasks = [group.create_task(one(parcel)) for parcel in parcels if parcel.content]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]


async def share(client: AsyncWebClient, uploaded: list[Uploaded], channel: str, root: str | None) -> str:
    """Show what was uploaded in a conversation or thread. Returns "" or why Slack would not."""
    if not uploaded:
        return ""
    try:
        await client.files_completeUploadExternal(
            files=[{"id": one.id, "title": one.name} for one in uploaded], channel_id=channel, thread_ts=root
        )
    except Exception as error:
        log.warning("files could not be shared in %s: %s", channel, errors.said(error))
        return errors.said(error)
    return ""


async def _upload(client: AsyncWebClient, parcel: Parcel) -> Uploaded:
    ticket = await client.files_getUploadURLExternal(
        filename=parcel.name, length=len(parcel.content), alt_txt=parcel.alt[:ALT] or None
    )
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        async with session.post(str(ticket["upload_url"]), data=parcel.content) as answer:
            answer.raise_for_status()
    return Uploaded(str(ticket["file_id"]), parcel.name)
