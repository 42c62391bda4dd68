"""How a message looks on the wire."""

from typing import Any

from sandbox.discord import shapes
from sandbox.discord.channels import Channel
from sandbox.discord.messages import HAS_THREAD, Attachment, Message
from sandbox.discord.world import World

Json = dict[str, Any]


def attachment(world: World, one: Attachment) -> Json:
    url = f"{world.cdn}/attachments/{one.id}/{one.filename}"  # made when told: the port is another one tomorrow
    shape: Json = {
        "id": str(one.id),
        "filename": one.filename,
        "size": len(one.data),
        "url": url,
        "proxy_url": url,
        "content_type": one.content_type,
    }
    return {**shape, "description": one.description} if one.description else shape


def emoji(name: str) -> Json:
    return {"id": None, "name": name}


def _reaction(name: str, users: list[int], reader: int) -> Json:
    counts = {"burst": 0, "normal": len(users)}
    shape = {"emoji": emoji(name), "count": len(users), "count_details": counts, "burst_colors": []}
    return {**shape, "me_burst": False, "me": reader in users}


def message(world: World, one: Message, *, nested: bool = False) -> Json:
    """A message as the bot gets it; `nested` leaves the message it answers out."""
    shape: Json = {
        "id": str(one.id),
        "channel_id": str(one.channel_id),
        "type": one.type,
        "author": shapes.user(one.author),
        "content": one.content,
        "timestamp": shapes.time(one.created_at),
        "edited_timestamp": shapes.time(one.edited_at),
        "tts": False,
        "mention_everyone": one.mention_everyone,
        "mentions": [shapes.user(world.user(each)) for each in one.mentions],
        "mention_roles": [str(each) for each in one.mention_roles],
        "attachments": [attachment(world, each) for each in one.attachments],
        "embeds": one.embeds,
        "components": one.components,
        "pinned": one.pinned_at is not None,
        "flags": one.flags,
    }
    return shape | _extras(world, one, nested)


def _extras(world: World, one: Message, nested: bool) -> Json:
    extra: Json = {}
    if one.reactions:
        extra["reactions"] = [_reaction(name, users, world.bot.id) for name, users in one.reactions.items()]
    if one.webhook_id:
        extra |= {"webhook_id": str(one.webhook_id), "application_id": str(one.webhook_id)}
    if one.interaction:
        extra["interaction_metadata"] = one.interaction
    if one.interaction and one.command:  # only the older of the two tells the command's name
        told = {key: one.interaction[key] for key in ("id", "type", "user")}
        extra["interaction"] = told | {"name": one.command}
    if one.flags & HAS_THREAD and (thread := world.guild.threads.get(one.id)):
        extra["thread"] = shapes.thread(thread, world.guild.id, world.bot.id)
    if one.reference:
        extra["message_reference"] = one.reference
        if not nested and one.reference.get("message_id"):
            extra["referenced_message"] = _answered(world, one.reference)
    return extra


def _answered(world: World, reference: Json) -> Json | None:
    room: Channel = world.channel(int(reference["channel_id"]))
    target = room.messages.get(int(reference["message_id"]))
    return message(world, target, nested=True) if target else None


def dispatched(world: World, one: Message) -> Json:
    """The same in a gateway event: with the server, the author's membership and those of the mentioned."""
    shape = message(world, one)
    if one.channel_id in world.directs:
        return {**shape, "channel_type": 1}
    members = world.guild.members
    shape["guild_id"] = str(world.guild.id)
    if one.author.id in members and not one.webhook_id:
        shape["member"] = shapes.member(members[one.author.id], with_user=False)
    for each in shape["mentions"]:
        if int(each["id"]) in members:
            each["member"] = shapes.member(members[int(each["id"])], with_user=False)
    return shape
