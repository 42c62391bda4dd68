"""Slack's blocks as the parts a page draws; what has no picture here is shown as what it is."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.sights.prose import Json, Span, part, span, unknown
from sandbox.sights.slack_elements import Elements, said
from sandbox.sights.slack_texts import Reader, mrkdwn, rich, run, spans

LEVELS = {"info": "#1264a3", "warning": "#e8912d", "error": "#e01e5a", "success": "#2eb67d"}
TASKS = {"pending": "○", "in_progress": "◐", "complete": "●", "error": "✕"}


class Blocks:
    """`values` is what stands in a form's fields, by block id and action id."""

    def __init__(self, reader: Reader, values: Json | None = None) -> None:
        self._reader, self._elements = reader, Elements(reader.space, values)
        self._drawn: dict[str, Callable[[Json], Iterator[Json]]] = {
            "divider": self._divider, "header": self._header, "section": self._section, "context": self._context,
            "actions": self._actions, "context_actions": self._actions, "input": self._input, "image": self._image,
            "rich_text": self._rich, "markdown": self._markdown, "table": self._table, "data_table": self._table,
            "video": self._video, "file": self._file, "alert": self._alert, "card": self._card,
            "carousel": self._carousel, "container": self._container, "plan": self._plan, "task_card": self._task,
        }  # fmt: skip

    def parts(self, blocks: list[Any]) -> list[Json]:
        """Every block leaves at least one part, unless it says nothing."""
        return [one for block in blocks for one in self._block(block)]

    def _block(self, block: Json) -> list[Json]:
        draw = self._drawn.get(str(block.get("type")))
        try:
            return list(draw(block)) if draw else [whole(block)]
        except (KeyError, TypeError, AttributeError, ValueError):  # of another shape than the platform describes
            return [whole(block)]

    def _divider(self, _block: Json) -> Iterator[Json]:
        yield {"kind": "line"}

    def _header(self, block: Json) -> Iterator[Json]:
        yield part("title", self._words(block["text"]))

    def _section(self, block: Json) -> Iterator[Json]:
        parts = self._text(block["text"]) if block.get("text") else []
        if block.get("fields"):
            cells = [part("text", self._words(one)) for one in block["fields"]]
            parts.append({"kind": "columns", "parts": cells})
        accessory = block.get("accessory")
        if not accessory:
            yield from parts
        elif accessory["type"] == "image":
            yield {"kind": "section", "parts": parts, "aside": image(accessory)}
        else:
            yield {"kind": "section", "parts": parts, "aside": self._elements.element(accessory, block)}

    def _context(self, block: Json) -> Iterator[Json]:
        found: list[Span] = []
        for one in block["elements"]:
            is_image = one["type"] == "image"
            found += [span(f"🖼 {one.get('alt_text', '')}", "image")] if is_image else self._words(one)
            found.append(span("  "))
        yield part("small", found[:-1])

    def _actions(self, block: Json) -> Iterator[Json]:
        yield {"kind": "row", "items": [made for one in block["elements"] for made in self._elements.of(one, block)]}

    def _input(self, block: Json) -> Iterator[Json]:
        field = {"kind": "field", "label": said(block["label"]), "name": block.get("block_id", "")}
        field |= {"hint": said(block.get("hint")), "optional": bool(block.get("optional"))}
        yield field | {"input": self._elements.element(block["element"], block)}

    def _image(self, block: Json) -> Iterator[Json]:
        yield image(block)

    def _rich(self, block: Json) -> Iterator[Json]:
        yield from rich(block, self._reader)

    def _markdown(self, block: Json) -> Iterator[Json]:
        yield from mrkdwn(block["text"], self._reader)

    def _table(self, block: Json) -> Iterator[Json]:
        made: Json = {"kind": "table", "rows": [[self._cell(one) for one in row] for row in block["rows"]]}
        if block.get("caption"):
            made["title"] = str(block["caption"])
        yield made

    def _cell(self, cell: Json) -> list[Span]:
        if cell["type"] == "rich_text":
            return [each for one in cell.get("elements", []) for each in run(one, self._reader)]
        return [span(str(cell.get("text") or cell.get("value") or ""))]

    def _video(self, block: Json) -> Iterator[Json]:
        link = str(block.get("title_url") or block.get("video_url") or "")
        parts = [part("title", [span(said(block["title"]), "link", url=link)])]
        if author := " · ".join(filter(None, (block.get("provider_name"), block.get("author_name")))):
            parts.insert(0, part("small", [span(author)]))
        parts += self._text(block["description"]) if block.get("description") else []
        still = {"kind": "image", "alt": block.get("alt_text", ""), "url": block.get("thumbnail_url", ""), "title": ""}
        yield {"kind": "box", "color": "", "parts": [*parts, still]}

    def _file(self, block: Json) -> Iterator[Json]:
        yield part("text", [span(f"📎 {block['external_id']} ({block.get('source', '')})")])

    def _alert(self, block: Json) -> Iterator[Json]:
        color = LEVELS.get(block.get("level", ""), "")
        yield {"kind": "box", "color": color, "parts": self._text(block["text"])}

    def _card(self, block: Json) -> Iterator[Json]:
        parts = [image(block["hero_image"])] if block.get("hero_image") else []
        parts += [part("title", self._words(block["title"]))] if block.get("title") else []
        parts += [part("small", self._words(block["subtitle"]))] if block.get("subtitle") else []
        parts += self._text(block["body"]) if block.get("body") else []
        parts += self._block(block | {"type": "actions", "elements": block["actions"]}) if block.get("actions") else []
        icon = {"icon": image(block["icon"])} if block.get("icon") else {}
        yield {"kind": "box", "color": "", "is_card": True, "parts": parts} | icon

    def _carousel(self, block: Json) -> Iterator[Json]:
        yield {"kind": "columns", "parts": self.parts(block["elements"])}

    def _container(self, block: Json) -> Iterator[Json]:
        parts = list(rich(block["rich_text_title"], self._reader)) if block.get("rich_text_title") else []
        parts += [part("title", self._words(block["title"]))] if block.get("title") else []
        parts += [part("small", self._words(block["subtitle"]))] if block.get("subtitle") else []
        parts += self.parts(block["child_blocks"])
        yield {"kind": "box", "color": "", "is_card": True, "parts": parts}

    def _plan(self, block: Json) -> Iterator[Json]:
        parts = [part("title", [span(str(block["title"]))]), *self.parts(block.get("tasks") or [])]
        yield {"kind": "box", "color": "", "is_card": True, "parts": parts}

    def _task(self, block: Json) -> Iterator[Json]:
        parts = [part("text", [span(f"{TASKS.get(block['status'], '○')} {block['title']}", "bold")])]
        for name in ("details", "output"):
            parts += rich(block[name], self._reader) if block.get(name) else []
        links = [span(str(one["text"]), "link", url=str(one["url"])) for one in block.get("sources") or []]
        yield {"kind": "box", "color": "", "parts": [*parts, part("small", links)] if links else parts}

    def _text(self, node: Json) -> list[Json]:
        return mrkdwn(node["text"], self._reader) if node["type"] == "mrkdwn" else [part("text", self._words(node))]

    def _words(self, node: Json) -> list[Span]:
        return spans(node["text"], self._reader) if node["type"] == "mrkdwn" else [span(said(node))]


def image(node: Json) -> Json:
    """An image that is never fetched: its words stand for it."""
    url = node.get("image_url") or (node.get("slack_file") or {}).get("url") or ""
    return {"kind": "image", "alt": str(node.get("alt_text") or ""), "url": str(url), "title": said(node.get("title"))}


def whole(block: Json) -> Json:
    return unknown(block.get("type"), json.dumps(block, indent=1, ensure_ascii=False))
