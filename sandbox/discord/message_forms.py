"""What a message may hold, checked before anything is kept."""

import re
from typing import Any

from sandbox.discord import component_forms, embed_forms, pings
from sandbox.discord.limits import Limits
from sandbox.discord.messages import EPHEMERAL, V2
from sandbox.discord.refusals import Form, refuse

Json = dict[str, Any]
Files = dict[int, tuple[str, bytes]]
CONTENT, FILES = 2000, 10
SETTABLE = 1 << 2 | EPHEMERAL | 1 << 12 | 1 << 13 | V2
SNOWFLAKE = re.compile(r"\d{1,20}")


def check(body: Json, files: Files, limits: Limits) -> None:
    """Raise 50035 with every wrong field, 40005 for files too large."""
    form = Form()
    flags = body.get("flags") or 0
    if body.get("content") is not None:
        form.length("content", body["content"], CONTENT)
    embed_forms.check(form, "embeds", body.get("embeds") or [])
    component_forms.check(form, body.get("components") or [], bool(flags & V2))
    pings.check(form, body.get("allowed_mentions"))
    _check_flags(form, body, flags)
    _check_nonce(form, body)
    _check_files(form, body, files)
    form.done()
    check_sizes(files, limits)


def check_sizes(files: Files, limits: Limits) -> None:
    """Raise 40005 for a file over the limit or a request over the sum."""
    sizes = [len(data) for _, data in files.values()]
    if sum(sizes) > limits.request_bytes or max(sizes, default=0) > limits.file_bytes:
        raise refuse(40005)


def _check_flags(form: Form, body: Json, flags: Any) -> None:
    if not isinstance(flags, int) or flags & ~SETTABLE:
        form.wrong("flags", "BITFIELD_TYPE_INVALID", "Flags cannot be set.")
    elif flags & V2:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(key):
                message = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                form.wrong(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)


def _check_nonce(form: Form, body: Json) -> None:
    nonce = body.get("nonce")
    if nonce is None or (isinstance(nonce, int) and not isinstance(nonce, bool)):
        return
    form.length("nonce", nonce, 25)


def _check_files(form: Form, body: Json, files: Files) -> None:
    listed = body.get("attachments") or []
    if not form.count("attachments", listed, FILES) or not form.count("files", list(files), FILES):
        return
    for index, one in enumerate(listed):
        known = SNOWFLAKE.fullmatch(str(one.get("id", "")))
        if not known or (int(one["id"]) < 100 and int(one["id"]) not in files):
            form.wrong(f"attachments.{index}.id", "ATTACHMENT_NOT_FOUND", "No file was sent with this id.")
        if one.get("description") is not None:
            form.length(f"attachments.{index}.description", one["description"], 1024)


def is_empty(body: Json, files: Files) -> bool:
    """Whether there is nothing to show: 50006 on the platform."""
    embeds = [one for one in body.get("embeds") or [] if not embed_forms.is_empty(one)]
    parts = ("components", "sticker_ids", "attachments", "poll")
    return not (str(body.get("content") or "").strip() or embeds or files or any(body.get(key) for key in parts))
