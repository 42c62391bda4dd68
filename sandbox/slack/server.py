"""The pretend Slack: one server on loopback with Web API, Socket Mode, response URLs and files."""

from aiohttp import web

from sandbox.clock import Clock
from sandbox.door import programs_only
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.slack.carrier import Parcel
from sandbox.slack.delivery import Delivery
from sandbox.slack.faulty import faulty
from sandbox.slack.hooks import Hooks
from sandbox.slack.installation import Installation
from sandbox.slack.people import People
from sandbox.slack.rates import Rates
from sandbox.slack.refusal import Json, Refused
from sandbox.slack.signed import SignedPosts
from sandbox.slack.sockets import Sockets
from sandbox.slack.ticker import Ticker
from sandbox.slack.webapi import WebApi
from sandbox.slack.workspace import Workspace

LARGEST = 64 * 1024 * 1024


class SlackSandbox:
    """`people` acts and looks, `workspace` is the state, `app` the installation, `rates` the limits."""

    def __init__(
        self,
        clock: Clock,
        faults: Faults,
        journal: Journal,
        *,
        bot_token: str = "xoxb-sandbox",  # noqa: S107
        app_token: str = "xapp-sandbox",  # noqa: S107
        signing_secret: str = "sandbox-signing-secret",  # noqa: S107
    ) -> None:
        self.app = Installation(bot_token, app_token, signing_secret)
        self.workspace = Workspace(clock, self.app)
        self.rates = Rates(clock)
        self.hooks = Hooks(self.workspace)
        self._ticker = Ticker(clock)
        self.sockets = Sockets(self.workspace, self._ticker, faults, journal)
        self.posts = SignedPosts(self.workspace, faults, journal)
        self.delivery = Delivery(self.workspace, self._ticker, journal, self)
        self.people = People(self.workspace, self.delivery, self.hooks)
        self._web = WebApi(self.workspace, self.sockets, self.rates, journal)
        self._journal, self._faults = journal, faults
        journal.listeners.append(lambda _: self.workspace.changed())
        self._runner: web.AppRunner | None = None
        self.port = 0

    @property
    def api_url(self) -> str:
        return f"{self.workspace.origin}/api/"

    @property
    def events_url(self) -> str | None:
        """Where the app listens in HTTP mode; None means Socket Mode."""
        return self.posts.url

    @events_url.setter
    def events_url(self, url: str | None) -> None:
        self.posts.url = url

    @property
    def strict_rates(self) -> bool:
        return self.rates.is_strict

    @strict_rates.setter
    def strict_rates(self, on: bool) -> None:
        self.rates.is_strict = on

    @property
    def is_down(self) -> bool:
        """Whether the platform itself is out of order: nothing leaves it."""
        return self.sockets.is_down

    def carry(self, parcel: Parcel) -> None:
        """Hand a parcel to the app, the way it is connected."""
        carrier = self.posts if self.posts.url else self.sockets
        if not self.is_down:
            carrier.carry(parcel)

    async def back(self) -> None:
        """Wait until it is in order and the app can be reached again."""
        while self.is_down or not (self.posts.url or self.sockets.count):
            await self.workspace.next_change()

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; 0 takes any free port."""
        app = web.Application(client_max_size=LARGEST, middlewares=[programs_only, faulty(self._faults, self._journal)])
        app.router.add_route("*", "/api/{method}", self._web.accept)
        app.router.add_get("/link/", self.sockets.accept)
        app.router.add_post("/hooks/{team}/{number}", self._hook)
        app.router.add_post("/upload/v1/{file}", self._upload)
        app.router.add_get("/files-pri/{key}/{name}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.workspace.origin = f"http://127.0.0.1:{self.port}"
        self._ticker.start()

    async def settled(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait until every event has its acknowledgement, or is given up; TimeoutError after `timeout` seconds."""
        await self.people.wait_for(lambda: not self.delivery.is_busy, timeout)

    async def stop(self) -> None:
        await self.delivery.stop()
        await self._ticker.stop()
        await self.posts.stop()
        await self.sockets.stop()
        if self._runner:
            await self._runner.cleanup()

    def state(self) -> Json:
        """What outlives the server: the workspace, and how far events, response URLs and triggers are counted."""
        numbers = (self.delivery.numbers, self.hooks.numbers, self.workspace.triggers.numbers)
        return {"workspace": self.workspace.state(), "numbers": numbers}

    def restore(self, state: Json) -> None:
        self.workspace.restore(state["workspace"])
        self.delivery.numbers, self.hooks.numbers, self.workspace.triggers.numbers = state["numbers"]

    async def _hook(self, request: web.Request) -> web.Response:
        raw = await request.read()
        status, body = 200, {}
        try:
            self.hooks.use(f"{request.match_info['team']}/{request.match_info['number']}", raw)
        except Refused as refusal:
            status, body = 404 if refusal.error.endswith("_url") else 400, refusal.reply()
        self._journal.record("slack", "wire", "response_url", raw.decode(errors="replace"), body or "ok", status)
        return web.json_response(body, status=status) if body else web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.workspace.files.get(request.match_info["file"])
        if file is None or file.data is not None:
            return web.Response(status=404, text="file not found")
        if request.content_type.startswith("multipart/"):
            parts = [one for one in (await request.post()).values() if isinstance(one, web.FileField)]
            data = parts[0].file.read() if parts else b""
        else:
            data = await request.read()
        if len(data) != file.length:
            return web.Response(status=400, text=f"expected {file.length} bytes, got {len(data)}")
        file.data = data
        self._journal.record("slack", "wire", "upload", {"file": file.id, "length": len(data)}, "OK")
        return web.Response(text=f"OK - {len(data)}")

    async def _download(self, request: web.Request) -> web.Response:
        file = self.workspace.files.get(request.match_info["key"].partition("-")[2])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        allowed = token == self.app.bot_token and "files:read" in self.app.scopes and not self.app.revoked
        status = 404 if file is None else 200
        self._journal.record("slack", "wire", "url_private", {"file": request.match_info["key"]}, allowed, status)
        if not allowed:
            # The platform answers with its login page, not with an error.
            return web.Response(text="<!DOCTYPE html><html><body>Sign in</body></html>", content_type="text/html")
        if file is None or file.data is None:
            return web.Response(status=404)
        return web.Response(body=file.data, content_type=file.mimetype)
