"""Discord's embeds, components and modals as the parts a page draws."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sandbox.discord.component_forms import BUTTON, ROW, SELECTS, TEXT_INPUT
from sandbox.discord.world import World
from sandbox.sights.discord_texts import markdown, spans
from sandbox.sights.prose import Json, part, span, within

STYLES = {1: "primary", 3: "good", 4: "danger"}
SECTION, TEXT, SEPARATOR, CONTAINER, LABEL, UPLOAD = 9, 10, 14, 17, 18, 19


class Parts:
    def __init__(self, world: World) -> None:
        self._world = world

    def embed(self, one: Json) -> Json:
        """An embed as a box with a coloured edge."""
        parts = []
        if author := (one.get("author") or {}).get("name"):
            parts.append(part("small", [span(author)]))
        if title := one.get("title"):
            parts.append(part("title", spans(title, self._world)))
        parts += markdown(str(one.get("description") or ""), self._world)
        for is_inline, group in groupby(one.get("fields") or [], key=lambda each: bool(each.get("inline"))):
            fields = [self._shown(each) for each in group]
            parts += [{"kind": "columns", "parts": fields}] if is_inline else fields
        if footer := (one.get("footer") or {}).get("text"):
            parts.append(part("small", [span(footer)]))
        return {"kind": "box", "color": _color(one.get("color")), "parts": parts}

    def _shown(self, field: Json) -> Json:
        name = within("bold", spans(str(field["name"]), self._world))
        return part("text", [*name, span("\n"), *spans(str(field["value"]), self._world)])

    def components(self, components: list[Any]) -> Iterator[Json]:
        """Rows of buttons and menus, and what a layout says."""
        for one in components:
            kind = one["type"]
            if kind == ROW:
                yield {"kind": "row", "items": [self.element(each) for each in one["components"]]}
            elif kind == TEXT:
                yield from markdown(one["content"], self._world)
            elif kind == SEPARATOR:
                yield {"kind": "line"}
            elif kind == SECTION:
                yield from self.components(one["components"])
                if (one.get("accessory") or {}).get("type") == BUTTON:
                    yield {"kind": "row", "items": [self.element(one["accessory"])]}
            elif kind == CONTAINER:
                inner = list(self.components(one["components"]))
                yield {"kind": "box", "color": _color(one.get("accent_color")), "parts": inner}

    def element(self, one: Json) -> Json:
        """A button, a menu or an input."""
        name = one.get("custom_id") or ""
        if one["type"] == BUTTON:
            made = {"kind": "button", "label": _label(one), "name": name, "style": STYLES.get(one["style"], "")}
            return made | {"value": None, "url": one.get("url") or "", "off": bool(one.get("disabled"))}
        made = {"name": name, "label": one.get("placeholder") or ""}
        if one["type"] == TEXT_INPUT:
            return made | {"kind": "area" if one.get("style") == 2 else "line", "value": one.get("value") or ""}
        if one["type"] not in SELECTS and not one.get("options"):
            return made | {"kind": "files" if one["type"] == UPLOAD else "none", "value": None}
        chosen = [each["value"] for each in one.get("options") or [] if each.get("default")]
        is_many = (one.get("max_values") or 1) > 1
        options, value = self._options(one), chosen if is_many else (chosen or [None])[0]
        return made | {"kind": "menu", "many": is_many, "options": options, "value": value, "free": False}

    def fields(self, modal: Json) -> Iterator[Json]:
        """What a modal asks."""
        for row in modal["components"]:
            if row["type"] == LABEL:
                yield self._field(row["label"], row["component"], row.get("description") or "")
            elif row["type"] == ROW:
                for one in row["components"]:
                    yield self._field(one.get("label") or "", one, "")
            elif row["type"] == TEXT:
                yield from markdown(row["content"], self._world)

    def _field(self, label: str, one: Json, hint: str) -> Json:
        field = {"kind": "field", "label": label, "name": one["custom_id"], "hint": hint}
        return field | {"optional": not one.get("required", True), "input": self.element(one)}

    def _options(self, one: Json) -> list[list[str]]:
        guild = self._world.guild
        people = [[str(each.user.id), each.user.name] for each in guild.members.values() if not each.user.bot]
        roles = [[str(each.id), each.name] for each in guild.roles.values()]
        rooms = [[str(each.id), f"#{each.name}"] for each in guild.channels.values()]
        by_kind = {5: people, 6: roles, 7: people, 8: rooms}
        return by_kind.get(one["type"]) or [[each["value"], _label(each)] for each in one.get("options") or []]


def _label(one: Json) -> str:
    """The words on a button or option, with the picture before them."""
    emoji = (one.get("emoji") or {}).get("name") or ""
    return f"{emoji} {one.get('label') or ''}".strip()


def _color(number: Any) -> str:
    return f"#{number:06x}" if isinstance(number, int) else ""
