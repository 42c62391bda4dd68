"""Writing, changing and deleting messages: the same for the bot's requests, its interaction replies and people."""

from typing import Any

from sandbox.discord import embed_forms, files, memberships, message_forms, message_shapes, pings, rights, threads
from sandbox.discord.channels import Channel, Thread
from sandbox.discord.component_forms import walk, without_nulls
from sandbox.discord.messages import DEFAULT, EPHEMERAL, REPLY, V2, Message
from sandbox.discord.permissions import Permission, demand, may
from sandbox.discord.refusals import bad_form, refuse
from sandbox.discord.users import User
from sandbox.discord.world import Ping, World

Json = dict[str, Any]
EVERYTHING = {"parse": ["users", "roles", "everyone"], "replied_user": True}


def send(world: World, who: User, room: Channel, body: Json, uploads: files.Files) -> Message:
    """An ordinary message, or the earlier one of the same nonce; refused as on the platform."""
    rights.demand_send(world, who, room)
    if uploads and not room.recipients:
        demand(world.guild, who.id, room, Permission.ATTACH_FILES)
    message_forms.check(body, uploads, world.limits)
    if message_forms.is_empty(body, uploads):
        raise refuse(50006)
    if body.get("enforce_nonce") and (first := _of_nonce(world, who, room, body.get("nonce"))):
        return rights.message_in(room, first.id)
    message = compose(world, who, room, body, uploads)
    message.nonce = body.get("nonce")
    message.reference = _reference(world, room, body.get("message_reference"))
    message.type = REPLY if message.reference else DEFAULT
    if message.nonce is not None:
        world.nonces[who.id, room.id, str(message.nonce)] = message
    return publish(world, room, message, body.get("allowed_mentions"))


def _of_nonce(world: World, who: User, room: Channel, nonce: Any) -> Message | None:
    first = world.nonces.get((who.id, room.id, str(nonce))) if nonce is not None else None
    return first if first and world.now() - first.created_at < world.limits.nonce_window else None


def compose(world: World, who: User, room: Channel, body: Json, uploads: files.Files) -> Message:
    """A message out of a checked body, not yet anywhere. 50013 for a poll, which nobody here may start."""
    if body.get("poll"):
        raise refuse(50013)
    if body.get("sticker_ids"):  # the server has none
        raise refuse(50081)
    message = Message(world.ids.new(), room.id, who, world.now(), body.get("content") or "")
    message.flags = body.get("flags") or 0
    if room.recipients or may(world.guild, who.id, room, Permission.EMBED_LINKS):
        message.embeds = embeds(body)
    message.components = components(body)
    message.attachments = files.keep(world, uploads, body.get("attachments"))
    return message


def embeds(body: Json) -> list[Json]:
    shown = [one for one in body.get("embeds") or [] if not embed_forms.is_empty(one)]
    return [{**without_nulls(one), "type": "rich"} for one in shown]


def components(body: Json) -> list[Json]:
    """The body's components with the running ids the platform gives them."""
    kept: list[Json] = without_nulls(body.get("components") or [])
    for number, (_, one) in enumerate(walk(kept, "components"), 1):
        one.setdefault("id", number)
        if one["type"] == 3:
            one |= {"min_values": one.get("min_values", 1), "max_values": one.get("max_values", 1)}
            for option in one["options"]:
                option.setdefault("default", False)
    return kept


def _reference(world: World, room: Channel, given: Json | None) -> Json | None:
    if not given:
        return None
    if int(given["message_id"]) not in room.messages:
        if given.get("fail_if_not_exists", True):
            code = "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"
            raise bad_form("message_reference", code, "Unknown message")
        return None
    shape: Json = {"type": 0, "channel_id": str(room.id), "message_id": str(given["message_id"])}
    return shape if room.recipients else {**shape, "guild_id": str(world.guild.id)}


def publish(world: World, room: Channel, message: Message, allowed: Json | None) -> Message:
    """Put a message into its room, ring whom it rings, tell the gateway. An ephemeral one goes to its reader alone."""
    allowed = EVERYTHING if allowed is None else allowed
    found = pings.mentioned(world, message.author.id, room, message.content, allowed)
    message.mentions, message.mention_roles = found.users, found.roles
    message.mention_everyone = bool(found.all)
    if message.flags & EPHEMERAL:
        world.ephemerals.append(message)
        world.changes.touch()
        return message
    answered = _answered(room, message) if allowed.get("replied_user") else None
    if answered and answered not in message.mentions:
        message.mentions.append(answered)
    if isinstance(room, Thread):
        threads.unarchive_to_write(world, room)
        memberships.join(world, room, [message.author.id])
    world.pings += [Ping(room.id, message.id, who) for who in pings.ringing(found, answered)]
    place(world, room, message)
    if isinstance(room, Thread):
        memberships.mentioned_in(world, room, message.mentions, message.mention_roles)
    return message


def _answered(room: Channel, message: Message) -> int | None:
    target = room.messages.get(int((message.reference or {}).get("message_id", 0)))
    return target.author.id if target and target.author.id != message.author.id else None


def place(world: World, room: Channel, message: Message) -> None:
    room.messages[message.id] = message
    room.last_message_id = message.id
    if isinstance(room, Thread):
        room.sent += message.id != room.id
    data = message_shapes.dispatched(world, message)
    world.announce("MESSAGE_CREATE", data | ({} if message.nonce is None else {"nonce": message.nonce}), room)


def change(world: World, room: Channel, message: Message, body: Json, uploads: files.Files) -> Message:
    """Apply an edit: only the fields in `body` change; `attachments` lists those that stay."""
    flags = body.get("flags") or 0
    message_forms.check(body | {"flags": flags | message.flags & V2}, uploads, world.limits)
    if "content" in body:
        message.content = body["content"] or ""
        allowed = body.get("allowed_mentions") or EVERYTHING
        found = pings.mentioned(world, message.author.id, room, message.content, allowed)
        message.mentions, message.mention_roles = found.users, found.roles
    if "embeds" in body:
        message.embeds = embeds(body)
    if "components" in body:
        message.components = components(body)
    if "attachments" in body or uploads:
        _change_files(world, message, body, uploads)
    if "flags" in body:
        message.flags = message.flags & ~4 | flags & (4 | V2)
    if not (message.content or message.embeds or message.components or message.attachments):
        raise refuse(50006)
    message.edited_at = world.now()
    return told_of_change(world, room, message)


def _change_files(world: World, message: Message, body: Json, uploads: files.Files) -> None:
    kept = {int(one["id"]) for one in body.get("attachments") or []} if "attachments" in body else None
    stay = [one for one in message.attachments if kept is None or one.id in kept]
    message.attachments = stay + files.keep(world, uploads, body.get("attachments"))


def told_of_change(world: World, room: Channel, message: Message) -> Message:
    if message.flags & EPHEMERAL:
        world.changes.touch()
    else:
        world.announce("MESSAGE_UPDATE", message_shapes.dispatched(world, message), room)
    return message


def remove(world: World, room: Channel, message: Message) -> None:
    if message.flags & EPHEMERAL:
        if message in world.ephemerals:  # else its reader has put it away
            world.ephemerals.remove(message)
        world.changes.touch()
        return
    room.messages.pop(message.id, None)
    data = {"id": str(message.id), "channel_id": str(room.id)}
    guild = {} if room.recipients else {"guild_id": str(world.guild.id)}
    world.announce("MESSAGE_DELETE", data | guild, room)
