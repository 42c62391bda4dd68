"""Files on messages: kept in memory, served from the sandbox's own address."""

import mimetypes
import re
from typing import Any

from sandbox.discord.messages import Attachment
from sandbox.discord.world import World

Files = dict[int, tuple[str, bytes]]
ODD = re.compile(r"[^\w.\-]+")


def keep(world: World, files: Files, listed: list[dict[str, Any]] | None = None) -> list[Attachment]:
    """Store uploaded files in order; `listed` is the body's `attachments`, which may name and describe them."""
    notes = {int(one["id"]): one for one in listed or []}
    return [_keep_one(world, name, data, notes.get(index, {})) for index, (name, data) in sorted(files.items())]


def _keep_one(world: World, name: str, data: bytes, note: dict[str, Any]) -> Attachment:
    made = world.ids.new()
    # The platform changes spaces and odd letters of a name, so a name that comes back is not the one sent.
    name = ODD.sub("_", str(note.get("filename") or name)) or "unknown"
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    one = Attachment(made, name, data, kind, note.get("description"))
    world.attachments[made] = one
    return one
