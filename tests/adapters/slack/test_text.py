"""Text in and out: encoded once, decoded once, and nothing that people write is alive afterwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import rich, text
from sandbox.slack import mentions

HOSTILE = [
    "<!channel>",
    "<!here|here>",
    "<@U1>",
    "<!subteam^S1>",
    "<http://evil.example|bank.example>",
    "&lt;!channel&gt;",
    "@everyone @channel",
    "*bold* _it_ ~no~ `code` ```fence",
    "‮rtl ​zero‍width",
    "{0.__class__} {{7*7}} %(x)s",
    "😀" * 50,
]


@pytest.mark.parametrize("words", HOSTILE)
def test_encoded_words_mention_nobody_and_come_back_as_they_were(words):
    assert mentions.in_text(text.encode(words)) == []
    assert text.decode(text.encode(words)) == words


@given(st.text())
def test_decoding_undoes_encoding(words):
    assert text.decode(text.encode(words)) == words


@given(st.text(alphabet="<>&!@|^#Uchanelhtps:/. "))
def test_no_encoded_text_is_alive(words):
    assert mentions.in_text(mentions.stored(text.encode(words))) == []


@given(st.text(alphabet="htps:/.exa <>|@&!\n") | st.text())
def test_rich_pieces_hold_every_character_once_and_mention_nobody(words):
    pieces = rich.pieces(words)
    assert "".join(one.get("text") or one["url"] for one in pieces) == words
    assert {one["type"] for one in pieces} <= {"text", "link"}
    assert all("text" not in one for one in pieces if one["type"] == "link")


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("<@U1> knows", "@ann knows"),
        ("<@U2|bob> knows", "@bob knows"),
        ("<@U3>", "@U3"),
        ("see <#C1|general>", "see #general"),
        ("<!subteam^S1|@agents>", "@agents"),
        ("<!channel>", "@channel"),
        ("<https://example.org>", "https://example.org"),
        ("<http://example.org|example.org>", "http://example.org"),
        ("<https://evil.example|bank.example>", "bank.example (https://evil.example)"),
        ("<mailto:a@example.org|a@example.org>", "a@example.org"),
        ("<!date^1760000000^{date}|9 Oct 2025>", "9 Oct 2025"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ],
)
def test_what_slack_sends_is_read_as_a_person_reads_it(raw, plain):
    assert text.decode(raw, {"U1": "ann"}) == plain


def test_who_is_mentioned_is_found_once_each():
    assert text.mentioned("<@U1> <@U2|b> <@U1> &lt;@U3&gt; <#C1>") == ["U1", "U2"]


def test_a_cut_text_never_passes_its_length():
    assert text.cut("abc", 3) == "abc"
    assert text.cut("abcd", 3) == "ab…"
    assert text.one_line("a\n b\t c", 10) == "a b c"


def test_only_slacks_people_and_groups_can_be_pinged():
    assert rich.ping("slack:@U1") == {"type": "user", "user_id": "U1"}
    assert rich.ping("slack:group:S1") == {"type": "usergroup", "usergroup_id": "S1"}
    for place in ("slack:C1", "discord:@1", "mail:a@example.org", "discord:role:1"):
        assert rich.ping(place) is None
