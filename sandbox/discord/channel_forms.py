"""What a change of a channel may hold, and making it."""

from typing import Any

from sandbox.discord.channels import FORUM, Channel, Overwrite, Tag
from sandbox.discord.refusals import Form, refuse
from sandbox.discord.world import World

TAGS = 20


def check(channel: Channel, body: dict[str, Any]) -> None:
    """Raise 50035 for wrong lengths, 30048 for more than 20 tags."""
    form = Form()
    if body.get("name") is not None:
        form.length("name", body["name"], 100, 1)
    if body.get("topic") is not None:
        form.length("topic", body["topic"], 4096 if channel.type == FORUM else 1024)
    tags = body.get("available_tags") or []
    for index, one in enumerate(tags):
        form.length(f"available_tags.{index}.name", one.get("name"), 20, 1)
    form.done()
    if len(tags) > TAGS:
        raise refuse(30048)


def apply(world: World, channel: Channel, body: dict[str, Any]) -> None:
    channel.name = body.get("name") or channel.name
    if "topic" in body:
        channel.topic = body["topic"]
    if body.get("flags") is not None:
        channel.flags = body["flags"]
    if body.get("available_tags") is not None:
        channel.tags = [
            Tag(int(one.get("id") or world.ids.new()), one["name"], one.get("moderated", False), one.get("emoji_name"))
            for one in body["available_tags"]
        ]
    if body.get("permission_overwrites") is not None:
        channel.overwrites = [
            Overwrite(int(one["id"]), one["type"], int(one.get("allow") or 0), int(one.get("deny") or 0))
            for one in body["permission_overwrites"]
        ]
