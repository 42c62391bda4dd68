"""Mails made to break a reader: each is a letter within seconds, and what cannot be shown is said."""

import time

import pytest

from adapters.mail.parse import letter

FROM = b"From: ann@example.org\r\nContent-Type: "
HTML = FROM + b"text/html\r\n\r\n"
MIXED = FROM + b"multipart/mixed; boundary=b\r\n\r\n"
POISON = {
    "empty": b"",
    "only NULs": b"\x00" * 100_000,
    "control characters": b"From: ann@example.org\r\n\r\n" + b"\x00\x01" * 2_000_000,
    "one line of 20 MB": b"From: ann@example.org\r\n\r\n" + b"x" * 20_000_000,
    "base64 of 10 MB": FROM + b"a/b\r\nContent-Transfer-Encoding: base64\r\n\r\n" + (b"A" * 76 + b"\r\n") * 130_000,
    "base64 with junk": FROM + b"text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSG%k=!",
    "100,000 parts": MIXED + b"--b\r\n\r\nx\r\n" * 100_000,
    "boundaries that begin alike": MIXED + b"".join(b"--b%d\r\n" % number for number in range(100_000)),
    "a mail in a mail, a hundred times": FROM
    + b"message/rfc822\r\n\r\n"
    + b"Content-Type: message/rfc822\r\n\r\n" * 100,
    "parts of other places": FROM + b'message/external-body; access-type=local-file; name="/etc/passwd"\r\n\r\n\r\n',
    "200,000 headers": b"".join(b"X-%d: y\r\n" % number for number in range(200_000)) + b"\r\nhi",
    "a header of 5 MB": b"Subject: " + b"x" * 5_000_000 + b"\r\n\r\nhi",
    "a header folded a million times": b"Subject: x" + b"\r\n y" * 1_000_000 + b"\r\n\r\nhi",
    "quotes without end": b"From: " + b'\\"' * 8_000 + b"\r\n\r\nx",
    "a name without end": b"From: " + b"a" * 16_000 + b" <ann@example.org>\r\n\r\nx",
    "parameters without end": FROM + b"text/plain" + b"; x=y" * 4_000 + b"\r\n\r\nhi",
    "semicolons": FROM + b"text/plain; " + b";" * 100_000 + b"\r\n\r\nhi",
    "ids without end": b"References: " + b"<a@b>" * 50_000 + b"\r\n\r\nhi",
    "on … wrote": b"\r\n" + b"on x at y wrote " * 12_000,
    "HTML of 2 MB": HTML + b"<p>hello <b>x</b></p>" * 100_000,
    "deep HTML": HTML + b"<div>" * 100_000,
    "deep HTML of unknown tags": HTML + b"<x>" * 100_000,
    "deep lists": HTML + b"<ul><li>" * 50_000,
    "deep and hidden": HTML + b"<div style='display:none'>" * 1_900 + b"x",
    "styles that never end": HTML + b"<div>" * 9_000 + b"<style>" * 50_000,
}


@pytest.mark.parametrize("name", POISON)
def test_poison_is_read_within_five_seconds(name):
    begun = time.monotonic()
    read = letter(POISON[name])

    assert time.monotonic() - begun < 5
    assert read.message_id
    assert len(read.subject) <= 500


def test_nothing_of_the_machine_is_opened_for_an_external_body():
    read = letter(POISON["parts of other places"])

    assert all(b"root:" not in file.content for file in read.attachments)


def test_base64_with_junk_is_read_leniently():
    assert letter(POISON["base64 with junk"]).text.startswith("Hi")


def test_a_deep_page_hides_its_styles_and_keeps_its_words():
    raw = HTML + b"<div>" * 5_000 + b"<style>p{}</style>words"

    assert letter(raw).text == "words"
