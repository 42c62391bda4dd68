"""Files that people attached: fetched from the platform's own hosts, without redirects, and kept by content."""

import logging
from collections.abc import Sequence

import aiohttp
import yarl

from adapters.discord.bodies import Attached
from adapters.discord.kit import Kit
from bot.events import File
from bot.inbox import TRIES

log = logging.getLogger(__name__)

HOSTS = {"cdn.discordapp.com", "media.discordapp.net"}
HTTPS = 443
LARGEST = 25 * 2**20  # bytes
CHUNK = 64 * 1024


async def fetch(kit: Kit, offered: Sequence[Attached], attempt: int) -> tuple[tuple[File, ...], str]:
    """The files, and a line that names those that could not be had. Raises while trying again may help."""
    kept: list[File] = []
    lost: list[str] = []
    for one in offered:
        try:
            content = await _content(kit, one)
        except (aiohttp.ClientError, TimeoutError, OSError):
            if attempt < TRIES:
                raise
            content = None
        if content is None:
            lost.append(one.name)
        else:
            kind = one.content_type or "application/octet-stream"
            kept.append(await kit.ask(kit.files.put, one.name, content, kind))
    return tuple(kept), f"(could not be fetched: {', '.join(lost)})" if lost else ""


def is_ours(url: str, api_url: str) -> bool:
    """Whether a file's address is the platform's: its file hosts over https, or the very server we were set to."""
    try:
        target, api = yarl.URL(url), yarl.URL(api_url)
        if "\\" in url or not target.is_absolute():
            return False
        is_hosted = target.scheme == "https" and target.host in HOSTS and target.port == HTTPS
        return is_hosted or target.origin() == api.origin()
    except ValueError:  # what is no address
        return False


async def _content(kit: Kit, one: Attached) -> bytes | None:
    """None: gone, too large, or not the platform's."""
    settings = kit.settings.discord
    if settings is None or one.size > LARGEST or not is_ours(one.url, settings.api_url):
        log.warning("a file of %s bytes was not fetched", one.size)
        return None
    session = await kit.rest.session()
    async with session.get(one.url, allow_redirects=False) as response:
        if response.status >= 500:
            raise aiohttp.ClientPayloadError(f"the file host answered {response.status}")
        if response.status != 200:
            return None
        content = bytearray()
        async for chunk in response.content.iter_chunked(CHUNK):
            content += chunk
            if len(content) > LARGEST:
                return None
        return bytes(content)
