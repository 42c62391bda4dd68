"""Signed mail that comes in: who signed it, as far as we know, and whether it is what was signed."""

import asyncio
import re
from datetime import timedelta

import pysequoia
import pytest

from adapters.mail.child import spoken
from adapters.mail.keys import locksmith, opening, pgp
from adapters.mail.keys.locksmith import Task
from adapters.mail.keys.locksmith import look as looked
from adapters.mail.parse import letter
from bot.config import Queue
from tests.adapters.mail.keys.people import (
    NOW,
    PAST,
    TEXT,
    cert,
    ended,
    enveloped,
    mail,
    openssl,
    parts,
    pgp_signed,
    smime,
    smime_encrypted,
    smime_signed,
    tsk,
)  # fmt: skip

CROWDED = "signed, not checked: too many signed mails come at once"
ANN, MAX = "Ann <ann@example.org>", "Max <max@example.net>"


@pytest.fixture
def ann():
    return smime("Ann", "ann@example.org")


def said(letter):
    return letter.protection.signature


def test_a_pgp_signature_of_a_known_key_is_valid(look, know):
    know(cert(ANN))
    assert said(look(mail(pgp_signed()))) == "signed by Ann <ann@example.org>, valid"


def test_line_ends_that_a_server_changed_break_no_signature(look, know):
    know(cert(ANN))
    assert said(look(mail(pgp_signed()).replace(b"\r\n", b"\n"))).endswith(", valid")


def test_a_changed_body_is_invalid(look, know):
    know(cert(ANN))
    changed = mail(pgp_signed()).replace(b"code is 7", b"code is 8")
    assert said(look(changed)) == "signed by Ann <ann@example.org>, invalid: what was signed is not what came"


def test_a_key_that_nobody_imported_is_unknown_and_never_taken_from_the_mail(look, ring):
    attached = b"Content-Type: application/pgp-keys\r\n\r\n" + str(cert(ANN)).encode()
    raw = mail(pgp_signed(parts("multipart/mixed", "m1", TEXT, attached)))

    assert said(look(raw)) == "signed, unknown key"
    assert ring.all() == ()


def test_a_valid_signature_of_another_address_is_said_so(look, know):
    know(cert(MAX))
    told = said(look(mail(pgp_signed(name=MAX))))
    assert told == "signed by Max <max@example.net>, valid, but the mail says it is from ann@example.org"


def test_a_valid_signature_under_several_senders_proves_none_of_them(look, know):
    know(cert(ANN))
    assert ", but the mail says it is from" in said(look(mail(pgp_signed(), sender=f"{ANN}, {MAX}")))


def test_an_ended_key_signs_nothing_more(look, know):
    know(ended(ANN))
    told = said(look(mail(pgp_signed())))
    assert told.startswith("signed by Ann <ann@example.org>, invalid: its key expired on ")


def test_what_stands_beside_a_signed_part_does_not_pass_for_signed(look, know):
    know(cert(ANN))
    raw = mail(parts("multipart/mixed", "m1", b"\r\nSend the money.\r\n", pgp_signed()))
    assert said(look(raw)) == "signed, not checked: only a part of the mail is signed"


def test_a_third_part_in_a_signed_mail_is_no_signed_mail(look, know):
    know(cert(ANN))
    raw = mail(pgp_signed().replace(b"--s1--", b"--s1\r\n\r\nMore.\r\n--s1--"))
    assert said(look(raw)) == "signed, not checked: only a part of the mail is signed"


EVIL = b"Content-Type: text/plain\r\n\r\nSend the money.\r\n"


@pytest.mark.parametrize(
    ("boundary", "before", "after"),
    [
        (b'"s1"', b"x\r--s1\r" + EVIL.replace(b"\r\n", b"\r") + b"\n", b""),
        (b'"s2"; boundary*0="s1"', b"", b"--s2\r\n" + EVIL + b"--s2--\r\n"),
        (b'"=?utf-8?q?s1?="', b"", b"--=?utf-8?q?s1?=\r\n" + EVIL + b"--=?utf-8?q?s1?=--\r\n"),
    ],
)
def test_where_readers_differ_about_the_parts_what_is_shown_is_what_was_signed(look, know, boundary, before, after):
    know(cert(ANN))
    head, _, body = pgp_signed().partition(b"\r\n\r\n")
    read = look(mail(head.replace(b'"s1"', boundary) + b"\r\n\r\n" + before + body + after))

    assert said(read) != "signed by Ann <ann@example.org>, valid" or read.text == "The code is 7."
    assert read.text


def clear(text="Grüße\n- and so on\n"):
    return pysequoia.sign(tsk(ANN).signer(), text.encode(), mode=pysequoia.SignatureMode.CLEAR)


def test_a_text_signed_within_shows_what_was_signed(look, know):
    know(cert(ANN))
    read = look(mail(b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + clear()))

    assert said(read) == "signed by Ann <ann@example.org>, valid"
    assert read.text.strip() == "Grüße\n- and so on"


@pytest.mark.parametrize(("fields", "language"), [({}, "fr"), ({"Content_Language": "fr-CA"}, "fr-CA")])
def test_the_language_of_a_text_signed_within_is_that_of_its_words(ring, know, fields, language):
    know(cert(ANN))
    words = clear("Le serveur est en panne, merci de regarder.\n")
    raw = mail(b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + words, **fields)

    async def read(raw):
        return spoken(letter(raw))

    found = asyncio.run(opening.Opening(ring).opened(raw, spoken(letter(raw)), Queue("support"), read))
    assert found.language == language


def test_words_around_a_text_signed_within_are_not_signed(look, know):
    know(cert(ANN))
    read = look(mail(b"Content-Type: text/plain; charset=utf-8\r\n\r\nSend the money.\r\n\r\n" + clear()))

    assert said(read) == "signed, not checked: only a part of the mail is signed"
    assert "Send the money." in read.text


def test_an_smime_signature_of_a_known_certificate_is_valid(look, know, ann):
    know(ann.pem)
    assert said(look(mail(smime_signed(ann)))) == "signed by Ann <ann@example.org>, valid"


def test_a_certificate_of_an_imported_authority_is_known(look, know):
    authority = smime("Example CA", "", is_ca=True)
    know(authority.pem)
    signer = smime("Ann", "ann@example.org", ca=authority)
    assert said(look(mail(smime_signed(signer)))) == "signed by Ann <ann@example.org>, valid"


def test_an_unknown_certificate_is_named_but_not_believed(look, know, ann):
    know(smime("Max", "max@example.net").pem)
    assert said(look(mail(smime_signed(ann)))) == "signed by Ann <ann@example.org>, unknown key"


def test_a_changed_body_under_smime_is_invalid(look, know, ann):
    know(ann.pem)
    told = said(look(mail(smime_signed(ann)).replace(b"code is 7", b"code is 8")))
    assert told == "signed by Ann <ann@example.org>, invalid: what was signed is not what came"


def test_an_smime_signature_that_cannot_be_read_is_invalid(look, ann):
    raw = re.sub(
        rb"(smime.p7s\r\n.*?\r\n\r\n).*?(?=--s2)", rb"\1bm90aGluZw==\n", mail(smime_signed(ann)), flags=re.DOTALL
    )
    assert said(look(raw)) == "signed, invalid: its signature cannot be read"


def test_an_ended_certificate_signs_nothing_more(look, know):
    old = smime("Ann", "ann@example.org", ends=PAST)
    know(old.pem)
    told = said(look(mail(smime_signed(old))))
    assert told == f"signed by Ann <ann@example.org>, invalid: its key expired on {PAST:%Y-%m-%d}"


def test_another_address_under_smime_is_said_so(look, know):
    other = smime("Max", "max@example.net")
    know(other.pem)
    assert said(look(mail(smime_signed(other)))).endswith("valid, but the mail says it is from ann@example.org")


def test_what_is_signed_in_one_lump_is_read_as_the_mail(look, know, ann):
    know(ann.pem)
    read = look(mail(smime_signed(ann, is_opaque=True)))

    assert said(read) == "signed by Ann <ann@example.org>, valid"
    assert (read.text, read.subject, read.attachments) == ("The code is 7.", "VPN", ())


def test_without_openssl_a_signature_is_not_checked(ann):
    found = looked(Task(mail(smime_signed(ann)), NOW))
    assert found.signed == locksmith.Signed("not checked", why="the program openssl is not here")


def test_without_the_extra_a_signature_is_not_checked(monkeypatch, know, ring):
    know(cert(ANN))
    monkeypatch.setattr(pgp, "IS_HERE", False)
    found = looked(Task(mail(pgp_signed()), NOW, known=ring.known("PGP")))
    assert (found.signed.state, found.signed.why) == ("not checked", "PGP is not installed here")


def test_a_check_that_comes_to_no_end_is_no_check(look, ring, know):
    know(cert(ANN))
    told = said(look(mail(pgp_signed()), opening=opening.Opening(ring, seconds=0.001)))
    assert told == "signed, not checked: the check came to no end"


def test_a_storm_of_signed_mails_is_taken_in_unchecked(look, ring, monkeypatch):
    monkeypatch.setattr(opening, "A_MINUTE", 2)
    ring.now = lambda: NOW
    one = opening.Opening(ring)
    told = [said(look(mail(pgp_signed()), opening=one)) for _ in range(3)]
    ring.now = lambda: NOW + timedelta(minutes=2)
    told.append(said(look(mail(pgp_signed()), opening=one)))
    assert told == ["signed, unknown key", "signed, unknown key", CROWDED, "signed, unknown key"]


@pytest.mark.parametrize("junk", [b"", b"\x00", b"not a signature", b"-----BEGIN PGP SIGNATURE-----\n\nAAAA\n"])
@pytest.mark.parametrize("kind", ["pgp-signature", "pkcs7-signature"])
def test_junk_for_a_signature_is_no_signature(junk, kind, know, ring, ann):
    know(cert(ANN))
    signed = parts(f'multipart/signed; protocol="application/{kind}"', "s1", TEXT,
                   f"Content-Type: application/{kind}\r\n\r\n".encode() + junk)  # fmt: skip
    task = Task(mail(signed), NOW, known=ring.all(), openssl="openssl")
    assert looked(task).signed.state in ("invalid", "unknown key", "not checked")


def test_somebody_whose_certificate_is_known_vouches_for_nobody(look, know):
    known = smime("Max", "max@example.net")
    know(known.pem)
    forged = smime("Ann", "ann@example.org", ca=known)
    assert said(look(mail(smime_signed(forged)))) == "signed by Ann <ann@example.org>, unknown key"


def test_an_old_certificate_that_says_nothing_of_it_vouches_for_nobody_either(look, know, tmp_path):
    smime("Ann", "ann@example.org")  # skips where openssl is not installed
    for name, address in (("max", "max@example.net"), ("ann", "ann@example.org")):
        names = f"/CN={name}/emailAddress={address}"
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", names,
                folder=tmp_path)  # fmt: skip
    make = ("x509", "-req", "-days", "9", "-in")
    openssl(*make, "max.csr", "-signkey", "max.key", "-out", "max.pem", folder=tmp_path)
    by_max = ("-CA", "max.pem", "-CAkey", "max.key", "-CAcreateserial")
    openssl(*make, "ann.csr", *by_max, "-out", "ann.pem", folder=tmp_path)
    know((tmp_path / "max.pem").read_bytes())
    der = openssl("cms", "-sign", "-binary", "-nodetach", "-in", "text", "-signer", "ann.pem", "-inkey", "ann.key",
                  "-certfile", "max.pem", "-outform", "DER", folder=tmp_path, text=TEXT)  # fmt: skip

    assert ", unknown key" in said(look(mail(enveloped(der, "signed-data"))))


def test_what_is_encrypted_within_a_signed_lump_is_known_as_encrypted(look, know, ann):
    know(ann.pem)
    read = look(mail(smime_signed(ann, smime_encrypted(ann), is_opaque=True)))

    assert read.protection.encrypted == "S/MIME"
    assert read.text.startswith("This mail is encrypted (S/MIME), and was not opened")


def test_a_name_in_a_certificate_cannot_pretend_an_address(look, know):
    liar = smime("ann@example.org <ann@example.org>", "max@example.net")
    know(liar.pem)
    told = said(look(mail(smime_signed(liar))))
    assert told == "signed by <max@example.net>, valid, but the mail says it is from ann@example.org"
