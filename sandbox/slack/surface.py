"""Which modals and Home tabs Slack takes."""

import json
from typing import Any

from sandbox.slack.blocks import faults
from sandbox.slack.elements import plain
from sandbox.slack.refusal import Json, Refused
from sandbox.slack.shapes import Shape, anything, boolean, string

MOST_BYTES = 250_000

COMMON = {
    "blocks": anything,
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
MODAL = Shape(
    COMMON
    | {
        "title": plain(24),
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
    needs=("title", "blocks"),
)
HOME = Shape(COMMON, needs=("blocks",))


def refuse_view(view: Any, kind: str) -> Json:
    """The view of an argument, or the refusal that the platform gives it. `kind` is "modal" or "home"."""
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", ["must be an object [json-pointer:/view]"])
    if len(json.dumps(view)) > MOST_BYTES:
        raise Refused("view_too_large")
    found = list((MODAL if kind == "modal" else HOME)(view, "/view"))
    if view.get("type") != kind:
        found.append(f"unsupported type: {view.get('type')} [json-pointer:/view/type]")
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        found.append("must be an array [json-pointer:/view/blocks]")
    else:
        found += [one.replace("pointer:/blocks", "pointer:/view/blocks") for one in faults(blocks, kind)]
        if kind == "modal" and not view.get("submit") and _asks(blocks):
            found.append("missing required field: submit [json-pointer:/view]")
    if found:
        raise Refused("invalid_arguments", found)
    return view


def _asks(blocks: list[Any]) -> bool:
    return any(isinstance(one, dict) and one.get("type") == "input" for one in blocks)
