"""The reply token: 128 bits that nobody guesses, bound to one ticket and one recipient."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Secret
from bot.tokens import SHAPE, Tokens, claims, redacted

OLD, NEW = (("a", Secret(base64.b64encode(b"a" * 32).decode())), ("b", Secret(base64.b64encode(b"b" * 32).decode())))
TOKENS = Tokens((NEW, OLD))
PEOPLE = ("ann@example.org", "max@example.net")


@given(st.integers(1, 10**9), st.sampled_from(PEOPLE))
def test_what_was_signed_verifies_for_its_recipient_only(number, recipient):
    address = f"support+{TOKENS.sign(number, recipient)}@desk.example"
    assert TOKENS.verify(address, (recipient,)) == (number, recipient)
    assert TOKENS.verify(address.upper(), (recipient.upper(),)) == (number, recipient.upper())
    assert TOKENS.verify(address, tuple(one for one in PEOPLE if one != recipient)) is None


@given(st.text(max_size=300))
def test_no_text_verifies_by_chance(text):
    assert TOKENS.verify(text, PEOPLE) is None


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26))
def test_no_guessed_tag_verifies(tag):
    assert TOKENS.verify(f"support+b16.{tag}@desk.example", PEOPLE) is None


def test_an_old_key_still_verifies_and_a_removed_one_does_not():
    signed = Tokens((OLD,)).sign(42, PEOPLE[0])
    assert TOKENS.verify(signed, PEOPLE) == (42, PEOPLE[0])
    assert Tokens((NEW,)).verify(signed, PEOPLE) is None


def test_tokens_are_blotted_out_of_what_people_read():
    assert redacted(f"support+{TOKENS.sign(42, PEOPLE[0])}@x") == "support+[reply token]@x"


@pytest.mark.parametrize("odd", ["\u017f", "\u0130", "\u0131", "\u212a"], ids=ascii)
def test_a_letter_that_is_ours_only_without_case_makes_no_token_and_harms_nobody(odd):
    for text in (f"a{odd}.{'a' * 26}", f"a1.{odd}{'a' * 25}", f"{odd}1.{'a' * 26}"):
        assert (claims(text), TOKENS.verify(text, PEOPLE), redacted(text)) == ([], None, text)


@given(st.lists(st.sampled_from(["a1", "B", ".", "a" * 26, "Q7" * 13, "z" * 25, "8", "\u212a", "\u017f", "@", " "])))
def test_whatever_has_the_shape_of_a_token_is_blotted_out(pieces):
    text = "".join(pieces)
    assert redacted(text) == SHAPE.sub("[reply token]", text)
