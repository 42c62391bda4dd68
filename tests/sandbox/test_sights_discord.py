"""Discord's markdown, embeds, components and modals as the page shows them: nothing is left out."""

import json

import pytest

from sandbox.sights import discord_commands
from sandbox.sights.discord_parts import Parts
from sandbox.sights.discord_texts import Reader, markdown, spans
from sandbox.town import Town
from tests.sandbox.page_desk import words
from tests.sandbox.test_sights_slack import seen

BUTTON = {"type": 2, "style": 1, "label": "Claim", "custom_id": "claim"}
OPTION = {"label": "One", "value": "1", "description": "the first", "emoji": {"name": "🥇"}, "default": True}
MENU = {"type": 3, "custom_id": "more", "placeholder": "More …", "options": [OPTION]}
TEXT = {"type": 10, "content": "# Words"}
MEDIA = {"media": {"url": "https://example.org/i.png"}, "description": "a picture"}
INPUT = {"type": 4, "custom_id": "text", "style": 2, "label": "Text", "max_length": 100, "value": "Dear"}
COMPONENTS = {
    1: {"type": 1, "components": [BUTTON, BUTTON | {"style": 5, "url": "https://example.org"}]},
    2: BUTTON,
    3: MENU,
    4: INPUT,
    **{kind: {"type": kind, "custom_id": "who", "max_values": 2} for kind in (5, 6, 7, 8)},
    9: {"type": 9, "components": [TEXT], "accessory": {"type": 11} | MEDIA},
    10: TEXT,
    11: {"type": 11} | MEDIA,
    12: {"type": 12, "items": [MEDIA, MEDIA | {"spoiler": True}]},
    13: {"type": 13, "file": {"url": "attachment://log.txt"}},
    14: {"type": 14, "divider": True},
    15: {"type": 15},
    16: {"type": 16, "x": 1},
    17: {"type": 17, "accent_color": 255, "components": [TEXT, {"type": 1, "components": [BUTTON]}]},
    18: {"type": 18, "label": "Files", "description": "what happened", "component": {"type": 19, "custom_id": "files"}},
    19: {"type": 19, "custom_id": "files", "max_values": 3},
    20: {"type": 20},
    21: {"type": 21, "custom_id": "one", "options": [OPTION]},
    22: {"type": 22, "custom_id": "some", "options": [OPTION]},
    23: {"type": 23, "custom_id": "yes"},
}
UNDESCRIBED = (15, 16, 20)


@pytest.fixture
def world():
    made = Town().discord.world
    leads = made.guild.add_role("Leads", mentionable=True)
    made.guild.add_member("Ann")
    made.guild.add_member("Sue", [leads])
    made.guild.add_text("help")
    return made


def person(world, name):
    return next(one.id for one in world.guild.users.values() if one.name == name)


@pytest.mark.parametrize("kind", COMPONENTS)
def test_every_component_is_drawn_or_shown_as_unknown(world, kind):
    parts = list(seen(Parts(Reader(world)).components([COMPONENTS[kind]])))
    assert parts
    assert ("unknown" in [one["kind"] for one in parts]) == (kind in UNDESCRIBED)
    if kind in UNDESCRIBED:
        assert json.loads(parts[0]["json"]) == COMPONENTS[kind]


@pytest.mark.parametrize("broken", [{"type": 17}, {"type": 9, "components": 7}, {"type": 10}, {}])
def test_a_component_of_another_shape_is_shown_as_what_it_is(world, broken):
    (part,) = Parts(Reader(world)).components([broken])
    assert (part["kind"], json.loads(part["json"])) == ("unknown", broken)


def test_an_embed_is_shown_whole(world):
    embed = {
        "author": {"name": "Author", "url": "https://a.example"}, "title": "Title", "url": "https://t.example",
        "description": "**Text**", "color": 255, "timestamp": "2026-11-22T12:00:00+00:00", "footer": {"text": "Foot"},
        "fields": [{"name": "A", "value": "1", "inline": True}, {"name": "B", "value": "2", "inline": True},
                   {"name": "Late", "value": "<t:1700000000:R>"}],
        "image": {"url": "attachment://i.png"}, "thumbnail": {"url": "https://example.org/t.png"},
        "provider": {"name": "Provider"},
    }  # fmt: skip
    box = Parts(Reader(world), {"i.png": "/file/discord/7"}).embed(embed)
    (section,) = box["parts"]
    assert (box["color"], section["aside"]["url"]) == ("#0000ff", "https://example.org/t.png")
    assert [one["kind"] for one in section["parts"]] == [
        "small", "small", "title", "text", "columns", "text", "image", "small",
    ]  # fmt: skip
    assert section["parts"][2]["spans"][0]["url"] == "https://t.example"
    assert section["parts"][6]["url"] == "/file/discord/7"
    assert [one["look"] for one in section["parts"][-1]["spans"]] == ["", "", "time"]
    assert list(seen([box]))


def test_a_menu_of_people_lists_them_and_keeps_what_was_chosen(world):
    ann = str(person(world, "Ann"))
    menu = {"type": 5, "custom_id": "who", "placeholder": "Assign", "default_values": [{"id": ann, "type": "user"}]}
    (row,) = Parts(Reader(world)).components([{"type": 1, "components": [menu]}])
    (element,) = row["items"]
    assert (element["label"], element["value"], element["many"]) == ("Assign", ann, False)
    assert [ann, "Ann"] in element["options"]
    (row,) = Parts(Reader(world)).components([MENU])
    assert (row["items"][0]["options"], row["items"][0]["value"]) == ([["1", "🥇 One", "the first"]], "1")


def test_a_modal_asks_in_rows_and_in_labels(world):
    modal = [{"type": 1, "components": [INPUT]}, COMPONENTS[18], TEXT]
    text, files, title = Parts(Reader(world)).components(modal)
    assert (text["kind"], text["label"], text["name"], text["optional"]) == ("field", "Text", "text", False)
    assert (text["input"]["kind"], text["input"]["value"], text["input"]["max"]) == ("area", "Dear", 100)
    assert (files["label"], files["hint"], files["input"]["kind"]) == ("Files", "what happened", "files")
    assert title["kind"] == "title"


def test_markdown_becomes_looks(world):
    text = f"**bold <@{world.bot.id}>** `x` <t:1700000000:R> [why](https://example.org) \\*plain\\*\n-# small\n> said"
    first, *others = markdown(text, Reader(world))
    looks = [(one["text"], one["look"]) for one in first["spans"] if one["text"].strip() or one["look"]]
    assert looks == [("bold ", "bold"), ("@deskbell", "mention"), ("x", "code"), ("", "time"), ("why", "link"),
                     ("*", ""), ("plain", ""), ("*", "")]  # fmt: skip
    assert [(one["kind"], words([one])) for one in others] == [("small", "small"), ("quote", "said")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# One\n## Two\nthree", [("title", "One"), ("title", "Two"), ("text", "three")]),
        ("- a\n  - b\n2. c", [("text", "• a"), ("text", "◦ b"), ("text", "2. c")]),
        ("> a\n> b\nc", [("quote", "a\nb"), ("text", "c")]),
        ("a\n>>> b\nc\n> d", [("text", "a"), ("quote", "b\nc\n> d")]),
        ("a\n```py\nx = '**1**'\n# no\n```\nb", [("text", "a"), ("pre", "x = '**1**'\n# no"), ("text", "b")]),
        ("``` >>> x ```", [("pre", " >>> x ")]),
        ("#no -no >", [("text", "#no -no >")]),
        ("", []),
        ("a\n\nb", [("text", "a\n\nb")]),
    ],
)
def test_lines_become_paragraphs(world, text, shown):
    assert [(one["kind"], words([one])) for one in markdown(text, Reader(world))] == shown


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("||boo||", [["spoiler"]]),
        ("***both***", [["bold", "italic"]]),
        ("__under__ ~~gone~~", [["underline"], [""], ["strike"]]),
        ("<https://example.org/a>", [["link"]]),
        ("see https://example.org/a.", [[""], ["link"], [""]]),
        ("[a **b**](https://example.org)", [["link"], ["link", "bold"]]),
        ("[x](javascript:alert)", [[""]]),
        ("</ticket claim:123>", [["mention"]]),
        ("a_b_c 2*3*4", [[""]]),
    ],
)
def test_marks_become_looks(world, text, looks):
    (part,) = markdown(text, Reader(world))
    assert [[one["look"], *one.get("also", ())] for one in part["spans"]] == looks


def test_what_calls_the_reader_is_marked(world):
    sue, ann = person(world, "Sue"), person(world, "Ann")
    leads = next(one.id for one in world.guild.roles.values() if one.name == "Leads")
    for text, marked in ((f"<@{sue}>", True), (f"<@&{leads}>", True), (f"<@{ann}>", False)):
        (part,) = markdown(text, Reader(world, sue))
        assert part["spans"][0].get("is_me", False) == marked
    for is_loud in (True, False):
        (part,) = markdown("@everyone", Reader(world, sue, is_loud))
        assert (part["spans"][0]["look"] == "mention") == is_loud


def test_a_link_into_the_server_leads_to_its_room_on_the_page(world):
    room = next(iter(world.guild.channels))
    url = f"https://discord.com/channels/{world.guild.id}/{room}"
    for text in (url, f"[#1]({url})", f"<#{room}>"):
        [span] = spans(text, Reader(world))
        assert (span["room"], span["thread"]) == (str(room), ""), text
    assert "room" not in spans("https://discord.com/channels/1/2", Reader(world))[0]
    assert "room" not in spans("<#404>", Reader(world))[0]


def test_hostile_text_stays_text(world):
    hostile = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
    (part,) = markdown(hostile, Reader(world))
    assert (words([part]), {one["look"] for one in part["spans"]}) == (hostile, {""})


def test_commands_are_told_by_the_line_that_is_typed():
    option = {"type": 4, "name": "number", "description": "Which", "required": True, "min_value": 1}
    group = {"type": 2, "name": "set", "options": [{"type": 1, "name": "owner", "options": [option]}]}
    commands = [{"type": 1, "name": "ticket", "options": [group]}, {"type": 1, "name": "ping", "description": "Pong"},
                {"type": 3, "name": "Split"}]  # fmt: skip
    ping, owner = discord_commands.lines(commands)
    assert (ping["name"], ping["options"], owner["name"]) == ("ping", [], "ticket set owner")
    assert (owner["options"][0]["kind"], owner["options"][0]["min"]) == ("whole", 1)
