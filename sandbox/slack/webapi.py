"""The Web API over HTTP: who calls, what is refused before it is looked at, and the faults on demand."""

import asyncio
import json
from typing import Any

from aiohttp import web

from sandbox.faults import Fault, Faults
from sandbox.journal import Journal
from sandbox.slack import (
    app_methods,
    chat_methods,
    conversations_methods,
    files_methods,
    reactions_methods,
    users_methods,
    views_methods,
)
from sandbox.slack.method import Call, Method
from sandbox.slack.rates import Rates
from sandbox.slack.refusal import Json, RateLimited, Refused
from sandbox.slack.sockets import Sockets
from sandbox.slack.workspace import Workspace

METHODS: dict[str, Method] = {
    **app_methods.METHODS,
    **chat_methods.METHODS,
    **conversations_methods.METHODS,
    **files_methods.METHODS,
    **reactions_methods.METHODS,
    **users_methods.METHODS,
    **views_methods.METHODS,
}
HTML = "<!DOCTYPE html><html><body><h1>Server Error</h1></body></html>"
BEFORE = ("429", "500", "502", "503", "504", "drop_before", "html", "error", "fatal_error")


class WebApi:
    def __init__(self, workspace: Workspace, sockets: Sockets, rates: Rates, faults: Faults, journal: Journal) -> None:
        self._workspace, self._sockets, self._rates = workspace, sockets, rates
        self._faults, self._journal = faults, journal

    async def accept(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        args, is_json = await read_arguments(request)
        fault = self._faults.take(f"slack:{name}")
        kind = fault.kind if fault else ""
        if fault and kind == "slow":
            await asyncio.sleep(float(fault.value))
        headers: dict[str, str] = {}
        if fault and kind in BEFORE:
            status, reply = self._spoilt(fault, name, args, is_json, _token(request, args))
        else:
            status, reply, headers = self._answer(name, args, is_json, _token(request, args))
        self._journal.record("slack", "wire", name, args, reply, status)
        if kind in ("drop_before", "drop_after"):
            return _cut(request)
        return _response(status, reply, headers, fault)

    def _answer(self, name: str, args: Json, is_json: bool, token: str) -> tuple[int, Json, dict[str, str]]:
        headers = {"x-oauth-scopes": ",".join(sorted(self._workspace.app.scopes))}
        try:
            method = self._method(name, token)
            if method.is_form_only and is_json:
                raise Refused("invalid_arguments", ["this method takes no JSON body"])
            call = Call(args, self._workspace, self._rates, self._sockets)
            return 200, {"ok": True} | method.answer(call), headers
        except RateLimited as refusal:
            return 429, refusal.reply(), headers | {"Retry-After": str(refusal.after)}
        except Refused as refusal:
            return 200, refusal.reply(), headers

    def _method(self, name: str, token: str) -> Method:
        app, method = self._workspace.app, METHODS.get(name)
        if not token:
            raise Refused("not_authed")
        if token not in (app.bot_token, app.app_token):
            raise Refused("invalid_auth")
        if app.revoked:
            raise Refused(app.revoked)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        if method.is_app_level != (token == app.app_token):
            raise Refused("not_allowed_token_type")
        held = app.app_scopes if method.is_app_level else app.scopes
        if method.scope and method.scope not in held:
            raise Refused("missing_scope", needed=method.scope, provided=",".join(sorted(held)))
        self._rates.spend(name, method.tier)
        return method

    def _spoilt(self, fault: Fault, name: str, args: Json, is_json: bool, token: str) -> tuple[int, Json]:
        """The answer of a fault; with the value `accepted` the deed is done all the same."""
        if fault.value == "accepted":
            self._answer(name, args, is_json, token)
        if fault.kind == "429":
            return 429, {"ok": False, "error": "ratelimited"}
        if fault.kind in ("error", "fatal_error"):
            return 200, {"ok": False, "error": str(fault.value) if fault.kind == "error" else "fatal_error"}
        return (int(fault.kind) if fault.kind.isdigit() else 200), {}


async def read_arguments(request: web.Request) -> tuple[Json, bool]:
    """Query, form, multipart or JSON, whichever came, and whether there was a JSON body."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            return args | {"": "not JSON"}, True
        return (args | body if isinstance(body, dict) else args), True
    form = await request.post()
    fields: dict[str, Any] = {name: value for name, value in form.items() if isinstance(value, str)}
    return args | fields, False


def _token(request: web.Request, args: Json) -> str:
    given = str(args.pop("token", "") or "")
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else given


def _cut(request: web.Request) -> web.Response:
    # The connection dies under the caller; the response that aiohttp wants is never read.
    if request.transport:
        request.transport.abort()
    return web.Response()


def _response(status: int, reply: Json, headers: dict[str, str], fault: Fault | None) -> web.Response:
    kind = fault.kind if fault else ""
    if kind == "html" or kind in ("500", "502", "503", "504"):
        return web.Response(status=status, text=HTML, content_type="text/html")
    if fault and kind == "429":
        headers = {"Retry-After": str(max(1, int(fault.value)))}
    text = json.dumps(reply)
    text = text[: len(text) // 2] if kind == "truncate" else text
    return web.Response(status=status, text=text, content_type="application/json", headers=headers)
