"""How text is taken apart for the index of words, in the languages that our customers write."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.snippets import cut
from bot.terms import found_at, terms, wanted


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("The VPN is down!", "the vpn is down"),
        ("Müller, Straße, GRÖSSE", "muller strasse grosse"),
        ("l’imprimante là-bas, cœur", "l imprimante la bas coeur"),
        ("ann@example.org", "ann example org"),
        ("0x80070005 E-1234", "0x80070005 e 1234"),
        ("日本語です。", "日本 本語 語で です す"),
        ("VPNが切れた", "vpn が切 切れ れた た"),
        ("ﾊﾟｿｺﾝ パソコン", "パソ ソコ コン ン パソ ソコ コン ン"),
        ("打印机坏了", "打印 印机 机坏 坏了 了"),
        ("猫", "猫"),
        ("smørrebrød İstanbul", "smorrebrod istanbul"),
        ("e\u0301te\u0301", "ete"),
        ("*** \"' NEAR() --", "near"),
        ("", ""),
    ],
)
def test_a_text_is_taken_apart_into_folded_terms(text, apart):
    assert terms(text) == apart.split()


@pytest.mark.parametrize("said", ["Müller", "Mueller", "MULLER"])
@pytest.mark.parametrize("asked", ["Müller", "mueller"])
def test_an_umlaut_is_found_however_it_is_spelled(said, asked):
    assert found_at(f"Herr {said} ruft an", (wanted(asked),)) == [(5, 5 + len(said))]


def test_a_word_is_looked_for_by_its_beginning_and_a_quoted_one_as_it_stands():
    assert wanted("print").spellings[0].is_open
    assert not wanted("print", is_exact=True).spellings[0].is_open
    assert not wanted("an").spellings[0].is_open


def test_what_holds_no_letter_is_nothing_to_look_for():
    assert wanted("!!! -- *") is None


@given(st.text())
def test_terms_are_letters_and_digits_alone(text):
    for term in terms(text):
        assert not re.search(r"[^a-z0-9\x80-\U0010ffff]|\s", term)


@given(st.text(max_size=40))
def test_what_was_said_is_found_by_its_own_words(text):
    asked, said = wanted(text, is_exact=True), terms(text)
    if asked:
        row = asked.spellings[0].terms
        starts = [at for at in range(len(said)) if said[at : at + len(row) - 1] == list(row[:-1])]
        assert any(said[at + len(row) - 1].startswith(row[-1]) for at in starts if at + len(row) <= len(said))


def test_a_snippet_begins_a_little_before_and_marks_what_was_found():
    text = "word " * 30 + "the printer is on fire " + "more " * 60
    pieces = cut(text.strip(), found_at(text, (wanted("printer"),)))

    said = "".join(piece for piece, _ in pieces)
    assert said.startswith("…word")
    assert said.endswith("…")
    assert len(said) < 170
    assert [piece for piece, is_hit in pieces if is_hit] == ["printer"]
