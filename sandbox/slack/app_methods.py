"""Web API: who am I, where is the socket, and about the workspace and its bots."""

from sandbox.slack.method import Call, Family
from sandbox.slack.refusal import Json, Refused

METHODS = Family()


@METHODS.method("auth.test", tier=5)
def auth_test(call: Call) -> Json:
    space, app = call.workspace, call.app
    body: Json = {"url": f"https://{space.domain}.slack.com/", "team": "Sandbox", "team_id": space.team}
    return body | {"user": app.name, "user_id": app.bot_user, "bot_id": app.bot_id, "is_enterprise_install": False}


@METHODS.method("apps.connections.open", scope="connections:write", tier=5, app_level=True)
def connections_open(call: Call) -> Json:
    return {"url": call.sockets.ticket()}


@METHODS.method("bots.info", scope="users:read", tier=3)
def bots_info(call: Call) -> Json:
    app = call.app
    if call.text("bot") not in ("", app.bot_id):
        raise Refused("bot_not_found")
    profile = app.profile(call.workspace.team)
    kept = {name: profile[name] for name in ("id", "app_id", "name", "icons", "deleted", "updated")}
    return {"bot": kept | {"user_id": app.bot_user}}


@METHODS.method("team.info", scope="team:read", tier=3)
def team_info(call: Call) -> Json:
    space = call.workspace
    team: Json = {"id": space.team, "name": "Sandbox", "domain": space.domain, "email_domain": "", "icon": {}}
    return {"team": team | {"url": f"https://{space.domain}.slack.com/", "is_verified": False}}
