"""The block table against the published schema: what Slack documents is taken, and both agree on it."""

import pytest

from sandbox.slack.blocks import faults
from sandbox.slack.shown import visible_text
from sandbox.slack.surface import refuse_view
from tests.sandbox.slack_schemas import block_faults, needs_specs, view_faults


def plain(text="x"):
    return {"type": "plain_text", "text": text, "emoji": True}


def marked(text="x"):
    return {"type": "mrkdwn", "text": text}


def option(value="v", **more):
    return {"text": plain("t" + value), "value": value, **more}


def asked(element, **more):
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def rich(*words):
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(words)}]}


CONFIRM = {"title": plain("Sure?"), "text": marked("Really"), "confirm": plain("Yes"), "deny": plain("No")}
MENUS = [
    {"type": "static_select", "action_id": "a", "placeholder": plain(), "options": [option()]},
    {"type": "multi_static_select", "action_id": "b", "options": [option("1"), option("2")], "max_selected_items": 2},
    {
        "type": "static_select",
        "action_id": "c",
        "option_groups": [{"label": plain("Queue"), "options": [option()]}],
        "initial_option": option(),
    },
    {"type": "external_select", "action_id": "d", "min_query_length": 1},
    {"type": "users_select", "action_id": "e", "initial_user": "U1"},
    {"type": "multi_users_select", "action_id": "f"},
    {"type": "conversations_select", "action_id": "g", "default_to_current_conversation": True},
    {"type": "channels_select", "action_id": "h"},
]
PICKERS = [
    {"type": "datepicker", "action_id": "i", "initial_date": "2026-11-22"},
    {"type": "timepicker", "action_id": "j", "initial_time": "09:00"},
    {"type": "datetimepicker", "action_id": "k", "initial_date_time": 1760000000},
    {"type": "radio_buttons", "action_id": "l", "options": [option()]},
    {"type": "checkboxes", "action_id": "m", "options": [option(description=plain("more"))]},
    {"type": "overflow", "action_id": "n", "options": [option("1"), option("2")]},
    {"type": "button", "action_id": "o", "text": plain("Go"), "value": "v", "style": "danger", "confirm": CONFIRM},
    {"type": "button", "action_id": "p", "text": plain("See"), "url": "https://example.com/"},
]
INPUTS = [
    {"type": "plain_text_input", "action_id": "a", "multiline": True, "max_length": 3000, "initial_value": "x"},
    {"type": "email_text_input", "action_id": "a", "placeholder": plain()},
    {"type": "url_text_input", "action_id": "a"},
    {"type": "number_input", "action_id": "a", "is_decimal_allowed": False, "min_value": "1"},
    {"type": "rich_text_input", "action_id": "a"},
    {"type": "file_input", "action_id": "a", "max_files": 3},
]
MESSAGE = {
    "section": {"type": "section", "text": marked("*x*"), "fields": [plain(), marked()], "expand": True},
    "section with picture": {
        "type": "section",
        "text": marked(),
        "accessory": {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"},
    },
    "divider": {"type": "divider"},
    "header": {"type": "header", "text": plain("Head")},
    "context": {"type": "context", "elements": [plain(), marked()]},
    "image": {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a", "title": plain()},
    "menus": {"type": "actions", "elements": MENUS},
    "pickers": {"type": "actions", "elements": PICKERS},
    "markdown": {"type": "markdown", "text": "**x**"},
    "rich text": rich(
        {"type": "text", "text": "Hello ", "style": {"bold": True}},
        {"type": "user", "user_id": "U1"},
        {"type": "link", "url": "https://example.com/", "text": "there"},
        {"type": "emoji", "name": "eyes"},
        {"type": "broadcast", "range": "here"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "date", "timestamp": 1760000000, "format": "{date_short}", "fallback": "then"},
    ),
    "list": {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_list", "style": "bullet", "elements": rich({"type": "text", "text": "x"})["elements"]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "code"}]},
        ],
    },
    "table": {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}, rich({"type": "text", "text": "b"})]]},
    "input": asked({"type": "plain_text_input", "action_id": "a"}, optional=True, hint=plain("hint")),
}


@pytest.mark.parametrize("block", MESSAGE.values(), ids=MESSAGE)
def test_what_slack_documents_for_messages_is_taken(block):
    assert list(faults([block], "message")) == []


@needs_specs
@pytest.mark.parametrize("block", MESSAGE.values(), ids=MESSAGE)
def test_the_published_schema_agrees(block):
    assert block_faults([block]) == []


@pytest.mark.parametrize("element", INPUTS + MENUS + PICKERS[:5], ids=lambda one: one["type"])
def test_every_input_is_taken_in_a_form(element):
    view = {"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": [asked(element)]}
    assert refuse_view(view, "modal")


@needs_specs
@pytest.mark.parametrize("element", INPUTS + MENUS + PICKERS[:5], ids=lambda one: one["type"])
def test_the_published_schema_agrees_on_forms(element):
    view = {"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": [asked(element)]}
    assert view_faults(view) == []


@needs_specs
@pytest.mark.parametrize(
    "block",
    [
        {"type": "sectoin"},
        {"type": "section", "text": {"text": "no type"}},
        {"type": "header", "text": marked()},
        {"type": "section", "text": plain("x" * 3001)},
    ],
)
def test_the_published_schema_finds_what_is_wrong(block):
    assert block_faults([block])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("section", "*x*\nx\nx"),
        ("header", "Head"),
        ("context", "x x"),
        ("image", "x"),
        ("rich text", "Hello @annthere:eyes:@here@agentsthen"),
        ("list", "x\nsaid\ncode"),
        ("table", "a b"),
        ("input", "Label\nhint"),
        ("divider", ""),
    ],
)
def test_blocks_are_read_like_a_person_reads_them(name, text):
    names = {"U1": "ann", "S1": "agents"}
    assert visible_text([MESSAGE[name]], names.__getitem__) == text
