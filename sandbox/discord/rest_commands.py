"""Requests that register application commands, for the server or for all."""

from sandbox.discord.calls import Answer, Call, Handler
from sandbox.discord.refusals import bad_form, refuse


def _scope(call: Call) -> int | None:
    if call.id("application_id") != call.world.bot.id:
        raise refuse(10063)
    if "guild_id" not in call.params:
        return None
    if call.id("guild_id") != call.world.guild.id:
        raise refuse(50001)
    return call.world.guild.id


def listed(call: Call) -> Answer:
    return 200, call.site.commands.listed(_scope(call))


def replace(call: Call) -> Answer:
    if not isinstance(call.body, list):
        raise bad_form("_", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    return 200, call.site.commands.replace(_scope(call), call.body)


def create(call: Call) -> Answer:
    new, made = call.site.commands.create(_scope(call), call.body or {})
    return 201 if new else 200, made


def one(call: Call) -> Answer:
    return 200, call.site.commands.one(_scope(call), call.params["command_id"])


def edit(call: Call) -> Answer:
    return 200, call.site.commands.edit(_scope(call), call.params["command_id"], call.body or {})


def delete(call: Call) -> Answer:
    call.site.commands.delete(_scope(call), call.params["command_id"])
    return 204, None


ALL = "/applications/{application_id}/commands"
GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
VERBS: dict[str, Handler] = {"GET": listed, "PUT": replace, "POST": create}
SINGLE: dict[str, Handler] = {"GET": one, "PATCH": edit, "DELETE": delete}
ROUTES: dict[str, Handler] = {
    **{f"{verb} {base}": handler for base in (ALL, GUILD) for verb, handler in VERBS.items()},
    **{f"{verb} {base}/{{command_id}}": handler for base in (ALL, GUILD) for verb, handler in SINGLE.items()},
}
