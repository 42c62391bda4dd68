"""Slack's blocks as the parts a page draws: paragraphs, rows of buttons and menus, and the fields of forms."""

from collections.abc import Iterator
from typing import Any

from sandbox.sights.prose import Json, part, span
from sandbox.sights.slack_texts import mrkdwn, rich, spans
from sandbox.slack.workspace import Workspace

PEOPLE = ("users_select", "multi_users_select")
ROOMS = ("conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select")
DATES = {"datepicker": "date", "timepicker": "time", "datetimepicker": "moment"}
INPUTS = ("plain_text_input", "email_text_input", "number_input", "url_text_input")
UNTYPED = {"file_input": "files", "feedback_buttons": "none", "rich_text_input": "none"}


class Blocks:
    """`values` is what stands in a form's fields, by block id and action id."""

    def __init__(self, space: Workspace, values: Json | None = None) -> None:
        self._space, self._values = space, values or {}

    def parts(self, blocks: list[Any]) -> list[Json]:
        return [one for block in blocks for one in self._block(block)]

    def _block(self, block: Json) -> Iterator[Json]:
        match block["type"]:
            case "divider":
                yield {"kind": "line"}
            case "header":
                yield part("title", self._words(block["text"]))
            case "section":
                yield from self._section(block)
            case "context":
                yield part("small", [one for each in block["elements"] for one in [*self._words(each), span(" ")]])
            case "actions" | "context_actions":
                yield {"kind": "row", "items": [self.element(one, block) for one in block["elements"]]}
            case "input":
                yield self._field(block)
            case "rich_text":
                yield from rich(block, self._space.name)
            case "table":
                for row in block.get("rows", []):
                    yield part("text", [span(" · ".join(str(cell.get("text", "")) for cell in row))])
            case _:
                yield from mrkdwn(str(block.get("text") or block.get("alt_text") or ""), self._space.name)

    def _section(self, block: Json) -> Iterator[Json]:
        for one in [block.get("text"), *(block.get("fields") or [])]:
            if one and one["type"] == "mrkdwn":
                yield from mrkdwn(one["text"], self._space.name)
            elif one:
                yield part("text", self._words(one))
        accessory = block.get("accessory")
        if accessory and accessory["type"] != "image":
            yield {"kind": "row", "items": [self.element(accessory, block)]}

    def _words(self, node: Json) -> list[Json]:
        if node["type"] == "mrkdwn":
            return spans(node["text"], self._space.name)
        return [span(str(node.get("text") or node.get("alt_text") or ""))]

    def _field(self, block: Json) -> Json:
        hint, element = (block.get("hint") or {}).get("text", ""), block["element"]
        field = {"kind": "field", "label": block["label"]["text"], "name": block["block_id"], "hint": hint}
        return field | {"optional": bool(block.get("optional")), "input": self.element(element, block)}

    def element(self, one: Json, block: Json) -> Json:
        """A button, a menu or an input, with what is chosen or typed in it."""
        kind, name = one["type"], one.get("action_id", "")
        if kind in ("button", "workflow_button", "icon_button"):
            made = {"kind": "button", "label": one["text"]["text"], "name": name, "style": one.get("style", "")}
            return made | {"value": one.get("value"), "url": one.get("url", ""), "off": False}
        hint = (one.get("placeholder") or {}).get("text", "")
        made = {"name": name, "label": hint}
        if kind in UNTYPED:
            return made | {"kind": UNTYPED[kind]}
        made |= {"value": self._value(one, block)}
        if kind in INPUTS:
            return made | {"kind": "area" if one.get("multiline") else "line"}
        if kind in DATES:
            return made | {"kind": DATES[kind]}
        is_many = kind.startswith("multi_") or kind == "checkboxes"
        return made | {"kind": "menu", "many": is_many, "options": self._options(one), "free": "external" in kind}

    def _options(self, one: Json) -> list[list[str]]:
        if one["type"] in PEOPLE:
            return [[each.id, each.name] for each in self._space.users.values() if not each.is_bot]
        if one["type"] in ROOMS:
            return [[each.id, f"#{each.name}"] for each in self._space.channels.values() if each.name]
        groups = [each["options"] for each in one.get("option_groups") or []]
        options = [each for group in [one.get("options") or [], *groups] for each in group]
        return [[each["value"], each["text"]["text"]] for each in options]

    def _value(self, one: Json, block: Json) -> Any:
        typed = self._values.get(block.get("block_id", ""), {}).get(one.get("action_id"))
        known = typed if typed is not None else {key: each for key, each in one.items() if key.startswith("initial_")}
        value = next((each for key, each in known.items() if key != "type"), None)
        if isinstance(value, list):
            return [each["value"] if isinstance(each, dict) else each for each in value]
        return value["value"] if isinstance(value, dict) and "value" in value else value
