"""What the page is made of and what people attached, over HTTP: the files of `web`, and those of the pretend wires."""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from sandbox.sights.files import IMAGES
from sandbox.sights.mailbox import Mailboxes
from sandbox.town import Town

WEB = Path(__file__).with_name("web")
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".html": "text/html"}
TYPES |= {".svg": "image/svg+xml", ".json": "application/json", ".md": "text/plain"}
UNKNOWN = "application/octet-stream"
ALONE = "default-src 'none'; sandbox"
LONGEST = 25  # digits of an id
PLAIN = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
PLAIN |= {"Cross-Origin-Resource-Policy": "same-origin"}  # nothing of ours inside a stranger's page
NEVER = ("base-uri", "object-src", "form-action", "frame-ancestors")
INLINE = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)


class Shelves:
    """Every file is read when it is asked for: a browser keeps what did not change, by its ETag."""

    def __init__(self, town: Town, mail: Mailboxes) -> None:
        self._town, self._mail = town, mail

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._index),
            web.get("/web/{path:.+}", self._static),
            web.get("/file/slack/{id}", self._slack),
            web.get("/file/discord/{id}", self._discord),
            web.get("/file/mail/{who}/{letter}/{at:[0-9]{1,4}}", self._letter),
            web.get("/file/picture/{who}/{letter}/{at:[0-9]{1,4}}", self._picture),
        ]

    async def _index(self, _request: web.Request) -> web.Response:
        html = (WEB / "index.html").read_text(encoding="utf-8")
        headers = {"Content-Security-Policy": policy(html), "Cache-Control": "no-store"} | PLAIN
        return web.Response(text=html, content_type="text/html", headers=headers)

    async def _static(self, request: web.Request) -> web.Response:
        path = (WEB / request.match_info["path"]).resolve()
        if not path.is_relative_to(WEB.resolve()) or not path.is_file():
            raise web.HTTPNotFound(text="There is no such file.")
        body = path.read_bytes()
        tag = hashlib.sha256(body).hexdigest()[:24]
        headers = {"Cache-Control": "no-cache", "ETag": f'"{tag}"'} | PLAIN
        if any(one.value == tag for one in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        kind = TYPES.get(path.suffix, "application/octet-stream")
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    async def _slack(self, request: web.Request) -> web.Response:
        one = self._town.slack.workspace.files.get(request.match_info["id"])
        return _handed(one.name, one.mimetype, one.data) if one and one.data is not None else _gone()

    async def _discord(self, request: web.Request) -> web.Response:
        id = request.match_info["id"]
        one = self._town.discord.world.attachments.get(int(id)) if id.isdecimal() and len(id) < LONGEST else None
        return _handed(one.filename, one.content_type, one.data) if one else _gone()

    async def _letter(self, request: web.Request) -> web.Response:
        asked = request.match_info
        found = self._mail.file(asked["who"], asked["letter"], int(asked["at"]))
        return _handed(*found) if found else _gone()

    async def _picture(self, request: web.Request) -> web.Response:
        asked = request.match_info
        found = self._mail.picture(asked["who"], asked["letter"], int(asked["at"]))
        return _handed(*found) if found else _gone()


def _handed(name: str, kind: str, data: bytes) -> web.Response:
    """Pictures are shown; all else is only ever saved, and neither runs anything here."""
    is_image = kind in IMAGES
    kind = kind if is_image else UNKNOWN
    headers = {"Content-Security-Policy": ALONE, "Cache-Control": "no-store"} | PLAIN
    response = web.Response(body=data, content_type=kind, headers=headers)
    response.headers["Content-Disposition"] = _disposition("inline" if is_image else "attachment", name)
    return response


def _disposition(what: str, name: str) -> str:
    """A name that people gave may hold anything: percent-encoded, nothing in it ends a header."""
    return f"{what}; filename*=UTF-8''{quote(name, safe='', errors='replace')}"


def _gone() -> web.Response:
    return web.Response(status=404, text="There is no such file.", headers=PLAIN)


def policy(html: str) -> str:
    """The Content-Security-Policy of the page: its own modules, its import map, and nothing from elsewhere."""
    digests = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in INLINE.findall(html))
    scripts = " ".join(["script-src 'self'", *(f"'sha256-{one}'" for one in digests)])
    rules = ["default-src 'self'", "connect-src 'self'", "img-src 'self' data:", "style-src 'self'", scripts]
    return "; ".join([*rules, *(f"{one} 'none'" for one in NEVER)])
