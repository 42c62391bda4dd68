"""/livez, /readyz and /metrics, the routes that channels bring along, and pages for customers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from aiohttp import web

from adapters.web.metrics import page

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Health(Protocol):
    """What main.py knows of the running desk. Empty dicts mean that all is well."""

    async def troubles(self) -> Mapping[str, str]:
        """Part -> why it does not work."""

    async def numbers(self) -> Mapping[str, Mapping[str, float]]:
        """Metric -> label -> value."""


class WebApp:
    """Serves on `host:port`. Port 0 takes a free one; `port` is the one taken."""

    name = "web"

    def __init__(
        self, health: Health, host: str, port: int, routes: Mapping[str, Handler], pages: Sequence[web.RouteDef] = ()
    ) -> None:  # fmt: skip
        self._health, self.host, self.port = health, host, port
        self._app = web.Application(client_max_size=2**20)
        self._app.router.add_get("/livez", self._live)
        self._app.router.add_get("/readyz", self._ready)
        self._app.router.add_get("/metrics", self._metrics)
        for path, handler in routes.items():
            self._app.router.add_post(path, handler)
        self._app.router.add_routes(pages)
        self._runner = web.AppRunner(self._app, access_log=None)

    async def start(self) -> None:
        """Raises OSError where the address is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _live(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def _ready(self, request: web.Request) -> web.Response:
        """503 while any part is in trouble, with each part's sentence: a monitor must not need to read the log."""
        troubles = await self._health.troubles()
        body = {"status": "troubled" if troubles else "ready", "troubles": dict(troubles)}
        return web.json_response(body, status=503 if troubles else 200)

    async def _metrics(self, request: web.Request) -> web.Response:
        body, content_type = page(await self._health.numbers())
        return web.Response(body=body, headers={"Content-Type": content_type})
