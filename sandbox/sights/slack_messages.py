"""Slack's messages as a page shows them to one reader."""

from sandbox.sights import files
from sandbox.sights.drawn import Drawn
from sandbox.sights.prose import EMOJIS, Json, Span, part, span
from sandbox.sights.slack_blocks import Blocks
from sandbox.sights.slack_texts import Reader, mrkdwn, spans
from sandbox.slack.channel import Channel
from sandbox.slack.file import File
from sandbox.slack.message import Message
from sandbox.slack.workspace import Workspace

FACES = 5


def number(ts: str) -> int:
    """A timestamp as a number that grows."""
    return int(ts.replace(".", ""))


class Rows:
    """A room's messages in order: those that stand in the room itself, and the replies by their root."""

    def __init__(self, room: Channel) -> None:
        self.state = _state(room)
        self.roots: list[Message] = []
        self.replies: dict[str, list[Message]] = {}
        for one in room.messages.values():
            if one.is_reply:
                self.replies.setdefault(one.thread_ts or "", []).append(one)
            if not one.is_reply or one.subtype == "thread_broadcast":
                self.roots.append(one)


def _state(room: Channel) -> tuple[int, str]:
    """Another one after each message that came or went: timestamps only grow."""
    return len(room.messages), next(reversed(room.messages), "")


class Messages:
    def __init__(self, space: Workspace, drawn: Drawn) -> None:
        self._space, self._drawn = space, drawn
        self._rows: dict[str, Rows] = {}

    def rows(self, room: Channel) -> Rows:
        """The messages of a room, sorted out anew only when some came or went."""
        rows = self._rows.get(room.id)
        if rows is None or rows.state != _state(room):
            rows = self._rows[room.id] = Rows(room)
        return rows

    def parts(self, one: Message, me: str) -> list[Json]:
        """What it says, drawn once as long as it stays the same."""
        made_of = (one, one.text, one.blocks, one.attachments, one.is_tombstone)
        return self._drawn.draw(("slack", id(one), me), made_of, lambda: self._parts(one, me))

    def _parts(self, one: Message, me: str) -> list[Json]:
        if one.is_tombstone:
            return [part("small", [span("This message was deleted.")])]
        reader = Reader(self._space, me)
        blocks = Blocks(reader)
        parts = blocks.parts(one.blocks) if one.blocks else mrkdwn(one.text, reader)
        return parts + [_attachment(blocks, reader, each) for each in one.attachments]

    def cell(self, one: Message, me: str, called: set[str], replies: list[Message], read: int) -> Json:
        """One message; `called` are those that rang for `me`, `read` is how far its thread was read."""
        author = self._space.users.get(one.user)
        last = replies[-1] if replies else None
        return {
            "id": one.ts, "room": one.channel, "who": self.name(one), "author": one.user, "at": float(one.ts),
            "is_bot": bool(author and author.is_bot), "is_whisper": bool(one.ephemeral_to),
            "is_edited": bool(one.edited), "is_deleted": one.is_tombstone,
            "thread": one.thread_ts if one.is_reply else "", "in_room": one.subtype == "thread_broadcast",
            "replies": len(replies), "last_reply_at": float(last.ts) if last else None,
            "repliers": list(dict.fromkeys(self.name(each) for each in reversed(replies)))[:FACES],
            "unread": _unread(one, me, replies, read),
            "opens": one.ts if replies else "", "is_called": one.ts in called, "is_mine": one.user == me,
            "is_pinned": one.ts in self._space.channels[one.channel].pins, "answers": None,
            "parts": self.parts(one, me), "files": [file(each) for each in one.files],
            "reactions": [self._reaction(name, who) for name, who in one.reactions.items()],
        }  # fmt: skip

    def name(self, one: Message) -> str:
        """Who wrote it, as people read it."""
        author = self._space.users.get(one.user)
        if one.bot_profile:
            return str(one.bot_profile["name"])
        return author.shown if author else one.user

    def _reaction(self, name: str, who: list[str]) -> Json:
        names = [self._space.users[one].shown for one in who if one in self._space.users]
        return {"name": name, "sign": EMOJIS.get(name, f":{name}:"), "by": list(who), "names": names}


def _unread(root: Message, me: str, replies: list[Message], read: int) -> int:
    """The replies that are new to somebody who looked at the thread, or takes part in it."""
    if not read and not any(one.user == me for one in (root, *replies)):
        return 0
    return sum(number(one.ts) > read and one.user != me for one in replies)


def file(one: File) -> Json:
    return files.shown(one.id, one.name, one.data or b"", one.mimetype, f"/file/slack/{one.id}")


def _attachment(blocks: Blocks, reader: Reader, one: Json) -> Json:
    """A legacy attachment as a box with a coloured edge."""
    parts: list[Json] = mrkdwn(str(one["pretext"]), reader) if one.get("pretext") else []
    if author := one.get("author_name"):
        parts.append(part("small", [span(str(author))]))
    if title := one.get("title"):
        link = one.get("title_link") or one.get("from_url")
        parts.append(part("title", [span(str(title), "link", url=str(link)) if link else span(str(title))]))
    words = str(one.get("text") or ("" if parts or one.get("blocks") else one.get("fallback")) or "")
    parts += blocks.parts(one["blocks"]) if one.get("blocks") else mrkdwn(words, reader)
    if fields := one.get("fields"):
        parts.append({"kind": "columns", "parts": [_field(each, reader) for each in fields]})
    for slot in ("image_url", "thumb_url"):
        if url := one.get(slot):
            parts.append({"kind": "image", "alt": str(one.get("fallback") or ""), "url": str(url), "title": ""})
    if footer := one.get("footer"):
        parts.append(part("small", [span(str(footer))]))
    color = str(one.get("color") or "")
    return {"kind": "box", "color": f"#{color}" if color and color[0] in "0123456789abcdefABCDEF" else color,
            "parts": parts}  # fmt: skip


def _field(one: Json, reader: Reader) -> Json:
    title: list[Span] = [span(f"{one.get('title', '')}\n", "bold")]
    return part("text", [*title, *spans(str(one.get("value") or ""), reader)])
