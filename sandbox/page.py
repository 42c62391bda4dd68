"""The page that shows the pretend world like people see it, and lets them act: for this machine's browsers only."""

import asyncio
import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.control import Control
from sandbox.sights.town import look
from sandbox.town import Town

FILE = Path(__file__).with_name("page.html")
HOSTS = ("127.0.0.1", "localhost")
LARGEST = 32 * 1024 * 1024  # a file that is attached
PAUSE = 0.2  # seconds between two words to a browser, so that a burst of changes is one
NEVER = ("base-uri", "object-src", "form-action", "frame-ancestors")


class Page:
    """`start`, look at `url`, `stop`. Every browser hears `changed` and asks for the state again."""

    def __init__(self, town: Town) -> None:
        self._town, self._control = town, Control(town)
        self._html = FILE.read_text(encoding="utf-8")
        self._policy = policy(self._html)
        self._changed: set[asyncio.Event] = set()
        self._open: set[web.WebSocketResponse] = set()
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self, host: str, port: int) -> None:
        """Listen; port 0 takes a free one."""
        app = web.Application(middlewares=[self._guard], client_max_size=LARGEST)
        app.add_routes([web.get("/", self._page), web.get("/state", self._state), web.get("/live", self._live)])
        app.add_routes(self._control.routes())
        app.on_shutdown.append(self._hang_up)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://{host if host in HOSTS else HOSTS[0]}:{self._runner.addresses[0][1]}/"
        self._town.journal.listeners.append(self._ring)
        self._town.slack.workspace.listeners.append(self._ring)
        self._town.discord.world.outlets.append(self._ring)

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._town.journal.listeners.remove(self._ring)
            self._town.slack.workspace.listeners.remove(self._ring)
            self._town.discord.world.outlets.remove(self._ring)
            self._runner = None

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Refuses other hosts' names and other pages' requests, WebSockets included."""
        origin = request.headers.get("Origin")
        if request.host.partition(":")[0] not in HOSTS or origin not in (None, f"http://{request.host}"):
            return web.json_response({"error": "Only this machine may look and act here."}, status=403)
        response: web.StreamResponse = await handler(request)
        if request.method == "POST":
            self._ring()  # some of what people do crosses no wire
        return response

    async def _page(self, _request: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": self._policy, "Cache-Control": "no-store"}
        headers |= {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
        return web.Response(text=self._html, content_type="text/html", headers=headers)

    async def _state(self, _request: web.Request) -> web.Response:
        text = json.dumps(look(self._town, self._control), ensure_ascii=False)
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return web.json_response(text=text, headers=headers)

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        socket, changed = web.WebSocketResponse(heartbeat=20), asyncio.Event()
        await socket.prepare(request)
        self._changed.add(changed)
        self._open.add(socket)
        telling = asyncio.create_task(_tell(socket, changed))
        try:
            async for _ in socket:
                pass  # a browser has nothing to say here; this waits for its end
        finally:
            telling.cancel()
            self._changed.discard(changed)
            self._open.discard(socket)
        return socket

    def _ring(self, *_what: object) -> None:
        for event in self._changed:
            event.set()

    async def _hang_up(self, _app: web.Application) -> None:
        for socket in list(self._open):
            await socket.close(code=1001)


async def _tell(socket: web.WebSocketResponse, changed: asyncio.Event) -> None:
    while not socket.closed:
        await changed.wait()
        changed.clear()
        try:
            await socket.send_str("changed")
        except ConnectionError:
            return
        await asyncio.sleep(PAUSE)


def policy(html: str) -> str:
    """The Content-Security-Policy of a page: its own inline script and style, and nothing from elsewhere."""
    rules = ["default-src 'self'", "connect-src 'self'", "img-src 'self' data:"]
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        pieces = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digests = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in pieces)
        rules.append(" ".join([rule, *(f"'sha256-{one}'" for one in digests)]))
    return "; ".join([*rules, *(f"{one} 'none'" for one in NEVER)])
