"""Web API: files.*, the upload in three steps and what is known of a file."""

import asyncio
from typing import Any

from sandbox.slack import mentions
from sandbox.slack.channel import Channel
from sandbox.slack.chat_methods import refuse_to_write
from sandbox.slack.file import File
from sandbox.slack.message import Message
from sandbox.slack.method import Call, Family
from sandbox.slack.refusal import Json, Refused

METHODS = Family()


@METHODS.method("files.getUploadURLExternal", scope="files:write", tier=4, form_only=True)
def upload_url(call: Call) -> Json:
    space = call.workspace
    name, length = call.need("filename"), call.number("length", 0, most=2**31)
    file = File(space.new_id("F"), space.team, name, length, call.app.bot_user, int(space.now().timestamp()))
    file.alt = call.text("alt_txt")
    space.files[file.id] = file
    return {"upload_url": f"{space.origin}/upload/v1/{file.id}", "file_id": file.id}


@METHODS.method("files.completeUploadExternal", scope="files:write", tier=4)
def complete(call: Call) -> Json:
    rows = call.structure("files", "invalid_arguments")
    if not isinstance(rows, list) or not rows:
        raise Refused("invalid_arguments", ["missing required field: files"])
    files = [_uploaded(call, row) for row in rows]
    channel = call.channel("channel_id", member=True) if call.text("channel_id") else None
    if channel:
        refuse_to_write(call, channel)
    for file in files:
        file.completed = True
    if channel:
        # The platform shares after it answers: the message comes later, as an event.
        asyncio.get_running_loop().call_soon(_share, call, channel, files)
    return {"files": [one.full(call.workspace.origin) for one in files]}


@METHODS.method("files.info", scope="files:read", tier=4, form_only=True)
def info(call: Call) -> Json:
    file = call.workspace.files.get(call.need("file"))
    if file is None or not file.completed:
        raise Refused("file_not_found")
    return {"file": file.full(call.workspace.origin)}


def _uploaded(call: Call, row: Any) -> File:
    file = call.workspace.files.get(str(row.get("id"))) if isinstance(row, dict) else None
    if file is None or file.data is None or file.completed:
        raise Refused("file_not_found")
    file.title = str(row.get("title") or file.name)
    return file


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    space, app = call.workspace, call.app
    text = mentions.stored(call.text("initial_comment"))
    message = Message(space.new_ts(), channel.id, app.bot_user, text, subtype="file_share", files=files)
    message.thread_ts = call.text("thread_ts") or None
    space.post(message)
