"""Requests about the server, its roles and its members."""

from sandbox.discord import guild_shapes, shapes
from sandbox.discord.calls import Answer, Call, Handler
from sandbox.discord.guild import Guild
from sandbox.discord.permissions import Permission, may
from sandbox.discord.refusals import refuse


def of(call: Call) -> Guild:
    """The server named in the path, or 10004."""
    if call.id("guild_id") != call.world.guild.id:
        raise refuse(10004)
    return call.world.guild


def guild(call: Call) -> Answer:
    count = len(of(call).members)
    counts = {"approximate_member_count": count, "approximate_presence_count": count}
    return 200, guild_shapes.guild(call.world) | (counts if call.query.get("with_counts") else {})


def channels(call: Call) -> Answer:
    return 200, [shapes.channel(each, of(call).id) for each in of(call).channels.values()]


def roles(call: Call) -> Answer:
    return 200, [shapes.role(each) for each in of(call).roles.values()]


def member(call: Call) -> Answer:
    if found := of(call).members.get(call.id("user_id")):
        return 200, shapes.member(found)
    call.world.user(call.id("user_id"))
    raise refuse(10007)


def members(call: Call) -> Answer:
    if not call.world.lists_members:
        raise refuse(50001)
    most, after = call.number("limit", 1, 1000), int(call.query.get("after", 0))
    found = sorted((each for each in of(call).members.values() if each.user.id > after), key=lambda one: one.user.id)
    return 200, [shapes.member(each) for each in found[:most]]


def search(call: Call) -> Answer:
    most, start = call.number("limit", 1, 1000), call.query.get("query", "").lower()
    found = [
        shapes.member(each)
        for each in of(call).members.values()
        if any(
            (name or "").lower().startswith(start) for name in (each.user.username, each.user.global_name, each.nick)
        )
    ]
    return 200, found[:most]


def active_threads(call: Call) -> Answer:
    bot, guild = call.world.bot.id, of(call)
    found = [each for each in guild.threads.values() if not each.archived]
    seen = [each for each in found if may(guild, bot, each, Permission.VIEW_CHANNEL)]
    mine = [shapes.thread_member(each, bot) for each in seen if bot in each.members]
    return 200, {"threads": [shapes.thread(each, guild.id) for each in seen], "members": mine, "has_more": False}


ROUTES: dict[str, Handler] = {
    "GET /guilds/{guild_id}": guild,
    "GET /guilds/{guild_id}/channels": channels,
    "GET /guilds/{guild_id}/roles": roles,
    "GET /guilds/{guild_id}/members": members,
    "GET /guilds/{guild_id}/members/search": search,
    "GET /guilds/{guild_id}/members/{user_id}": member,
    "GET /guilds/{guild_id}/threads/active": active_threads,
}
