"""What a new or changed thread may hold."""

from typing import Any

from sandbox.discord.channels import REQUIRE_TAG, Channel
from sandbox.discord.permissions import Permission, may
from sandbox.discord.refusals import Form, bad_form, refuse
from sandbox.discord.users import User
from sandbox.discord.world import World

DURATIONS = (60, 1440, 4320, 10080)
APPLIED = 5


def check_new(body: dict[str, Any]) -> None:
    """Name 1 to 100 characters; archive after one of four durations (minutes)."""
    form = Form()
    form.length("name", body.get("name"), 100, 1)
    _check_times(form, body)
    form.done()


def check_change(body: dict[str, Any]) -> None:
    form = Form()
    if body.get("name") is not None:
        form.length("name", body["name"], 100, 1)
    _check_times(form, body)
    form.done()


def _check_times(form: Form, body: dict[str, Any]) -> None:
    duration = body.get("auto_archive_duration")
    if duration is not None and duration not in DURATIONS:
        form.wrong("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).")
    slow = body.get("rate_limit_per_user")
    if slow is not None and not 0 <= slow <= 21600:
        form.wrong("rate_limit_per_user", "NUMBER_TYPE_MAX", "int value should be less than or equal to 21600.")


def tags(world: World, who: User, forum: Channel, given: list[Any]) -> list[int]:
    """The ids of known tags, at most five; 40067 when the forum demands one."""
    chosen = [int(one) for one in given]
    if len(chosen) > APPLIED:
        raise bad_form("applied_tags", "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length.")
    known = {one.id: one for one in forum.tags}
    for one in chosen:
        if one not in known:
            raise bad_form("applied_tags", "INVALID_FORUM_TAG", "Unknown tag")
        if known[one].moderated and not may(world.guild, who.id, forum, Permission.MANAGE_THREADS):
            raise refuse(50013)
    if not chosen and forum.flags & REQUIRE_TAG:
        raise refuse(40067)
    return chosen
