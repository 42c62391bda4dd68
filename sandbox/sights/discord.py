"""The pretend Discord before everybody's eyes. Ids are texts here: a page's numbers are too short for them."""

from collections.abc import Mapping
from itertools import islice

from sandbox.discord import message_shapes
from sandbox.discord.channels import FORUM, Channel, Thread
from sandbox.discord.commands import Commands
from sandbox.discord.interactions import Interaction
from sandbox.discord.messages import LOADING, PIN_NOTICE, THREAD_NOTICE, THREAD_STARTER, Message
from sandbox.discord.permissions import Permission, may
from sandbox.discord.world import Ping, World
from sandbox.sights.discord_parts import Parts
from sandbox.sights.discord_texts import markdown
from sandbox.sights.prose import Json, gist, part, span

MOST = 300  # messages of a room; a page is no archive
NOTICES = {PIN_NOTICE: "pinned a message", THREAD_NOTICE: "started a thread"}
QUICK = ("👀", "✅", "📤")


def look(world: World, commands: Commands, forms: Mapping[int, Interaction], cast: dict[str, int]) -> Json:
    """Rooms with their messages, whispers, forms and rings of everybody in `cast` (ids by name)."""
    ids, guild = list(cast.values()), world.guild
    rooms: list[Channel] = [*guild.channels.values(), *guild.threads.values(), *world.directs.values()]
    registered = [one for scope in (guild.id, None) for one in commands.of.get(scope, [])]
    return {
        "people": [{"id": str(one), "name": guild.users[one].name} for one in ids],
        "rooms": [_room(world, one, ids) for one in rooms],
        "whispers": {str(one): [_message(world, each) for each in world.ephemerals if each.seen_by == one]
                     for one in ids},
        "forms": {str(who): _form(world, one) for who, one in forms.items()},
        "rings": {str(one): [_ring(world, ping) for ping in world.pings if _rings_for(world, ping, one)][-20:]
                  for one in ids},
        "commands": sorted(f"/{one['name']}" for one in registered if one["type"] == 1),
        "shortcuts": [[one["name"], one["name"]] for one in registered if one["type"] == 3],
        "emojis": [[one, one] for one in QUICK],
    }  # fmt: skip


def _room(world: World, room: Channel, ids: list[int]) -> Json:
    seen_by = [str(one) for one in ids if may(world.guild, one, room, Permission.VIEW_CHANNEL)]
    thread = room if isinstance(room, Thread) else None
    made: Json = {"id": str(room.id), "name": room.name or world.bot.name, "kind": _kind(room), "seen_by": seen_by}
    made |= {"parent": str(room.parent_id) if thread else "", "tags": _tags(world, thread)}
    made["locked"] = bool(thread and (thread.locked or thread.archived))
    recent = list(islice(reversed(room.messages.values()), MOST))[::-1]
    return made | {"messages": [_message(world, _meant(world, one)) for one in recent]}


def _kind(room: Channel) -> str:
    if isinstance(room, Thread):
        return "thread"
    if room.recipients:
        return "direct"
    return "forum" if room.type == FORUM else "private" if room.overwrites else "channel"


def _tags(world: World, thread: Thread | None) -> list[str]:
    if thread is None:
        return []
    names = {one.id: one.name for one in world.guild.channels[thread.parent_id].tags}
    return [names[one] for one in thread.applied_tags if one in names]


def _meant(world: World, one: Message) -> Message:
    """A thread begins with the message it hangs under, where that still is."""
    if one.type != THREAD_STARTER:
        return one
    parent = world.guild.threads[one.channel_id].parent_id
    return world.guild.channels[parent].messages.get(one.channel_id, one)


def _message(world: World, one: Message) -> Json:
    thread = world.guild.threads.get(one.id)
    thread = thread if thread and thread.id != one.channel_id else None
    replies = [each for each in thread.messages.values() if each.type != THREAD_STARTER] if thread else []
    return {
        "id": str(one.id), "room": str(one.channel_id), "who": one.author.name, "author": str(one.author.id),
        "at": one.created_at.timestamp(), "is_bot": one.author.bot, "is_whisper": one.seen_by is not None,
        "is_edited": one.edited_at is not None and one.seen_by is None, "thread": "", "in_room": False,
        "replies": len(replies), "opens": str(thread.id) if thread else "",
        "parts": _parts(world, one), "files": [each.filename for each in one.attachments],
        "reactions": [{"name": name, "sign": message_shapes.emoji(name)["name"], "by": [str(each) for each in who]}
                      for name, who in one.reactions.items()],
    }  # fmt: skip


def _parts(world: World, one: Message) -> list[Json]:
    if one.flags & LOADING:
        return [part("small", [span("thinking …")])]
    if one.type in NOTICES:
        return [part("small", [span(NOTICES[one.type])])]
    parts = Parts(world)
    return [*markdown(one.content, world), *map(parts.embed, one.embeds), *parts.components(one.components)]


def _form(world: World, one: Interaction) -> Json:
    modal = one.modal or {"title": "", "components": []}
    made = {"id": str(one.id), "title": modal["title"], "submit": "Submit", "close": "Cancel"}
    return made | {"parts": list(Parts(world).fields(modal))}


def _rings_for(world: World, ping: Ping, person: int) -> bool:
    kind, _, number = ping.who.partition(":")
    if kind == "role":
        member = world.guild.members.get(person)
        return bool(member and int(number) in member.roles)
    return kind in ("everyone", "here") or number == str(person)


def _ring(world: World, ping: Ping) -> Json:
    rooms: tuple[Mapping[int, Channel], ...] = (world.guild.channels, world.guild.threads, world.directs)
    room = next((found for one in rooms if (found := one.get(ping.channel))), None)
    message = room.messages.get(ping.message) if room else None
    at = message.created_at.timestamp() if message else 0
    made = {"room": str(ping.channel), "message": str(ping.message), "thread": "", "at": at}
    about = room.name if isinstance(room, Thread) else ""
    return made | {"about": about, "words": gist(_parts(world, message)) if message else ""}
