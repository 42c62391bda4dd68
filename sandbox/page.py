"""The page that shows the pretend world like people see it, and lets them act: for this machine's browsers only."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.control import Control, Desk
from sandbox.door import CLOSED, HOSTS, is_ours
from sandbox.guide import Guide
from sandbox.live import Live
from sandbox.shelves import Shelves
from sandbox.sights.town import Sights
from sandbox.town import Town

LARGEST = 32 * 1024 * 1024  # a file that is attached


class Page:
    """`start`, look at `url`, `stop`. `reset` is called when somebody wants an empty world.

    What was read and which steps of the guide are done is kept among what the town remembers.
    """

    def __init__(self, town: Town, desk: Desk | None = None, reset: Callable[[], Any] | None = None) -> None:
        self._town, self._desk, self._reset = town, desk, reset
        self._runner: web.AppRunner | None = None
        self._live: Live | None = None
        self.url = ""

    async def start(self, host: str, port: int) -> None:
        """Listen; port 0 takes a free one. The town has been started."""
        town = self._town
        leads = [town.places["slack leads"], town.places["discord leads"]]
        guide = Guide(town.remembered.setdefault("guide", {}), leads)
        control = Control(town, self._desk, guide, self._reset)
        sights = Sights(town, control.forms, self._desk)
        self._live = Live(sights, guide, control.switches, lambda: town.clock().timestamp())
        app = web.Application(middlewares=[self._guard], client_max_size=LARGEST)
        app.add_routes([web.get("/live", self._live.serve), *Shelves(town, sights.mail).routes()])
        app.add_routes(control.routes())
        app.on_shutdown.append(self._hang_up)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://{host if host in HOSTS else HOSTS[0]}:{self._runner.addresses[0][1]}/"
        for listeners in self._bells():
            listeners.append(self._ring)

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            for listeners in self._bells():
                listeners.remove(self._ring)
            self._runner = None

    def _bells(self) -> list[list[Any]]:
        """Whoever tells of changes."""
        town = self._town
        bells: list[list[Any]] = [town.journal.listeners, town.clock.listeners]
        bells += [town.slack.workspace.watchers, town.discord.world.changes.watchers]
        return [*bells, self._desk.listeners] if self._desk else bells

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Refuses other hosts' names and other pages' requests, WebSockets included."""
        if not is_ours(request):
            return web.json_response({"error": CLOSED}, status=403)
        response: web.StreamResponse = await handler(request)
        if request.method == "POST":
            self._ring()  # some of what people do crosses no wire
        return response

    def _ring(self, *_what: object) -> None:
        if self._live:
            self._live.ring()

    async def _hang_up(self, _app: web.Application) -> None:
        if self._live:
            await self._live.stop()
