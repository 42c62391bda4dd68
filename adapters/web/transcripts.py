"""The transcript behind an expiring link: a page that runs and loads nothing, or an archive with its files."""

import asyncio
import tempfile

from aiohttp import web

from bot.desk import Desk
from bot.paper import pack, packed_name
from bot.ports import Ask, Files
from bot.speech import later, shown, speaking
from bot.transcript_forms import POLICY

PATH = "/transcript/{reach}/{form}/{token}"
CHUNK = 2**16  # bytes
HEADERS = {
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Content-Security-Policy": f"{POLICY}; sandbox",
}  # fmt: skip
GONE = later("This link does not work any more. Ask for another one.")


class TranscriptPage:
    """`routes` are what the web server serves of it."""

    def __init__(self, desk: Desk, files: Files, ask: Ask) -> None:
        self._desk, self._files, self._ask = desk, files, ask
        self.routes = (web.get(PATH, self._handed),)

    async def _handed(self, request: web.Request) -> web.StreamResponse:
        asked = request.match_info
        paper = await self._ask(self._desk.lent.opened, asked["reach"], asked["form"], asked["token"])
        if paper is None:
            with speaking(request.headers.get("Accept-Language", "").partition(",")[0]):
                return web.Response(text=f"{shown(GONE)}\n", status=404, headers=HEADERS)
        if not paper.files:
            return web.Response(body=paper.content, headers=HEADERS | {"Content-Type": paper.content_type})
        named = {"Content-Disposition": f'attachment; filename="{packed_name(paper)}"'}
        answer = web.StreamResponse(headers=HEADERS | named | {"Content-Type": "application/zip"})
        with tempfile.TemporaryFile() as out:
            await asyncio.to_thread(pack, paper, self._files.get, out)
            out.seek(0)
            await answer.prepare(request)
            while piece := await asyncio.to_thread(out.read, CHUNK):
                await answer.write(piece)
        return answer
