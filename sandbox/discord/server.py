"""The pretend Discord: REST, gateway and files on one loopback port, and the people who use it."""

import asyncio
from typing import Any

from aiohttp import web

from sandbox.clock import Clock
from sandbox.discord.calls import Site
from sandbox.discord.commands import Commands
from sandbox.discord.credentials import Credentials
from sandbox.discord.dispatch import Dispatcher
from sandbox.discord.front import BASE, Front
from sandbox.discord.gateway import Gateway
from sandbox.discord.guild import Guild
from sandbox.discord.interactions import Interactions
from sandbox.discord.limits import Limits
from sandbox.discord.people import People
from sandbox.discord.rates import Rates
from sandbox.discord.world import World
from sandbox.door import programs_only
from sandbox.faults import Faults
from sandbox.journal import Journal

HOST = "127.0.0.1"
TOKEN = "sandbox.discord.token"  # noqa: S105 - opens nothing but the sandbox
LARGEST_REQUEST = 64 * 1024 * 1024


class DiscordSandbox:
    """Start it, furnish `guild`, point the client at `api_url` and `gateway_url`, act through `people`."""

    def __init__(self, clock: Clock, faults: Faults, journal: Journal, *, token: str = TOKEN) -> None:
        self.world = World(clock)
        self.credentials = Credentials(token)
        self.commands = Commands(self.world)
        self.interactions = Interactions(self.world)
        self.rates = Rates(clock, self.world.limits)
        self._dispatcher = Dispatcher(self.world, faults, journal)
        self.gateway = Gateway(self.world, faults, self._dispatcher, self.credentials)
        self._site = Site(self.world, self.commands, self.interactions, identifies=self.gateway.identifies_today)
        self._front = Front(self._site, faults, journal, self.rates, self.credentials.accepts)
        self.people = People(self.world, self.commands, self.interactions)
        self._faults = faults
        self._runner: web.AppRunner | None = None
        self.port = 0
        self.api_url = self.gateway_url = ""

    @property
    def guild(self) -> Guild:
        return self.world.guild

    @property
    def limits(self) -> Limits:
        return self.world.limits

    @property
    def token(self) -> str:
        return self.credentials.token

    @property
    def strict_rates(self) -> bool:
        return self.rates.strict

    @strict_rates.setter
    def strict_rates(self, value: bool) -> None:
        self.rates.strict = value

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; port 0 takes a free one."""
        app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[programs_only])
        app.add_routes(self._front.routes())
        app.add_routes([web.get("/gateway/", self.gateway.serve), web.get("/attachments/{id}/{name}", self._file)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.world.cdn = f"http://{HOST}:{self.port}"
        self.api_url, self.gateway_url = f"{self.world.cdn}{BASE}", f"ws://{HOST}:{self.port}/gateway/"
        self._site.gateway_url = self.gateway.url = self.gateway_url

    async def stop(self) -> None:
        self.gateway.drop(1001)
        await asyncio.sleep(0)
        if self._runner:
            await self._runner.cleanup()

    def state(self) -> dict[str, Any]:
        """What outlives the server: the world, the commands registered, and the interactions still open."""
        commands = {"of": self.commands.of, "created": self.commands.created}
        return {"world": self.world.state(), "commands": commands, "interactions": self.interactions.alive()}

    def restore(self, state: dict[str, Any]) -> None:
        self.world.restore(state["world"])
        self.commands.of, self.commands.created = state["commands"]["of"], state["commands"]["created"]
        self.interactions.restore(state["interactions"])

    async def _file(self, request: web.Request) -> web.Response:
        if self._faults.is_down("discord:attachments"):
            return web.Response(status=503)
        known = self.world.attachments.get(int(request.match_info["id"]))
        if known is None or known.filename != request.match_info["name"]:
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=known.data, content_type=known.content_type)
