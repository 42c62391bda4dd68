"""One request on its way to a handler: its place, its body, its files."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.discord.commands import Commands
from sandbox.discord.files import Files
from sandbox.discord.interactions import Interactions
from sandbox.discord.refusals import bad_form, refuse
from sandbox.discord.world import World

FILE = re.compile(r"files\[(\d+)\]")


@dataclass
class Site:
    """What every handler works on."""

    world: World
    commands: Commands
    interactions: Interactions
    gateway_url: str = ""
    identifies: Callable[[], int] = lambda: 0


@dataclass
class Call:
    site: Site
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    files: Files = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.site.world

    def id(self, name: str) -> int:
        """A snowflake out of the path; 50035 for anything else."""
        value = self.params[name]
        if not value.isdecimal():
            raise bad_form(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return int(value)

    def number(self, name: str, default: int, most: int) -> int:
        """A counting query value, 1 to `most`."""
        value = self.query.get(name, str(default))
        if not value.isdecimal() or not 1 <= int(value) <= most:
            raise bad_form(name, "NUMBER_TYPE_MAX", f"int value should be between 1 and {most}.")
        return int(value)


Answer = tuple[int, Any]
Handler = Callable[[Call], Answer]


async def read(request: web.Request) -> tuple[Any, Files]:
    """Body and files; 50109 for broken JSON, 50035 for another content type."""
    if request.content_type == "multipart/form-data":
        return await _read_parts(request)
    raw = await request.read()
    if not raw:
        return None, {}
    if request.content_type != "application/json":
        message = "Expected \"Content-Type\" header to be one of {'application/json'}."
        raise bad_form("_", "CONTENT_TYPE_INVALID", message)
    return _parsed(raw), {}


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError as broken:
        raise refuse(50109) from broken


async def _read_parts(request: web.Request) -> tuple[Any, Files]:
    body: Any = {}
    files: Files = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = _parsed(data)
        elif found := FILE.fullmatch(part.name or ""):
            files[int(found[1])] = (part.filename or "unknown", data)
    return body, files
