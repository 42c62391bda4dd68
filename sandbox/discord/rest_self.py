"""Requests about the bot itself, the gateway's address and other users."""

from typing import Any

from sandbox.discord import shapes
from sandbox.discord.calls import Answer, Call, Handler
from sandbox.discord.refusals import refuse
from sandbox.discord.world import World

MEMBERS, CONTENT = 1 << 14, 1 << 18 | 1 << 19


def me(call: Call) -> Answer:
    bot = shapes.user(call.world.bot)
    return 200, {**bot, "mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}


def application(world: World) -> dict[str, Any]:
    owner, flags = world.user(world.guild.owner_id), CONTENT | (MEMBERS if world.lists_members else 0)
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": shapes.user(world.bot),
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "owner": shapes.user(owner),
        "team": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
    }


def my_application(call: Call) -> Answer:
    return 200, application(call.world)


def gateway(call: Call) -> Answer:
    return 200, {"url": call.site.gateway_url}


def gateway_bot(call: Call) -> Answer:
    total = call.world.limits.identifies_a_day
    left = max(total - call.site.identifies(), 0)
    limit = {"total": total, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}
    return 200, {"url": call.site.gateway_url, "shards": 1, "session_start_limit": limit}


def user(call: Call) -> Answer:
    return 200, shapes.user(call.world.user(call.id("user_id")))


def open_direct(call: Call) -> Answer:
    """The direct conversation with one person; with oneself 50007."""
    recipient = int(call.body["recipient_id"])
    if recipient == call.world.bot.id:
        raise refuse(50007)
    return 200, call.world.shape(call.world.direct(recipient))


ROUTES: dict[str, Handler] = {
    "GET /users/@me": me,
    "GET /oauth2/applications/@me": my_application,
    "GET /applications/@me": my_application,
    "GET /gateway": gateway,
    "GET /gateway/bot": gateway_bot,
    "GET /users/{user_id}": user,
    "POST /users/@me/channels": open_direct,
}
