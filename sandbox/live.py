"""The browsers that look at the page: each is told what it looks at, and after that only what has changed."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.guide import Guide
from sandbox.sights.looks import Look, read
from sandbox.sights.sides import Cells
from sandbox.sights.town import Sights
from sandbox.switches import Switches

log = logging.getLogger(__name__)
PAUSE = 0.05  # seconds between two words to a browser, so that a burst of changes is one
LARGEST = 64 * 1024  # a look


class Live:
    """Every browser has a task of its own: a slow one is told less often, and nobody waits for it."""

    def __init__(self, sights: Sights, guide: Guide, switches: Switches, now: Callable[[], float]) -> None:
        self._sights, self._guide, self._switches, self._now = sights, guide, switches, now
        self._browsers: set[Browser] = set()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One browser, until it goes."""
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=LARGEST, compress=False)
        await socket.prepare(request)
        browser = Browser(socket, self._cells, self._now)
        self._browsers.add(browser)
        try:
            await browser.run()
        finally:
            self._browsers.discard(browser)
        return socket

    def ring(self, *_what: object) -> None:
        """Something may have changed."""
        for browser in self._browsers:
            browser.changed.set()

    async def stop(self) -> None:
        """Tell all browsers that it is over."""
        await asyncio.gather(*(one.socket.close(code=1001, drain=False) for one in self._browsers))

    def _cells(self, browser: "Browser", look: Look) -> Cells:
        cells = self._sights.cells(look, browser.since, self._switches.cells())
        events: Any = self._sights.window.get("events") or ()
        is_lit = self._guide.judge(events, cells, self._sights.mail.has_mail)
        if self._sights.has_read() or is_lit:
            for other in self._browsers - {browser}:
                other.changed.set()
        return cells | {"guide": self._guide.cell()}


class Browser:
    """One tab: what it looks at, what it was told, and where its reading of a room began."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        cells: Callable[["Browser", Look], Cells],
        now: Callable[[], float],
    ) -> None:
        self.socket, self.changed = socket, asyncio.Event()
        self._cells, self._now = cells, now
        self._look: Look | None = None
        self._told: Cells | None = None
        self._opened: dict[str, tuple[tuple[str, ...], int]] = {}

    async def run(self) -> None:
        """Listen and tell, until either ends."""
        telling = asyncio.create_task(self._tell())
        try:
            async for message in self.socket:
                if message.type is WSMsgType.TEXT:
                    await self._hear(message.data)
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)

    def since(self, slot: str, place: tuple[str, ...], mark: int) -> int:
        """Up to where `place` had been read when this tab opened it."""
        if self._opened.get(slot, ((), 0))[0] != place:
            self._opened[slot] = (place, mark)
        return self._opened[slot][1]

    async def _hear(self, text: str) -> None:
        try:
            told = json.loads(text)
            if not isinstance(told, dict) or "look" not in told:
                raise ValueError("Say what you look at: an object with the key look.")
            self._look = read(told["look"])
        except json.JSONDecodeError:
            await self._say({"error": "That is no JSON."})
        except (ValueError, RecursionError) as error:
            await self._say({"error": str(error)})
        else:
            self.changed.set()

    async def _tell(self) -> None:
        try:
            while True:
                await self.changed.wait()
                self.changed.clear()
                if self._look is not None and (patch := self._patch(self._look)):
                    await self._say(patch)
                    await asyncio.sleep(PAUSE)
        except Exception:
            log.exception("a browser could not be told what it looks at")
            await self.socket.close(code=1011)  # it comes again, and is told everything anew

    def _patch(self, look: Look) -> dict[str, Any]:
        """What this browser does not know yet; empty when it knows everything."""
        cells, told = self._cells(self, look), self._told
        self._told = cells
        if told is None:
            return {"all": True, "set": cells, "drop": []}
        changed = {key: cell for key, cell in cells.items() if key not in told or told[key] != cell}
        gone = [key for key in told if key not in cells]
        return {"set": changed, "drop": gone} if changed or gone else {}

    async def _say(self, words: dict[str, Any]) -> None:
        try:
            told = json.dumps(words | {"now": self._now()}, ensure_ascii=False)
            await self.socket.send_str(told.encode(errors="replace").decode())  # half a character cannot be sent
        except ConnectionError:
            self._look = None  # it is gone; its listening ends by itself
