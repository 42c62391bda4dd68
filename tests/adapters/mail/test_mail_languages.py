"""Who writes a mail is spoken to in its language: as its header names it, else as its words tell."""

import pytest

from bot.phrasebook import PHRASES
from tests.adapters.mail.mails import mail
from tests.adapters.test_guessing import SAID
from tests.conftest import ANN

PGP = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA6dQX5vS3s1FAQf\r\n=abcd\r\n-----END PGP MESSAGE-----"


@pytest.fixture
def language(take, history):
    """In which the ticket of a raw mail is spoken."""
    return lambda raw: history(take(raw).ticket)[0].language


def test_a_french_mail_is_acknowledged_in_french(take, carry, wire):
    take(mail(text=SAID["fr"], Content_Type="text/plain; charset=utf-8"))
    carry()
    assert wire.said(ANN.place) == [PHRASES["fr"].acknowledged.replace("{number}", "1")]


def test_its_header_goes_before_its_words(language):
    assert language(mail(text=SAID["en"], Content_Language="de-CH")) == "de"


@pytest.mark.parametrize("told", ["de, en", "x" * 400, "-", "=?utf-8?q?=00?=", "i'm here"])
def test_a_header_that_names_no_one_language_says_nothing(language, told):
    assert language(mail(text=SAID["en"], Content_Language=told)) == "en"


def test_what_it_quotes_is_not_its_own_language(language):
    quoted = "\r\n".join(f"> {SAID['en']}" for _ in range(9))
    text = f"{SAID['fr']}\r\n\r\nOn Mon, Jun 1, 2026 at 9:00 Bob wrote:\r\n{quoted}"
    assert language(mail(text=text, Subject="Re: VPN", Content_Type="text/plain; charset=utf-8")) == "fr"


def test_nobody_guesses_the_language_of_what_came_encrypted(language):
    assert language(mail(text=f"{SAID['en']}\r\n\r\n{PGP}")) == ""


def test_few_words_are_no_language(language):
    assert language(mail()) == ""
