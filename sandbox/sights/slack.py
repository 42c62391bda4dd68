"""The pretend Slack before everybody's eyes."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sandbox.sights.prose import EMOJIS, Json, gist, part, span
from sandbox.sights.slack_blocks import Blocks
from sandbox.sights.slack_texts import mrkdwn
from sandbox.slack.channel import Channel
from sandbox.slack.message import Message
from sandbox.slack.people import People
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

MOST = 300  # messages of a room; a page is no archive
KINDS = {"channel": "channel", "group": "private", "im": "direct"}
QUICK = ("eyes", "white_check_mark", "outbox_tray")


def look(space: Workspace, people: People, cast: dict[str, str]) -> Json:
    """Rooms with their messages, whispers, forms and rings of everybody in `cast` (ids by name)."""
    ids = cast.values()
    return {
        "people": [{"id": one, "name": space.users[one].real_name} for one in ids],
        "rooms": [_room(space, one) for one in space.channels.values()],
        "whispers": {one: _messages(space, (each for each in space.ephemerals if each.ephemeral_to == one))
                     for one in ids},
        "forms": {one: _form(space, view) for one in ids if (view := people.modal(one))},
        "rings": {one: [_ring(space, ping.channel, ping.ts) for ping in people.pinged(one)][-20:] for one in ids},
        "commands": sorted(space.app.commands),
        "shortcuts": [[one, one.replace("_", " ").capitalize()] for one in sorted(space.app.shortcuts or ())],
        "emojis": [[name, EMOJIS[name]] for name in QUICK],
    }  # fmt: skip


def _room(space: Workspace, room: Channel) -> Json:
    people = [one for one in room.members if not space.users[one].is_bot]
    name = room.name or space.app.name
    made = {"id": room.id, "name": name, "kind": KINDS[room.kind], "parent": "", "seen_by": people, "tags": []}
    recent = islice(reversed(room.messages.values()), MOST)
    return made | {"locked": room.archived, "messages": _messages(space, recent)[::-1]}


def _messages(space: Workspace, messages: Iterable[Message]) -> list[Json]:
    return [_message(space, one) for one in messages]


def _message(space: Workspace, one: Message) -> Json:
    replies = space.channels[one.channel].replies(one.ts) if one.thread_ts == one.ts else []
    return {
        "id": one.ts, "room": one.channel, "who": space.name(one.user), "author": one.user, "at": float(one.ts),
        "is_bot": space.users[one.user].is_bot, "is_whisper": bool(one.ephemeral_to), "is_edited": bool(one.edited),
        "thread": one.thread_ts if one.is_reply else "", "in_room": one.subtype == "thread_broadcast",
        "replies": len(replies), "parts": _parts(space, one), "files": [each.name for each in one.files],
        "reactions": [{"name": name, "sign": EMOJIS.get(name, f":{name}:"), "by": list(who)}
                      for name, who in one.reactions.items()],
    }  # fmt: skip


def _parts(space: Workspace, one: Message) -> list[Json]:
    if one.is_tombstone:
        return [part("small", [span("This message was deleted.")])]
    blocks = Blocks(space)
    parts = blocks.parts(one.blocks) if one.blocks else mrkdwn(one.text, space.name)
    return parts + [_attachment(space, blocks, each) for each in one.attachments]


def _attachment(space: Workspace, blocks: Blocks, one: Json) -> Json:
    words = str(one.get("text") or one.get("fallback") or "")
    inner = blocks.parts(one["blocks"]) if one.get("blocks") else mrkdwn(words, space.name)
    return {"kind": "box", "color": str(one.get("color") or ""), "parts": inner}


def _form(space: Workspace, view: View) -> Json:
    body = view.body

    def words(slot: str, default: str) -> Any:
        return (body.get(slot) or {}).get("text", default)

    made = {"id": f"{view.id} {view.hash}", "title": words("title", ""), "close": words("close", "Cancel")}
    submit = words("submit", "Submit" if any(one["type"] == "input" for one in body["blocks"]) else "")
    return made | {"submit": submit, "parts": Blocks(space, view.values).parts(body["blocks"])}


def _ring(space: Workspace, room: str, ts: str) -> Json:
    """`about` are the first words of the thread that it rang in, `words` those of the message."""
    messages = space.channels[room].messages if room in space.channels else {}
    message = messages.get(ts)
    thread = message.thread_ts or "" if message and message.is_reply else ""
    root = messages.get(thread)
    made = {"room": room, "message": ts, "thread": thread, "at": float(ts)}
    about = gist(_parts(space, root)[:1]) if root else ""
    return made | {"about": about, "words": gist(_parts(space, message)) if message else ""}
