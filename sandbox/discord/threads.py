"""Starting threads and changing them."""

from typing import Any

from sandbox.discord import memberships, message_shapes, thread_forms
from sandbox.discord.channels import FORUM, PINNED, PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel, Thread
from sandbox.discord.messages import HAS_THREAD, THREAD_NOTICE, THREAD_STARTER, Message
from sandbox.discord.permissions import Permission, demand, may
from sandbox.discord.refusals import bad_form, refuse
from sandbox.discord.users import User
from sandbox.discord.world import World

Json = dict[str, Any]


def begin(world: World, who: User, parent: Channel, body: Json, kind: int, thread_id: int | None = None) -> Thread:
    """A new thread, announced, without any message; 160006 at the cap."""
    thread_forms.check_new(body)
    if sum(not one.archived for one in world.guild.threads.values()) >= world.limits.active_threads:
        raise refuse(160006)
    thread = Thread(thread_id or world.ids.new(), kind, body["name"], parent_id=parent.id, owner_id=who.id)
    thread.created_at = thread.archived_at = world.now()
    thread.auto_archive = body.get("auto_archive_duration") or parent.auto_archive
    thread.slow_mode = body.get("rate_limit_per_user") or 0
    thread.invitable = body.get("invitable", True)
    thread.members[who.id] = world.now()
    world.guild.threads[thread.id] = thread
    return thread


def tell_created(world: World, thread: Thread) -> None:
    world.announce("THREAD_CREATE", {**world.shape(thread), "newly_created": True}, thread)


def from_message(world: World, who: User, parent: Channel, root: Message, body: Json) -> Thread:
    """A public thread under a message, with its id; 160004 the second time."""
    if parent.type != TEXT:
        raise refuse(50024)
    demand(world.guild, who.id, parent, Permission.CREATE_PUBLIC_THREADS)
    if root.id in world.guild.threads:
        raise refuse(160004)
    thread = begin(world, who, parent, body, PUBLIC_THREAD, root.id)
    root.flags |= HAS_THREAD
    tell_created(world, thread)
    world.announce("MESSAGE_UPDATE", message_shapes.dispatched(world, root), parent)
    starter = Message(world.ids.new(), thread.id, root.author, world.now(), type=THREAD_STARTER)
    starter.reference = _pointing(world, parent.id) | {"message_id": str(root.id)}
    _note(world, thread, starter)
    return thread


def alone(world: World, who: User, parent: Channel, body: Json) -> Thread:
    """A thread without a root: private unless type 11 is asked for; a public one is noted in the channel."""
    if parent.type != TEXT:
        raise refuse(50024)
    kind = body.get("type", PRIVATE_THREAD)
    if kind not in (PUBLIC_THREAD, PRIVATE_THREAD):
        raise bad_form("type", "BASE_TYPE_CHOICES", "Value must be one of (11, 12).")
    public = kind == PUBLIC_THREAD
    need = Permission.CREATE_PUBLIC_THREADS if public else Permission.CREATE_PRIVATE_THREADS
    demand(world.guild, who.id, parent, need)
    thread = begin(world, who, parent, body, kind)
    tell_created(world, thread)
    if public:
        notice = Message(world.ids.new(), parent.id, who, world.now(), thread.name, THREAD_NOTICE)
        notice.reference = _pointing(world, thread.id)
        _note(world, parent, notice)
    return thread


def in_forum(world: World, who: User, forum: Channel, body: Json) -> Thread:
    """A post's thread with its tags; the caller adds the first message, which has the thread's id."""
    if forum.type != FORUM:
        raise refuse(50024)
    demand(world.guild, who.id, forum, Permission.SEND_MESSAGES)
    tags = thread_forms.tags(world, who, forum, body.get("applied_tags") or [])
    thread = begin(world, who, forum, body, PUBLIC_THREAD)
    thread.applied_tags = tags
    tell_created(world, thread)
    return thread


def _pointing(world: World, channel_id: int) -> Json:
    return {"type": 0, "channel_id": str(channel_id), "guild_id": str(world.guild.id)}


def _note(world: World, room: Channel, message: Message) -> None:
    room.messages[message.id] = message
    room.last_message_id = message.id
    world.announce("MESSAGE_CREATE", message_shapes.dispatched(world, message), room)


def unarchive_to_write(world: World, thread: Thread) -> None:
    """A message wakes an archived thread."""
    if thread.archived and not thread.locked:
        thread.archived, thread.archived_at = False, world.now()
        world.announce("THREAD_UPDATE", world.shape(thread), thread)


def change(world: World, who: User, thread: Thread, body: Json) -> Thread:
    """Archive, lock, rename, tag: who may do which, and 50083 for anything else while archived."""
    demand(world.guild, who.id, thread)
    manages = may(world.guild, who.id, thread, Permission.MANAGE_THREADS)
    thread_forms.check_change(body)
    _demand_change(who, thread, body, manages)
    forum = world.guild.channels[thread.parent_id]
    if "applied_tags" in body:
        thread.applied_tags = thread_forms.tags(world, who, forum, body["applied_tags"] or [])
    if body.get("flags") is not None:
        _check_pin(world, thread, forum, body["flags"], manages)
    if bool(body.get("archived", thread.archived)) != thread.archived:
        thread.archived, thread.archived_at = bool(body["archived"]), world.now()
    for key, name in (("name", "name"), ("locked", "locked"), ("invitable", "invitable"), ("flags", "flags")):
        if body.get(key) is not None:
            setattr(thread, name, body[key])
    thread.auto_archive = body.get("auto_archive_duration") or thread.auto_archive
    thread.slow_mode = body.get("rate_limit_per_user") or thread.slow_mode
    world.announce("THREAD_UPDATE", world.shape(thread), thread)
    return thread


def _check_pin(world: World, thread: Thread, forum: Channel, flags: int, manages: bool) -> None:
    """A moderator pins a post of a forum, one at a time: 50013, 50035, 30047."""
    if (flags ^ thread.flags) & PINNED and not manages:
        raise refuse(50013)
    if flags & PINNED and forum.type != FORUM:
        raise bad_form("flags", "BITFIELD_TYPE_INVALID", "Only posts of a forum can be pinned.")
    posts = (one for one in world.guild.threads.values() if one.parent_id == forum.id and one.id != thread.id)
    if flags & PINNED and any(one.flags & PINNED for one in posts):
        raise refuse(30047)


def _demand_change(who: User, thread: Thread, body: Json, manages: bool) -> None:
    opening = body.get("archived") is False
    if thread.archived and not opening and set(body) - {"archived", "locked"}:
        raise refuse(50083)
    if thread.locked and opening and not manages:
        raise refuse(160005)
    reopening = set(body) <= {"archived", "auto_archive_duration"} and opening and not thread.locked
    if not manages and not reopening and (who.id != thread.owner_id or "locked" in body):
        raise refuse(50013)


def remove(world: World, who: User, thread: Thread) -> None:
    demand(world.guild, who.id, thread, Permission.MANAGE_THREADS)
    del world.guild.threads[thread.id]
    keys = ("id", "guild_id", "parent_id", "type")
    world.announce("THREAD_DELETE", {key: world.shape(thread)[key] for key in keys}, thread)


def invite(world: World, who: User, thread: Thread, user_id: int) -> None:
    """Add somebody; into a private thread that is not invitable only with MANAGE_THREADS."""
    demand(world.guild, who.id, thread, Permission.SEND_MESSAGES_IN_THREADS)
    if thread.archived:
        raise refuse(50083)
    if thread.is_private and not thread.invitable:
        demand(world.guild, who.id, thread, Permission.MANAGE_THREADS)
    if user_id not in world.guild.members:
        raise refuse(10007)
    memberships.join(world, thread, [user_id])
