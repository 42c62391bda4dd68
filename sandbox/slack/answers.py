"""What the app's acknowledgement does before the person's eyes: texts appear, forms change, close or complain."""

from sandbox.slack.hooks import Hooks
from sandbox.slack.outcome import SILENT, Outcome
from sandbox.slack.refusal import Json, Refused
from sandbox.slack.surface import refuse_view
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


def said(hooks: Hooks, outcome: Outcome, ack: Json | None) -> Outcome:
    """Show what rode in the ack of a command or a press; no ack is shown as silence."""
    if ack is None:
        outcome.error = SILENT
        return outcome
    outcome.ack = ack
    if outcome.hook and (ack.get("text") or ack.get("blocks")):
        try:
            hooks.answer(outcome.hook, ack)
        except Refused as refusal:
            outcome.error = refusal.error
    return outcome


def follow(space: Workspace, view: View, outcome: Outcome) -> None:
    """Do to a submitted form what the ack says; an ack that Slack would not take is trouble."""
    try:
        _act(space, view, outcome)
    except Refused as refusal:
        outcome.error = f"{TROUBLE} ({refusal.error}: {'; '.join(refusal.messages)})"
    space.changed()


def _act(space: Workspace, view: View, outcome: Outcome) -> None:
    views, action, ack = space.views, outcome.ack.get("response_action"), outcome.ack
    if action == "errors":
        outcome.errors = _labelled(view, ack.get("errors") or {})
    elif action == "update":
        views.update(view, refuse_view(ack.get("view"), "modal"))
    elif action == "push":
        views.push(view.user, refuse_view(ack.get("view"), "modal"))
    elif action == "clear":
        views.open[view.user] = []
    elif action is None:
        views.close(view)
    else:
        raise Refused("invalid_arguments", [f"unknown response_action {action}"])


def _labelled(view: View, errors: dict[str, str]) -> dict[str, str]:
    labels = {one["block_id"]: one["label"]["text"] for one in view.body["blocks"] if one["type"] == "input"}
    strange = sorted(set(errors) - set(labels))
    if strange or not errors:
        raise Refused("invalid_arguments", [f"no input block {name}" for name in strange])
    return {labels[name]: text for name, text in errors.items()}
