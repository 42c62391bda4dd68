"""Who may come in at all: programs of this machine at the wires, its browsers at the page, strangers' pages nowhere."""

from aiohttp import web
from aiohttp.typedefs import Handler

HOSTS = ("127.0.0.1", "localhost")
OURS = (None, "none", "same-origin")  # who may be behind a browser's request: nobody, an address typed in, our page
CLOSED = "Only this machine may look and act here."


@web.middleware
async def programs_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """For the wires: a browser always says that it is one, and the desk's clients never do."""
    if not _is_here(request) or {"Origin", "Sec-Fetch-Site"} & set(request.headers):
        return web.json_response({"error": CLOSED}, status=403)
    return await handler(request)


def is_ours(request: web.Request) -> bool:
    """For the page: asked by its own modules, by a program, or by somebody who opens it."""
    is_opening = request.path == "/" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    is_from_us = is_opening or request.headers.get("Sec-Fetch-Site") in OURS
    return _is_here(request) and is_from_us and request.headers.get("Origin") in (None, f"http://{request.host}")


def _is_here(request: web.Request) -> bool:
    """Whether it was asked under our own name, and not under one that a stranger made to mean this machine."""
    return request.host.partition(":")[0] in HOSTS
