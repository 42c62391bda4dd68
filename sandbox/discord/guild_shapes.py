"""How the server looks on the wire, asked for and announced."""

from typing import Any

from sandbox.discord import shapes
from sandbox.discord.permissions import Permission, may
from sandbox.discord.world import World

Json = dict[str, Any]
NOTHING = (
    "icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id", "afk_channel_id",
    "system_channel_id", "widget_channel_id", "vanity_url_code", "rules_channel_id", "safety_alerts_channel_id",
    "public_updates_channel_id", "incidents_data", "max_presences",
)  # fmt: skip
ZERO = (
    "system_channel_flags", "verification_level", "default_message_notifications", "mfa_level",
    "explicit_content_filter", "premium_tier", "premium_subscription_count", "nsfw_level",
)  # fmt: skip


def guild(world: World) -> Json:
    """The server as `GET /guilds/{guild_id}` gives it."""
    one = world.guild
    return {
        **dict.fromkeys(NOTHING),
        **dict.fromkeys(ZERO, 0),
        "id": str(one.id),
        "name": one.name,
        "owner_id": str(one.owner_id),
        "features": ["COMMUNITY"],
        "region": "deprecated",
        "afk_timeout": 300,
        "widget_enabled": False,
        "max_members": 500000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "roles": [shapes.role(each) for each in one.roles.values()],
        "emojis": [],
        "stickers": [],
    }


def announced(world: World, everybody: bool) -> Json:
    """The server as GUILD_CREATE tells it: channels, active threads in sight, and members (or the bot alone)."""
    one = world.guild
    seen = [
        each for each in one.threads.values()
        if not each.archived and may(one, world.bot.id, each, Permission.VIEW_CHANNEL)
    ]  # fmt: skip
    members = [each for each in one.members.values() if everybody or each.user.id == world.bot.id]
    return guild(world) | {
        "joined_at": shapes.time(one.members[world.bot.id].joined_at),
        "large": False,
        "unavailable": False,
        "hub_type": None,
        "member_count": len(one.members),
        "members": [shapes.member(each) for each in members],
        "channels": [shapes.channel(each, one.id) for each in one.channels.values()],
        "threads": [shapes.thread(each, one.id, world.bot.id) for each in seen],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
