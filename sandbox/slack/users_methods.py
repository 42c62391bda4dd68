"""Web API: users, whether they are there, and user groups."""

from sandbox.slack.member import User
from sandbox.slack.method import Call, Family
from sandbox.slack.refusal import Json, Refused

METHODS = Family()


@METHODS.method("users.info", scope="users:read", tier=4, form_only=True)
def info(call: Call) -> Json:
    user = call.workspace.users.get(call.need("user"))
    if user is None:
        raise Refused("user_not_found")
    locale: Json = {"locale": user.locale} if call.flag("include_locale") else {}
    return {"user": user.wire("users:read.email" in call.app.scopes) | locale}


@METHODS.method("users.list", scope="users:read", tier=2, form_only=True)
def listing(call: Call) -> Json:
    page, cursor = call.page(list(call.workspace.users.values()), 1000)
    email = "users:read.email" in call.app.scopes
    body: Json = {"members": [one.wire(email) for one in page], "cache_ts": int(call.workspace.now().timestamp())}
    return body | {"response_metadata": {"next_cursor": cursor}}


@METHODS.method("users.getPresence", scope="users:read", tier=3)
def presence(call: Call) -> Json:
    """Of another user than oneself no more is told than this."""
    name = call.text("user") or call.app.bot_user
    user = call.workspace.users.get(name)
    if user is None or user.deleted:
        raise Refused("user_not_found")
    mine: Json = {"online": True, "auto_away": False, "manual_away": False, "connection_count": 1}
    return {"presence": user.presence} | (mine if name == call.app.bot_user else {})


@METHODS.method("dnd.teamInfo", scope="dnd:read", tier=2, form_only=True)
def undisturbed(call: Call) -> Json:
    names = [one.strip() for one in call.need("users").split(",")]
    if len(names) > 50:
        raise Refused("too_many_users")
    known = [call.workspace.users[name] for name in names if name in call.workspace.users]
    return {"users": {one.id: _undisturbed(one) for one in known if not one.deleted}}


@METHODS.method("users.lookupByEmail", scope="users:read.email", tier=3, form_only=True)
def lookup(call: Call) -> Json:
    email = call.need("email").lower()
    for user in call.workspace.users.values():
        if user.email.lower() == email and not user.deleted:
            return {"user": user.wire(with_email=True)}
    raise Refused("users_not_found")


@METHODS.method("usergroups.list", scope="usergroups:read", tier=2, form_only=True)
def groups(call: Call) -> Json:
    _refuse_cheap_plan(call)
    kept = [one for one in call.workspace.groups.values() if call.flag("include_disabled") or not one.disabled]
    return {"usergroups": [one.wire(call.flag("include_users")) for one in kept]}


@METHODS.method("usergroups.users.list", scope="usergroups:read", tier=2, form_only=True)
def group_users(call: Call) -> Json:
    _refuse_cheap_plan(call)
    group = call.workspace.groups.get(call.need("usergroup"))
    if group is None or (group.disabled and not call.flag("include_disabled")):
        raise Refused("no_such_subteam")
    return {"users": list(group.members)}


def _undisturbed(user: User) -> Json:
    begins, ends = user.undisturbed
    return {"dnd_enabled": bool(ends), "next_dnd_start_ts": begins or 1, "next_dnd_end_ts": ends or 1}


def _refuse_cheap_plan(call: Call) -> None:
    if not call.workspace.has_groups:
        raise Refused("plan_upgrade_required")
