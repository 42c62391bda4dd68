"""Faults of the HTTP wire, done on demand."""

import asyncio
import json
import re
from typing import Any

from aiohttp import web

from sandbox.faults import DOWN, Fault, Faults

BEFORE = ("429", "429_ban", "500", "502", "503", "504", "slow", "drop_before", "html", "error", DOWN)
AFTER = ("drop_after", "truncate")
PARAMETER = re.compile(r"{\w+}")
BAN = "<html><head><title>Access denied</title></head><body>error code: 1015</body></html>"


def take(faults: Faults, route: str, *kinds: str) -> Fault | None:
    """The fault for a route (`POST /channels/{channel_id}/messages`; `{id}` names any parameter)."""
    return faults.take(f"discord:{route}", *kinds) or faults.take(f"discord:{PARAMETER.sub('{id}', route)}", *kinds)


def page(status: int, text: str = BAN) -> web.Response:
    """An answer that is no JSON and did not come through the platform's proxies: it has no `Via`."""
    return web.Response(status=status, text=text, content_type="text/html")


async def before(fault: Fault, request: web.Request) -> tuple[int, Any, dict[str, str]] | web.Response | None:
    """What the fault answers instead of the handler; None when it only delays."""
    if fault.kind == "slow":
        await asyncio.sleep(float(fault.value))
    elif fault.kind == "drop_before":
        cut(request)
        return web.Response(status=500)
    elif fault.kind == "429":
        return limited(float(fault.value), "user")
    elif fault.kind == "429_ban":
        return page(429)
    elif fault.kind == "html":
        return page(int(fault.value or 200), "<html><body>Please wait</body></html>")
    elif fault.kind == "error":
        status, code = str(fault.value).split(":")
        return int(status), {"message": "An error on demand", "code": int(code)}, {}
    else:
        answer = 503 if fault.kind == DOWN else int(fault.kind)
        return answer, {"message": f"{answer}: Server Error", "code": 0}, {}
    return None


def limited(retry_after: float, scope: str) -> tuple[int, Any, dict[str, str]]:
    """The 429 of the platform itself."""
    over_all = scope == "global"
    headers = {"Retry-After": str(max(1, round(retry_after))), "X-RateLimit-Scope": scope}
    if over_all:
        headers["X-RateLimit-Global"] = "true"
    message = "You are being rate limited."
    return 429, {"message": message, "retry_after": round(retry_after, 3), "global": over_all}, headers


def cut(request: web.Request) -> None:
    """Drop the connection without an answer."""
    if request.transport:
        request.transport.abort()


async def truncated(request: web.Request, status: int, body: Any) -> web.StreamResponse:
    """Announce the whole answer and send half of it."""
    raw = json.dumps(body).encode()
    response = web.StreamResponse(status=status, headers={"Content-Type": "application/json"})
    response.content_length = len(raw)
    await response.prepare(request)
    await response.write(raw[: len(raw) // 2])
    if request.transport:
        request.transport.close()
    return response
