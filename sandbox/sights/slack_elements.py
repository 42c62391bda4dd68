"""Slack's interactive elements - buttons, menus, inputs - with what is chosen or typed in them."""

from typing import Any

from sandbox.sights.prose import Json, words
from sandbox.sights.slack_texts import Reader, rich
from sandbox.slack.workspace import Workspace

BUTTONS = ("button", "workflow_button", "icon_button")
ICONS = {"trash": "🗑️"}
SOURCES = {
    "users": "people",
    "conversations": "rooms",
    "channels": "rooms",
    "external": "external",
    "static": "options",
}
DATES = {"datepicker": "date", "timepicker": "time", "datetimepicker": "moment"}
LINES = {
    "plain_text_input": "",
    "email_text_input": "email",
    "number_input": "number",
    "url_text_input": "url",
    "rich_text_input": "",
}
BOUNDS = {"min": ("min_length", "min_value"), "max": ("max_length", "max_value")}


class Elements:
    """`values` is what stands in a form's fields, by block id and action id."""

    def __init__(self, space: Workspace, values: Json | None = None) -> None:
        self._space, self._values = space, values or {}

    def of(self, one: Json, block: Json) -> list[Json]:
        """The element as the page draws it; feedback is two buttons."""
        if one["type"] == "feedback_buttons":
            pair = [one[name] for name in ("positive_button", "negative_button") if one.get(name)]
            return [self._button(one | each | {"type": "button"}) for each in pair]
        return [self.element(one, block)]

    def element(self, one: Json, block: Json) -> Json:
        kind = one["type"]
        if kind in BUTTONS:
            return self._button(one)
        made: Json = {"name": one.get("action_id", ""), "label": said(one.get("placeholder"))}
        made |= {"off": False, "confirm": confirm(one.get("confirm"))}
        if kind == "overflow":
            return made | {"kind": "overflow", "options": self._options(one)}
        made["value"] = self._value(one, block)
        if kind in LINES:
            return made | self._line(one)
        if kind in DATES:
            return made | {"kind": DATES[kind]}
        if kind in ("checkboxes", "radio_buttons"):
            return made | {"kind": "checks" if kind == "checkboxes" else "radios", "options": self._options(one)}
        if kind == "file_input":
            made["value"] = None
            most, types = one.get("max_files", 10), one.get("filetypes") or []
            return made | {"kind": "files", "many": most > 1, "most": most, "types": types}
        if kind.endswith("_select"):
            return made | self._menu(one)
        return made | {"kind": "unknown", "type": kind}

    def _button(self, one: Json) -> Json:
        icon = ICONS.get(one.get("icon", ""), "")
        label = f"{icon} {said(one.get('text'))}".strip() or one["type"]
        made = {"kind": "button", "label": label, "name": one.get("action_id", ""), "value": one.get("value")}
        made |= {"style": one.get("style") or "", "url": str(one.get("url") or ""), "off": False}
        return made | {"confirm": confirm(one.get("confirm")), "title": str(one.get("accessibility_label") or "")}

    def _line(self, one: Json) -> Json:
        is_area = bool(one.get("multiline")) or one["type"] == "rich_text_input"
        made: Json = {"kind": "area" if is_area else "line", "type": LINES[one["type"]]}
        for bound, names in BOUNDS.items():
            made[bound] = next((one[name] for name in names if name in one), None)
        return made

    def _menu(self, one: Json) -> Json:
        kind = one["type"].removeprefix("multi_").removesuffix("_select")
        made = {"kind": "menu", "many": one["type"].startswith("multi_"), "of": SOURCES.get(kind, "options")}
        made |= {"options": self._options(one), "free": kind == "external", "most": one.get("max_selected_items")}
        if groups := one.get("option_groups"):
            made["groups"] = [[said(each.get("label")), [_option(row) for row in each["options"]]] for each in groups]
        return made

    def _options(self, one: Json) -> list[list[str]]:
        kind = one["type"].removeprefix("multi_")
        if kind == "users_select":
            return [[each.id, each.name] for each in self._space.users.values() if not each.is_bot]
        if kind in ("conversations_select", "channels_select"):
            return [[each.id, f"#{each.name}"] for each in self._space.channels.values() if each.name]
        groups = [each["options"] for each in one.get("option_groups") or []]
        return [_option(each) for group in [one.get("options") or [], *groups] for each in group]

    def _value(self, one: Json, block: Json) -> Any:
        typed = self._values.get(block.get("block_id", ""), {}).get(one.get("action_id"))
        known = typed if typed is not None else {key: each for key, each in one.items() if key.startswith("initial_")}
        value = next((each for key, each in known.items() if key != "type"), None)
        if isinstance(value, list):
            return [each.get("value", each.get("id")) if isinstance(each, dict) else each for each in value]
        if isinstance(value, dict) and value.get("type") == "rich_text":
            return "\n".join(words(each["spans"]) for each in rich(value, Reader(self._space)))
        return value["value"] if isinstance(value, dict) and "value" in value else value


def said(node: Json | None) -> str:
    """The words of a text object."""
    return str((node or {}).get("text") or "")


def confirm(node: Json | None) -> Json | None:
    """What is asked before a press counts."""
    if not node:
        return None
    made = {"title": said(node.get("title")) or "Are you sure?", "text": said(node.get("text"))}
    made |= {"ok": said(node.get("confirm")) or "Yes", "deny": said(node.get("deny")) or "Cancel"}
    return made | {"style": node.get("style") or ""}


def _option(one: Json) -> list[str]:
    hint = said(one.get("description"))
    return [one.get("value", ""), said(one.get("text")), *([hint] if hint else [])]
