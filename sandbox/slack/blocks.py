"""Which blocks Slack takes, of which length, and what it answers to the others."""

from collections.abc import Iterator
from typing import Any

from sandbox.slack.elements import ACTIONS, IMAGE, INPUTS, MULTI_SELECTS, PICKERS, SELECTS, plain, text
from sandbox.slack.refusal import Refused
from sandbox.slack.rich import CELL, RICH_PART
from sandbox.slack.shapes import Shape, anything, boolean, distinct, rows, string, typed

MOST_IN_MESSAGE, MOST_IN_VIEW = 50, 100
MOST_CHARACTERS = 13_200
MARKDOWN = 12_000

ID = {"block_id": string(255)}
CONTEXT = {"image": IMAGE, "mrkdwn": Shape({"text": string(2000), "verbatim": boolean}, needs=("text",))}
CONTEXT["plain_text"] = Shape({"text": string(2000), "emoji": boolean}, needs=("text",))

BLOCKS = {
    "section": Shape(
        ID
        | {
            "text": text(3000),
            "fields": rows(text(2000), 10),
            "accessory": typed(ACTIONS | {"image": IMAGE}),
            "expand": boolean,
        },
        needs_one=("text", "fields"),
    ),
    "divider": Shape(ID),
    "header": Shape(ID | {"text": plain(150)}, needs=("text",)),
    "context": Shape(ID | {"elements": rows(typed(CONTEXT), 10)}, needs=("elements",)),
    "actions": Shape(ID | {"elements": distinct(rows(typed(ACTIONS), 25), "action_id")}, needs=("elements",)),
    "image": Shape(
        ID | {"image_url": string(3000), "slack_file": anything, "alt_text": string(2000), "title": plain(2000)},
        needs=("alt_text",),
        needs_one=("image_url", "slack_file"),
    ),
    "input": Shape(
        ID
        | {
            "label": plain(2000),
            "element": typed(INPUTS | SELECTS | MULTI_SELECTS | PICKERS),
            "hint": plain(2000),
            "optional": boolean,
            "dispatch_action": boolean,
        },
        needs=("label", "element"),
    ),
    "markdown": Shape(ID | {"text": string(MARKDOWN)}, needs=("text",)),
    "rich_text": Shape(ID | {"elements": rows(RICH_PART, 1000, 0)}, needs=("elements",)),
    "table": Shape(ID | {"rows": rows(rows(CELL, 20), 100), "column_settings": rows(anything, 20, 0)}, needs=("rows",)),
    "video": Shape(
        ID
        | {
            "title": plain(200),
            "title_url": string(3000),
            "description": plain(200),
            "video_url": string(3000),
            "thumbnail_url": string(3000),
            "alt_text": string(2000),
            "author_name": string(50),
            "provider_name": string(50),
            "provider_icon_url": string(3000),
        },
        needs=("title", "video_url", "thumbnail_url", "alt_text"),
    ),
}
MESSAGES_ONLY = {"markdown", "table"}
VIEWS_ONLY = {"file_input"}
CHECK = typed(BLOCKS)


def faults(blocks: list[Any], surface: str) -> Iterator[str]:
    """What Slack finds wrong with `blocks` on a `message`, `modal` or `home`."""
    most = MOST_IN_MESSAGE if surface == "message" else MOST_IN_VIEW
    yield from distinct(rows(CHECK, most, 0), "block_id")(blocks, "/blocks")
    kinds = [one.get("type") for one in blocks if isinstance(one, dict)]
    if surface != "message" and MESSAGES_ONLY & set(map(str, kinds)):
        yield "unsupported block on this surface [json-pointer:/blocks]"
    if kinds.count("table") > 1:
        yield "only one table allowed [json-pointer:/blocks]"
    inputs = [one["element"] for one in blocks if isinstance(one, dict) and isinstance(one.get("element"), dict)]
    if surface != "modal" and any(one.get("type") in VIEWS_ONLY for one in inputs):
        yield "unsupported element on this surface [json-pointer:/blocks]"
    if (
        sum(len(str(one.get("text"))) for one in blocks if isinstance(one, dict) and one.get("type") == "markdown")
        > MARKDOWN
    ):
        yield f"markdown blocks must be less than {MARKDOWN + 1} characters in all [json-pointer:/blocks]"


def refuse_for_message(blocks: Any) -> list[Any]:
    """The blocks of a message, or the refusal that the platform gives them."""
    if blocks is None:
        return []
    if not isinstance(blocks, list) or not all(isinstance(one, dict) for one in blocks):
        raise Refused("invalid_blocks_format")
    if found := list(faults(blocks, "message")):
        raise Refused("invalid_blocks", found)
    if characters(blocks) > MOST_CHARACTERS:
        raise Refused("msg_blocks_too_long")
    return blocks


def characters(node: Any) -> int:
    """All that people read in the blocks, counted."""
    if isinstance(node, list):
        return sum(map(characters, node))
    if not isinstance(node, dict):
        return 0
    own = node.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(characters(one) for one in node.values())
