"""Encoding, decoding and pinging: the rules that keep a stranger's text from calling the whole room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.slack import composer, mentions


@given(st.text())
def test_decoding_takes_back_encoding_and_encoded_text_never_pings(text):
    assert mentions.decode(mentions.encode(text)) == text
    assert mentions.in_text(mentions.encode(text)) == []


@given(st.text(alphabet="<>&!@#|;ampltgUC1channel ^"))
def test_what_is_stored_is_stored_again_unchanged(text):
    assert mentions.stored(mentions.stored(text)) == mentions.stored(text)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("<!channel> <!here> <!everyone>", ["channel", "here", "everyone"]),
        ("<@U1> <@U1|ann> <@W2>", ["U1", "W2"]),
        ("<!subteam^S1> <!subteam^S2|@agents>", ["S1", "S2"]),
        ("<!here|here>", ["here"]),
        ("&lt;!channel&gt; @channel !here", []),
        ("<!date^1760000000^{date_short}|then> <#C1> <https://a.example/>", []),
        ("`<!channel>`", ["channel"]),
    ],
)
def test_who_a_text_pings(text, who):
    assert mentions.in_text(text) == who


def test_rich_text_pings_by_its_elements_and_plain_text_never():
    words = [
        {"type": "user", "user_id": "U1"},
        {"type": "broadcast", "range": "here"},
        {"type": "text", "text": "<@U2>"},
    ]
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": words}]}]
    blocks.append({"type": "header", "text": {"type": "plain_text", "text": "<!channel>"}})
    assert list(mentions.in_blocks(blocks)) == ["U1", "here"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("&lt; stays &amp; so", "&lt; stays &amp; so"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("<!channel> <http://a.example|b>", "<!channel> <http://a.example|b>"),
    ],
)
def test_stray_signs_are_stored_encoded_and_live_ones_live(text, kept):
    assert mentions.stored(text) == kept


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("*tried* it", [("tried", "bold"), (" it", "")]),
        (
            "`ping *x*` says _no_, ~maybe~",
            [("ping *x*", "code"), (" says ", ""), ("no", "italic"), (", ", ""), ("maybe", "strike")],
        ),
        ("2*3*4, snake_case_name, * one *", [("2*3*4, snake_case_name, * one *", "")]),
        ("&lt;*b*&gt;", [("<", ""), ("b", "bold"), (">", "")]),
    ],
)
def test_what_is_typed_between_marks_is_rich_text(typed, pieces):
    (section,) = composer.rich_text(typed)[0]["elements"]
    assert [(one["text"], next(iter(one.get("style", {})), "")) for one in section["elements"]] == pieces
