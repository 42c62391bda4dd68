"""Discord's embeds, components and modals as the parts a page draws; what has no picture is shown as what it is."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from sandbox.discord.component_forms import ROW
from sandbox.sights.discord_elements import element
from sandbox.sights.discord_texts import Reader, markdown, spans
from sandbox.sights.prose import Json, Span, part, span, unknown, within

SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 9, 10, 11, 12, 13, 14, 17, 18
ATTACHED = "attachment://"
INPUTS = ("line", "area", "files", "checks", "radios")


class Parts:
    """`files` are the addresses of what is attached to the message, by name."""

    def __init__(self, reader: Reader, files: Mapping[str, str] | None = None) -> None:
        self._reader, self._files = reader, files or {}
        self._drawn: dict[Any, Callable[[Json], Iterator[Json]]] = {
            ROW: self._row, SECTION: self._section, TEXT: self._text, THUMBNAIL: self._thumbnail,
            GALLERY: self._gallery, FILE: self._file, SEPARATOR: self._separator, CONTAINER: self._container,
            LABEL: self._labelled,
        }  # fmt: skip

    def embed(self, one: Json) -> Json:
        """An embed as a box with a coloured edge."""
        parts: list[Json] = []
        if provider := (one.get("provider") or {}).get("name"):
            parts.append(part("small", [span(str(provider))]))
        if (author := one.get("author") or {}).get("name"):
            parts.append(part("small", [_linked(span(str(author["name"]), "bold"), author.get("url"))]))
        if title := one.get("title"):
            parts.append(part("title", [_linked(each, one.get("url")) for each in spans(title, self._reader)]))
        parts += markdown(str(one.get("description") or ""), self._reader)
        parts += self._fields(one.get("fields") or [])
        for slot in ("image", "video"):
            if (media := one.get(slot) or {}).get("url"):
                parts.append(self._media(media, slot))
        footer = self._footer(one)
        parts += [part("small", footer)] if footer else []
        if (thumbnail := one.get("thumbnail") or {}).get("url"):
            parts = [{"kind": "section", "parts": parts, "aside": self._media(thumbnail, "thumbnail")}]
        return {"kind": "box", "color": _color(one.get("color")), "parts": parts}

    def _fields(self, fields: list[Json]) -> Iterator[Json]:
        for is_inline, group in groupby(fields, key=lambda each: bool(each.get("inline"))):
            shown = [self._shown(each) for each in group]
            yield from [{"kind": "columns", "parts": shown}] if is_inline else shown

    def _shown(self, field: Json) -> Json:
        name = within("bold", spans(str(field["name"]), self._reader))
        return part("text", [*name, span("\n"), *spans(str(field["value"]), self._reader)])

    def _footer(self, one: Json) -> list[Span]:
        text = (one.get("footer") or {}).get("text")
        found = [span(str(text))] if text else []
        if at := _moment(one.get("timestamp")):
            found += [span(" • ")] if found else []
            found.append(span("", "time", at=at, style="f"))
        return found

    def components(self, components: list[Any]) -> list[Json]:
        """Rows of buttons and menus, and what a layout or a modal says; every component leaves a part."""
        return [each for one in components for each in self._component(one)]

    def _component(self, one: Json) -> list[Json]:
        draw = self._drawn.get(one.get("type"))
        try:
            if draw:
                return list(draw(one))
            alone = element(one, self._reader.world)
        except (KeyError, TypeError, AttributeError, ValueError):  # of another shape than the platform describes
            return [_whole(one)]
        return [_whole(one)] if alone["kind"] == "unknown" else [{"kind": "row", "items": [alone]}]

    def _row(self, one: Json) -> Iterator[Json]:
        items = [(each, element(each, self._reader.world)) for each in one["components"]]
        asked = [self._field(each.get("label") or "", each, "") for each, made in items if made["kind"] in INPUTS]
        yield from asked
        if shown := [made for _, made in items if made["kind"] not in INPUTS]:
            yield {"kind": "row", "items": shown}

    def _text(self, one: Json) -> Iterator[Json]:
        yield from markdown(one["content"], self._reader)

    def _section(self, one: Json) -> Iterator[Json]:
        beside = one.get("accessory") or {}
        media = beside.get("type") == THUMBNAIL
        aside = self._media(beside["media"] | beside, "thumbnail") if media else element(beside, self._reader.world)
        yield {"kind": "section", "parts": self.components(one["components"]), "aside": aside}

    def _thumbnail(self, one: Json) -> Iterator[Json]:
        yield self._media(one["media"] | one, "thumbnail")

    def _gallery(self, one: Json) -> Iterator[Json]:
        shown = [self._media(each["media"] | each, "image") for each in one["items"]]
        yield {"kind": "columns", "parts": shown}

    def _file(self, one: Json) -> Iterator[Json]:
        url = str(one["file"]["url"])
        name = one.get("name") or url.removeprefix(ATTACHED).rpartition("/")[2]
        yield part("text", [span(f"📎 {name}", "spoiler" if one.get("spoiler") else "")])

    def _separator(self, _one: Json) -> Iterator[Json]:
        yield {"kind": "line"}

    def _container(self, one: Json) -> Iterator[Json]:
        made = {"kind": "box", "color": _color(one.get("accent_color")), "is_card": True}
        yield made | {"parts": self.components(one["components"])}

    def _labelled(self, one: Json) -> Iterator[Json]:
        yield self._field(one["label"], one["component"], one.get("description") or "")

    def _field(self, label: str, one: Json, hint: str) -> Json:
        field = {"kind": "field", "label": label, "name": one["custom_id"], "hint": hint}
        field["optional"] = not one.get("required", True)
        return field | {"input": element(one, self._reader.world)}

    def _media(self, one: Json, what: str) -> Json:
        """Never fetched from elsewhere: only what is attached to the message has an address here."""
        url = str(one.get("url") or "")
        here = self._files.get(url.removeprefix(ATTACHED), "") if url.startswith(ATTACHED) else ""
        alt = str(one.get("description") or "") or re.sub(r"^.*/", "", url) or what
        return {"kind": "image", "alt": alt, "url": here or url, "title": "", "is_spoiler": bool(one.get("spoiler"))}


def _whole(one: Json) -> Json:
    kind = one.get("type")
    dumped = json.dumps(one, indent=1, ensure_ascii=False)
    return unknown(f"component {kind}" if isinstance(kind, int) else kind, dumped)


def _linked(one: Span, url: object) -> Span:
    return one | {"look": "link", "url": str(url), "also": ["bold"]} if url and one["look"] in ("", "bold") else one


def _color(number: Any) -> str:
    return f"#{number:06x}" if isinstance(number, int) else ""


def _moment(text: object) -> int:
    try:
        return int(datetime.fromisoformat(str(text)).timestamp()) if text else 0
    except ValueError:
        return 0
