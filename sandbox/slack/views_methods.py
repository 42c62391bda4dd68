"""Web API: views.*, forms and the Home tab."""

from sandbox.slack.method import Call, Family
from sandbox.slack.refusal import Json, Refused
from sandbox.slack.surface import refuse_view
from sandbox.slack.views import View

METHODS = Family()


@METHODS.method("views.open", tier=4)
def opening(call: Call) -> Json:
    body = refuse_view(call.structure("view", "invalid_arguments"), "modal")
    user = call.workspace.triggers.spend(call.need("trigger_id"))
    return _shown(call, call.workspace.views.start(user, body))


@METHODS.method("views.push", tier=4)
def push(call: Call) -> Json:
    body = refuse_view(call.structure("view", "invalid_arguments"), "modal")
    user = call.workspace.triggers.spend(call.need("trigger_id"))
    if call.workspace.views.top(user) is None:
        raise Refused("not_found")
    return _shown(call, call.workspace.views.push(user, body))


@METHODS.method("views.update", tier=4)
def update(call: Call) -> Json:
    view = call.workspace.views.find(call.text("view_id"), call.text("external_id"))
    body = refuse_view(call.structure("view", "invalid_arguments"), str(view.body["type"]))
    return _shown(call, call.workspace.views.update(view, body, call.text("hash")))


@METHODS.method("views.publish", tier=4)
def publish(call: Call) -> Json:
    body = refuse_view(call.structure("view", "invalid_arguments"), "home")
    user = call.need("user_id")
    if user not in call.workspace.users:
        raise Refused("user_not_found")
    return _shown(call, call.workspace.views.publish(user, body, call.text("hash")))


def _shown(call: Call, view: View) -> Json:
    call.workspace.changed()
    return {"view": view.wire(call.workspace.team, call.app)}
