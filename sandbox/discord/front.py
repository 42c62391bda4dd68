"""The door of the REST wire: who asks, how fast, what goes wrong on demand, and the record of it all."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.discord import (
    mishaps,
    rest_channels,
    rest_commands,
    rest_guild,
    rest_interactions,
    rest_messages,
    rest_self,
    rest_threads,
)
from sandbox.discord.calls import Call, Handler, Site, read
from sandbox.discord.rates import Rates
from sandbox.discord.refusals import RefusedError, refuse
from sandbox.faults import Faults
from sandbox.journal import Journal

MODULES = (rest_self, rest_guild, rest_messages, rest_threads, rest_channels, rest_commands, rest_interactions)
ROUTES: dict[str, Handler] = {name: handler for module in MODULES for name, handler in module.ROUTES.items()}
NOT_FOUND = {"message": "404: Not Found", "code": 0}
BASE = "/api/v10"
Reply = tuple[int, Any, dict[str, str]]


@dataclass
class Front:
    site: Site
    faults: Faults
    journal: Journal
    rates: Rates
    accepts: Callable[[str], bool]

    def routes(self) -> list[web.RouteDef]:
        made = []
        # Fixed words such as @me must be tried before parameters.
        for name in sorted(ROUTES, key=lambda one: [part.startswith("{") for part in one.split("/")]):
            method, path = name.split(" ")
            made.append(web.route(method, BASE + path, self._serving(name)))
        return [*made, web.route("*", BASE + "/{rest:.*}", self._unknown)]

    def _serving(self, name: str) -> Callable[[web.Request], Any]:
        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(request, name)

        return serve

    async def _serve(self, request: web.Request, name: str) -> web.StreamResponse:
        if self.rates.is_banned:
            return mishaps.page(429)
        headers: dict[str, str] = {}
        fault = mishaps.take(self.faults, name, *mishaps.BEFORE)
        done = await mishaps.before(fault, request) if fault else None
        if isinstance(done, web.Response):
            self.journal.record("discord", "wire", name, None, fault.kind if fault else None, done.status)
            return done
        body: Any = None
        if done is None:
            headers, body, done = await self._handled(request, name)
        status, answer, more = done
        self.rates.note(status, more.get("X-RateLimit-Scope", ""))
        self.journal.record("discord", "wire", name, body, answer, status)
        return await self._replied(request, name, (status, answer, {"Via": "1.1 google"} | headers | more))

    async def _handled(self, request: web.Request, name: str) -> tuple[dict[str, str], Any, Reply]:
        params, body = request.match_info, None
        headers: dict[str, str] = {}
        try:
            self._demand_token(request, name)
            headers, over = self.rates.take(name, _place(params), counts="_token}" not in name)
            if over:
                return headers, body, mishaps.limited(over.retry_after, over.scope)
            body, files = await read(request)
            if late := self._renaming(name, params, body):
                return headers, body, late
            status, answer = ROUTES[name](Call(self.site, params, request.query, body, files))
        except RefusedError as refusal:
            return headers, body, (refusal.status, refusal.body, {})
        # Deep copy: the state behind an answer changes later, the journal must not.
        return headers, body, (status, json.loads(json.dumps(answer)), {})

    def _demand_token(self, request: web.Request, name: str) -> None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if "_token}" not in name and not (kind == "Bot" and self.accepts(token)):
            raise refuse(0)

    def _renaming(self, name: str, params: Mapping[str, str], body: Any) -> Reply | None:
        if name != "PATCH /channels/{channel_id}" or not isinstance(body, dict) or not {"name", "topic"} & set(body):
            return None
        over = self.rates.take_rename(params["channel_id"])
        return mishaps.limited(over.retry_after, over.scope) if over else None

    async def _replied(self, request: web.Request, name: str, reply: Reply) -> web.StreamResponse:
        status, answer, headers = reply
        fault = mishaps.take(self.faults, name, *mishaps.AFTER)
        if fault and fault.kind == "truncate":
            return await mishaps.truncated(request, status, answer)
        if fault:
            mishaps.cut(request)
        return answered(status, answer, headers)

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        name = f"{request.method} /{request.match_info['rest']}"
        self.journal.record("discord", "wire", name, None, NOT_FOUND, 404)
        return answered(404, NOT_FOUND, {"Via": "1.1 google"})


def _place(params: Mapping[str, str]) -> str:
    majors = ("channel_id", "guild_id", "webhook_id", "webhook_token")
    return "/".join(params[one] for one in majors if one in params)


def answered(status: int, answer: Any, headers: dict[str, str]) -> web.Response:
    """JSON whose content type is exactly `application/json`: with a charset the client would hand back text."""
    if answer is None:
        return web.Response(status=status, headers=headers)
    return web.Response(
        status=status, body=json.dumps(answer).encode(), headers=headers | {"Content-Type": "application/json"}
    )
