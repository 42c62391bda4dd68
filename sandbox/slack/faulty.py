"""Faults on demand for everything the app calls over HTTP: refused before it is looked at, or spoilt on the way back.

Where they strike: `slack:<method>`, `slack:response_url`, `slack:upload`, `slack:url_private`.
"""

import asyncio
import json

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.faults import DOWN, Fault, Faults
from sandbox.journal import Journal

HTML = "<!DOCTYPE html><html><body><h1>Server Error</h1></body></html>"
PLACES = {"hooks": "response_url", "upload": "upload", "files-pri": "url_private"}
BEFORE = ("429", "500", "502", "503", "504", "drop_before", "html", "error", "fatal_error", DOWN)


def faulty(faults: Faults, journal: Journal) -> Middleware:
    """The middleware that asks `faults` at every request."""

    @web.middleware
    async def strike(request: web.Request, handler: Handler) -> web.StreamResponse:
        what = _what(request)
        fault = faults.take(f"slack:{what}") if what else None
        if fault is None:
            return await handler(request)
        if fault.kind == "slow":
            await asyncio.sleep(float(fault.value))
            return await handler(request)
        if fault.kind in BEFORE and fault.value != "accepted":
            journal.record("slack", "wire", what, None, {"fault": fault.kind}, _status(fault))
            return _cut(request) if fault.kind == "drop_before" else _instead(fault)
        answer = await handler(request)
        if fault.kind in BEFORE:
            return _instead(fault)
        return _cut(request) if fault.kind == "drop_after" else _spoilt(fault, answer)

    return strike


def _what(request: web.Request) -> str:
    parts = request.path.strip("/").split("/")
    return parts[-1] if parts[0] == "api" else PLACES.get(parts[0], "")


def _status(fault: Fault) -> int:
    if fault.kind == "drop_before":
        return 0
    return int(fault.kind) if fault.kind.isdigit() else 503 if fault.kind == DOWN else 200


def _instead(fault: Fault) -> web.Response:
    """What is answered in place of the platform: an error of its own, or a page of the machines before it."""
    if fault.kind == "429":
        headers = {"Retry-After": str(max(1, int(fault.value)))}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if fault.kind in ("error", "fatal_error"):
        error = str(fault.value) if fault.kind == "error" else "fatal_error"
        return web.json_response({"ok": False, "error": error})
    return web.Response(status=_status(fault), text=HTML, content_type="text/html")


def _cut(request: web.Request) -> web.Response:
    # The connection dies under the caller; the response that the server wants is never read.
    if request.transport:
        request.transport.abort()
    return web.Response()


def _spoilt(fault: Fault, answer: web.StreamResponse) -> web.StreamResponse:
    """`truncate`: half of what should have come; any other kind of fault is not for this place."""
    if fault.kind != "truncate" or not isinstance(answer, web.Response):
        raise ValueError(f"no fault of kind {fault.kind!r} at {fault.where!r}")
    text = answer.text or json.dumps({})
    return web.Response(status=answer.status, text=text[: len(text) // 2], content_type=answer.content_type)
