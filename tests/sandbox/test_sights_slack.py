"""Slack's blocks and texts as the page shows them: nothing that the platform describes is left out."""

import json

import pytest

from sandbox.sights.drawn import Drawn
from sandbox.sights.prose import gist
from sandbox.sights.slack_blocks import Blocks
from sandbox.sights.slack_messages import Messages
from sandbox.sights.slack_texts import Reader, mrkdwn, rich, spans
from sandbox.slack.message import Message
from sandbox.town import Town
from tests.sandbox.page_desk import CLAIM, words
from tests.sandbox.slack_schemas import SPECS, needs_specs

PROSE = {"text", "title", "small", "quote", "pre"}
PARTS = PROSE | {"line", "row", "field", "columns", "box", "image", "section", "table", "unknown"}
ELEMENTS = {"button", "menu", "overflow", "line", "area", "date", "time", "moment", "checks", "radios", "files"}
LOOKS = {"", "bold", "italic", "strike", "underline", "code", "mention", "link", "time", "image"}
FREE = {"text": "Words", "url": "https://example.org", "value": "1", "name": "eyes", "timestamp": 1, "format": "{ago}"}


@pytest.fixture
def space():
    made = Town().slack.workspace
    made.add_user("ann", id="UANN")
    made.add_user("bob", id="UBOB")
    made.add_group("leads", ["UBOB"], id="SLEADS")
    return made


def definitions():
    path = SPECS / "slack-views.schema.json"
    return json.loads(path.read_text())["definitions"] if path.exists() else {}


DEFINED = definitions()


def sample(node, depth=0):
    """The smallest thing that a schema describes, with whatever is not required left in to the third level."""
    if "$ref" in node:
        return sample(DEFINED[node["$ref"].rpartition("/")[2]], depth)
    for choice in ("anyOf", "oneOf"):
        if choice in node:
            return sample(node[choice][0], depth)
    if "const" in node or "enum" in node:
        return node.get("const") or node["enum"][0]
    kind = node.get("type")
    if kind == "array":
        return [sample(node["items"], depth + 1)]
    if kind != "object":
        return {"string": "Words", "number": 1, "boolean": True}.get(kind, "Words")
    shown = {name for name in node.get("properties", {}) if depth < 3 or name in node.get("required", ())}
    return {name: FREE.get(name) if name in FREE and "const" not in inner and inner.get("type") in ("string", "number")
            and not (name == "value" and inner["type"] == "number") else sample(inner, depth + 1)
            for name, inner in node.get("properties", {}).items() if name in shown}  # fmt: skip


def leaves(node):
    """The described things that a definition may be, each with a type of its own."""
    if "$ref" in node:
        return leaves(DEFINED[node["$ref"].rpartition("/")[2]])
    if "anyOf" in node:
        return [one for each in node["anyOf"] for one in leaves(each)]
    return [node] if "const" in node.get("properties", {}).get("type", {}) else []


def described(*names):
    """By type, whatever the named definitions may be."""
    return {one["properties"]["type"]["const"]: one for name in names for one in leaves(DEFINED.get(name, {}))}


BLOCKS = described("KnownBlock", "TaskCardBlock")
PRESSED = described("ActionsBlockElement", "SectionBlockAccessory", "ContextActionsBlockElement")
FILLED = described("InputBlockElement")
PIECES = described("RichTextElement")
WORDS = {"type": "plain_text", "text": "Words"}


def seen(parts):
    """All parts and elements, however deep; each is of a kind that the page draws."""
    for one in parts:
        assert one["kind"] in PARTS, one
        yield one
        for span in one.get("spans", ()):
            assert span["look"] in LOOKS, span
        aside = one.get("aside")
        inner = [*one.get("items", ()), one.get("input"), aside if aside and aside["kind"] != "image" else None]
        for element in filter(None, inner):
            assert element["kind"] in ELEMENTS, element
            yield element
        yield from seen(one.get("parts", ()))


@needs_specs
@pytest.mark.parametrize("kind", BLOCKS)
def test_every_block_is_drawn_or_shown_as_unknown(space, kind):
    block = sample(BLOCKS[kind]) | {"type": kind}
    if "elements" in block and kind == "context_actions":
        block["elements"] = [sample(PRESSED["feedback_buttons"])]
    parts = list(seen(Blocks(Reader(space)).parts([block])))
    assert parts
    assert "unknown" not in [one["kind"] for one in parts]


@needs_specs
@pytest.mark.parametrize("kind", PRESSED)
def test_every_element_of_a_message_is_drawn(space, kind):
    if kind == "image":
        (part,) = Blocks(Reader(space)).parts([{"type": "section", "text": WORDS, "accessory": sample(PRESSED[kind])}])
        assert part["aside"]["kind"] == "image"
        return
    found = list(seen(Blocks(Reader(space)).parts([{"type": "actions", "elements": [sample(PRESSED[kind])]}])))
    assert len(found) >= 2
    assert all(one["label"] or one.keys() & {"value", "options"} for one in found[1:])


@needs_specs
@pytest.mark.parametrize("kind", FILLED)
def test_every_element_of_a_form_can_be_filled_in(space, kind):
    block = {"type": "input", "block_id": "b", "label": WORDS, "element": sample(FILLED[kind])}
    (field, element) = seen(Blocks(Reader(space)).parts([block]))
    assert (field["kind"], field["label"], field["name"]) == ("field", "Words", "b")
    assert "value" in element


@needs_specs
@pytest.mark.parametrize("kind", PIECES)
def test_every_piece_of_rich_text_says_something(space, kind):
    piece = sample(PIECES[kind]) | {"style": {"bold": True, "italic": True}}
    section = {"type": "rich_text_section", "elements": [piece]}
    ((part),) = seen(rich({"elements": [section]}, Reader(space)))
    assert all(one["text"] or one["look"] == "time" for one in part["spans"])
    assert all({one["look"], *one.get("also", ())} >= {"bold", "italic"} for one in part["spans"])


@pytest.mark.parametrize("block", [{"type": "hologram", "x": 1}, {"type": "section", "text": 7}, {"type": None}])
def test_what_nobody_knows_is_shown_as_what_it_is(space, block):
    (part,) = seen(Blocks(Reader(space)).parts([block]))
    assert part["kind"] == "unknown"
    assert json.loads(part["json"]) == block


def test_mrkdwn_becomes_looks(space):
    text = (
        "*bold <@UANN>* `a &amp; b` <!date^1700000000^{ago}|then> <https://example.org|why> :eyes: 2*3*4\n&gt; said\n"
        "```\ncode *x*\n```after"
    )
    first, second, third, fourth = mrkdwn(text, Reader(space))
    looks = [(one["text"], one["look"]) for one in first["spans"] if one["text"].strip()]
    assert looks == [("bold ", "bold"), ("@ann", "mention"), ("a & b", "code"), ("then", "time"), ("why", "link"),
                     (" 👀 2*3*4", "")]  # fmt: skip
    assert first["spans"][1]["also"] == ["bold"]
    assert [(one["kind"], words([one])) for one in (second, third, fourth)] == [
        ("quote", "said"), ("pre", "code *x*"), ("text", "after"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("{ago}", [("", "R")]),
        (
            "due {date_short_pretty} at {time}!",
            [("due ", None), ("", "brief pretty"), (" at ", None), ("", "t"), ("!", None)],
        ),
        ("{date} ({ago})", [("", "date"), (" (", None), ("", "R"), (")", None)]),
        ("{time_secs}", [("", "T")]),
        ("{century}", [("fall", None)]),
        ("", [("", "f")]),
    ],
)
def test_a_moment_keeps_its_style_and_the_words_around_it(space, form, shown):
    (part,) = mrkdwn(f"<!date^1700000000^{form}|fall>", Reader(space))
    assert [("" if one["look"] else one["text"], one.get("style")) for one in part["spans"]] == shown
    assert words([part]).count("fall") == 1


@pytest.mark.parametrize(
    ("text", "marked"), [("<@UBOB>", True), ("<@UANN>", False), ("<!subteam^SLEADS>", True), ("<!channel>", True)]
)
def test_what_calls_the_reader_is_marked(space, text, marked):
    (part,) = mrkdwn(text, Reader(space, "UBOB"))
    assert part["spans"][0].get("is_me", False) == marked
    assert "is_me" not in mrkdwn(text, Reader(space))[0]["spans"][0]


def test_a_link_to_a_message_leads_to_its_thread_on_the_page(space):
    room = space.add_channel("desk", ["UANN"])
    home = f"https://{space.domain}.slack.com/archives/{room}/p1700000000000100"
    for text in (f"<{home}>", f"<{home}|#1>", f"<{home}?thread_ts=1700000000.000100&cid={room}|#1>"):
        [span] = spans(text, Reader(space))
        assert (span["room"], span["thread"]) == (room, "1700000000.000100"), text
    assert "room" not in spans("<https://other.slack.com/archives/C1/p1700000000000100>", Reader(space))[0]


def test_hostile_text_stays_text(space):
    hostile = "&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt; <javascript:alert(1)|x> <https://a.example|b>"
    (part,) = mrkdwn(hostile, Reader(space))
    assert [one.get("url") for one in part["spans"] if one["look"]] == ["https://a.example"]
    assert words([part]).startswith("<img src=x onerror=alert(1)></script>")


def test_a_section_has_its_fields_in_columns_and_its_accessory_aside(space):
    block = {"type": "section", "text": WORDS, "fields": [WORDS, WORDS], "accessory": CLAIM}
    (part,) = Blocks(Reader(space)).parts([block])
    assert [one["kind"] for one in part["parts"]] == ["text", "columns"]
    assert len(part["parts"][1]["parts"]) == 2
    assert (part["aside"]["kind"], part["aside"]["label"], part["aside"]["value"]) == ("button", "Claim", "7")


def test_what_is_asked_before_a_press_is_told(space):
    asked = {"title": WORDS, "text": {"type": "mrkdwn", "text": "Really?"}, "confirm": WORDS, "deny": WORDS}
    (row,) = Blocks(Reader(space)).parts([{"type": "actions", "elements": [CLAIM | {"confirm": asked}]}])
    assert row["items"][0]["confirm"]["text"] == "Really?"


def test_what_was_typed_stands_in_the_form(space):
    option = {"text": WORDS, "value": "w"}
    blocks = [
        {"type": "input", "block_id": name, "label": WORDS, "element": {"type": kind, "action_id": "a"} | more}
        for name, kind, more in (
            ("line", "plain_text_input", {"initial_value": "first", "max_length": 9}),
            ("many", "multi_static_select", {"options": [option]}),
            ("date", "datepicker", {"initial_date": "2026-12-24"}),
        )
    ]
    values = {"line": {"a": {"type": "plain_text_input", "value": "typed"}},
              "many": {"a": {"type": "multi_static_select", "selected_options": [option]}}}  # fmt: skip
    fields = [one["input"] for one in Blocks(Reader(space), values).parts(blocks)]
    assert [one["value"] for one in fields] == ["typed", ["w"], "2026-12-24"]
    assert (fields[0]["max"], fields[1]["many"], fields[1]["options"]) == (9, True, [["w", "Words"]])


def test_an_attachment_is_a_box_with_all_that_it_holds(space):
    message = Message("1.1", "C1", "UANN", "see")
    message.attachments = [
        {"pretext": "Before", "title": "Title", "title_link": "https://example.org", "text": "*Text*",
         "color": "36a64f", "fields": [{"title": "F", "value": "V"}],
         "image_url": "https://example.org/i.png", "footer": "Foot"}
    ]  # fmt: skip
    _, box = Messages(space, Drawn()).parts(message, "")
    assert box["color"] == "#36a64f"
    assert [one["kind"] for one in box["parts"]] == ["text", "title", "text", "columns", "image", "small"]
    assert gist([box]) == "Before Title Text F V Foot"


def test_a_message_that_did_not_change_is_drawn_once(space):
    drawn = Drawn()
    messages, one = Messages(space, drawn), Message("1.1", "C1", "UANN", "see")
    first = messages.parts(one, "UBOB")
    assert messages.parts(one, "UBOB") is first
    one.text = "seen"
    assert words(messages.parts(one, "UBOB")) == "seen"
    drawn.fresh("names")
    assert messages.parts(one, "UBOB") is not first
