"""The reply token: 128 bits that nobody guesses, bound to one ticket and one recipient."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from bot.config import Secret
from bot.tokens import Tokens, redacted

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
