"""Text in and out: nothing that others wrote pings, formats or hides a link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.text import QUIET, clip, decode, encode, pieces, quote, size
from sandbox.discord.pings import ALL, ROLE, USER

HOSTILE = [
    "@everyone", "@here", "<@80>", "<@!80>", "<@&118>", "<#118>", "<:smile:1>", "</ticket:1>", "<t:1:R>", "<id:home>",
    "[bank](https://evil.example)", "**bold**", "__under__", "~~gone~~", "||spoiler||", "`code`", "```py\nx\n```",
    "> quote", ">>> all", "# big", "-# small", "- item", "+ item", "* item", "1. item", "\\@everyone",
    "@\u200beveryone", "<http://evil|bank.com>", "\u202egnp.exe", "مرحبا @here", "🙂@everyone", "@EVERYONE",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_mentions_nobody(text):
    shown = encode(text)
    assert not any(pattern.search(shown) for pattern in (USER, ROLE, ALL))
    assert not any(pattern.search(quote(text)) for pattern in (USER, ROLE, ALL))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold**", "\\*\\*bold\\*\\*"),
        ("[bank](https://evil.example/a_b)", "\\[bank\\](https://evil.example/a_b)"),
        ("HTTPS://a.example/[bank](https://evil.example)", "HTTPS://a.example/\\[bank\\](https://evil.example)"),
        ("see https://a.example/b_c_d", "see https://a.example/b_c_d"),
        ("# big", "\\# big"),
        ("a # b", "a # b"),
        ("1. one\n2) two", "1\\. one\n2\\) two"),
        ("- item\n  + item", "\\- item\n  \\+ item"),
        ("a-b 3.5", "a-b 3.5"),
        ("a\r\nb\x00\x1b[31m", "a\nb\\[31m"),
        ("\u202egnp.exe", "gnp.exe"),
        ("ann@example.org", "ann@example.org"),
        ("it@2024", f"it@{QUIET}2024"),
        ("https://a.example @here", f"https://a.example @{QUIET}here"),
        ("🙂 مرحبا", "🙂 مرحبا"),
    ],
)
def test_text_is_shown_as_it_is(text, shown):
    assert encode(text) == shown


@given(st.text(alphabet=st.sampled_from("@<>!&#everyonhr0189 \n`*_|~[]():/\\.-htps\u200b🙂"), max_size=200))
def test_no_text_whatever_mentions_anybody(text):
    shown = encode(text)
    assert not USER.search(shown)
    assert not ROLE.search(shown)
    assert not ALL.search(shown)


@given(st.text(max_size=400), st.integers(10, 200))
def test_what_is_clipped_is_within_its_length(text, limit):
    assert size(clip(text, limit)) <= limit


@given(st.text(max_size=600), st.integers(20, 100))
def test_pieces_are_within_their_length_and_lose_no_word(text, limit):
    found = pieces(text, encode, limit)
    assert all(size(piece) <= limit for piece in found)
    plain = "".join(pieces(text, str, 10_000))
    assert "".join("".join(pieces(text, str, limit)).split()) == "".join(plain.split())


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        ("hi <@80> and <@!81>", "hi @Ann and @81"),
        ("<@&118> look at <#7>", "@agents look at #7"),
        ("<:party:123> <a:dance:4>", ":party: :dance:"),
        ("</ticket claim:99>", "/ticket claim"),
        ("<t:0:R>", "1970-01-01 00:00 UTC"),
        ("<https://a.example/b>", "https://a.example/b"),
        ("**bold** stays", "**bold** stays"),
        ("<t:999999999999>", "999999999999"),
    ],
)
def test_what_people_write_is_read_as_plain_text(content, plain):
    assert decode(content, {"80": "Ann", "118": "agents"}) == plain
