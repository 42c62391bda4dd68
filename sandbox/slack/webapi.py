"""The Web API over HTTP: who calls, what is refused before it is looked at, and the faults on demand."""

import json
from copy import deepcopy
from typing import Any

from aiohttp import web

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

# An argument that no caller can name holds what was wrong with the body.
BROKEN = ""


class WebApi:
    def __init__(self, workspace: Workspace, sockets: Sockets, rates: Rates, journal: Journal) -> None:
        self._workspace, self._sockets, self._rates, self._journal = workspace, sockets, rates, journal

    async def accept(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        args, is_json = await read_arguments(request)
        status, reply, headers = self._answer(name, args, is_json, _token(request, args))
        # Copies: what crossed the wire must not change when the message does.
        self._journal.record("slack", "wire", name, deepcopy(args), deepcopy(reply), status)
        return web.json_response(reply, status=status, headers=headers)

    def _answer(self, name: str, args: Json, is_json: bool, token: str) -> tuple[int, Json, dict[str, str]]:
        headers = {"x-oauth-scopes": ",".join(sorted(self._workspace.app.scopes))}
        try:
            method = self._method(name, token)
            if BROKEN in args:
                raise Refused(args[BROKEN])
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


async def read_arguments(request: web.Request) -> tuple[Json, bool]:
    """Query, form, multipart or JSON, whichever came, and whether there was a JSON body."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            return args | {BROKEN: "invalid_json"}, True
        return args | (body if isinstance(body, dict) else {BROKEN: "json_not_object"}), True
    form = await request.post()
    fields: dict[str, Any] = {name: value for name, value in form.items() if isinstance(value, str)}
    return args | fields, False


def _token(request: web.Request, args: Json) -> str:
    given = str(args.pop("token", "") or "")
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else given
