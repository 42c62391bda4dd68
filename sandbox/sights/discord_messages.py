"""Discord's messages as a page shows them to one reader. Ids are texts: a page's numbers are too short for them."""

from sandbox.discord import message_shapes
from sandbox.discord.channels import Thread
from sandbox.discord.messages import (
    COMMAND_REPLY,
    LOADING,
    PIN_NOTICE,
    THREAD_NOTICE,
    THREAD_STARTER,
    Attachment,
    Message,
)
from sandbox.discord.world import World
from sandbox.sights import files
from sandbox.sights.discord_parts import Parts
from sandbox.sights.discord_texts import Reader, markdown
from sandbox.sights.drawn import Drawn
from sandbox.sights.prose import Json, gist, part, span

NOTICES = {PIN_NOTICE: "pinned a message", THREAD_NOTICE: "started a thread"}
FACES = 5


class Messages:
    def __init__(self, world: World, drawn: Drawn) -> None:
        self._world, self._drawn = world, drawn

    def parts(self, one: Message, me: int) -> list[Json]:
        """What it says, drawn once as long as it stays the same."""
        made_of = (one, one.content, one.embeds, one.components, one.attachments, one.flags & LOADING == LOADING)
        return self._drawn.draw(("discord", id(one), me), made_of, lambda: self._parts(one, me))

    def _parts(self, one: Message, me: int) -> list[Json]:
        if one.flags & LOADING:
            return [part("small", [span("thinking …")])]
        if one.type in NOTICES:
            return [part("small", [span(NOTICES[one.type])])]
        reader = Reader(self._world, me, one.mention_everyone)
        parts = Parts(reader, {each.filename: _url(each) for each in one.attachments})
        content = markdown(one.content, reader) if one.content else []
        return [*content, *map(parts.embed, one.embeds), *parts.components(one.components)]

    def meant(self, one: Message) -> Message:
        """A thread begins with the message it hangs under, where that still is."""
        if one.type != THREAD_STARTER:
            return one
        thread = self._world.guild.threads.get(one.channel_id)
        parent = self._world.guild.channels.get(thread.parent_id) if thread else None
        return parent.messages.get(one.channel_id, one) if parent else one

    def cell(self, one: Message, me: int, called: set[int], unread: int) -> Json:
        """One message; `called` are those that rang for `me`, `unread` what is new in the thread under it."""
        thread = self._world.guild.threads.get(one.id)
        thread = thread if thread and thread.id != one.channel_id else None
        replies = _replies(thread) if thread else []
        names = [self._name(each) for each in reversed(replies[-20:])]
        return {
            "id": str(one.id), "room": str(one.channel_id), "who": self._name(one), "author": str(one.author.id),
            "at": one.created_at.timestamp(), "is_bot": one.author.bot, "is_whisper": one.seen_by is not None,
            "is_edited": one.edited_at is not None and one.seen_by is None, "is_deleted": False, "thread": "",
            "in_room": False, "replies": len(replies), "unread": unread,
            "last_reply_at": replies[-1].created_at.timestamp() if replies else None,
            "repliers": list(dict.fromkeys(names))[:FACES], "opens": str(thread.id) if thread else "",
            "topic": thread.name if thread else "",
            "is_called": one.id in called, "is_mine": one.author.id == me, "is_pinned": one.pinned_at is not None,
            "answers": self._answers(one), "parts": self.parts(one, me),
            "files": [file(each) for each in one.attachments],
            "reactions": [self._reaction(name, who) for name, who in one.reactions.items()],
        }  # fmt: skip

    def _name(self, one: Message) -> str:
        return one.author.name

    def _answers(self, one: Message) -> Json | None:
        """What stands above an answer: the message that it answers, or the command that it came of."""
        if one.command and one.interaction:
            user = self._world.guild.users.get(int(one.interaction["user"]["id"]))
            sign = "/" if one.type == COMMAND_REPLY else ""
            return {"who": user.name if user else "Somebody", "gist": f"{sign}{one.command}", "is_command": True}
        reference = one.reference or {}
        if one.type == THREAD_STARTER or one.type in NOTICES or not reference.get("message_id"):
            return None
        try:
            room = self._world.channel(int(reference["channel_id"]))
        except Exception:  # the room is gone, and the message with it
            return {"who": "", "gist": "Original message was deleted"}
        target = room.messages.get(int(reference["message_id"]))
        if target is None:
            return {"who": "", "gist": "Original message was deleted"}
        return {"who": target.author.name, "gist": gist(self.parts(target, 0)) or "Click to see attachment"}

    def _reaction(self, name: str, who: list[int]) -> Json:
        users = self._world.guild.users
        names = [users[one].name for one in who if one in users]
        sign = str(message_shapes.emoji(name)["name"])
        return {"name": name, "sign": sign, "by": [str(one) for one in who], "names": names}


def file(one: Attachment) -> Json:
    return files.shown(str(one.id), one.filename, one.data, one.content_type, _url(one))


def _url(one: Attachment) -> str:
    return f"/file/discord/{one.id}"


def _replies(thread: Thread) -> list[Message]:
    return [one for one in thread.messages.values() if one.type != THREAD_STARTER]
