"""GnuPG and we understand each other; and what only it can make ends well."""

import shutil
import subprocess

import pytest

from adapters.mail.keys import parts, pgp
from adapters.mail.keys.locksmith import Task, look
from adapters.mail.keys.opening import BROKEN, Opening
from bot.config import Queue
from tests.adapters.mail.keys.people import TEXT, cert, encrypted_parts, mail, now, tsk
from tests.adapters.mail.keys.people import parts as joined

SUPPORT, PRIVATE = "Support <support@desk.example>", Queue("legal", private=True)
pytestmark = pytest.mark.skipif(not shutil.which("gpg"), reason="GnuPG is not installed")


@pytest.fixture(scope="module")
def gpg(tmp_path_factory):
    """Ann's program: what it gives for these words and this input."""
    home = tmp_path_factory.mktemp("gpg")
    home.chmod(0o700)

    def gpg(*words, say=b""):
        always = ("--homedir", str(home), "--batch", "--pinentry-mode", "loopback", "--passphrase", "", "--armor")
        done = subprocess.run(["gpg", *always, "--trust-model", "always", *words], input=say, capture_output=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    gpg("--quick-gen-key", "Ann <ann@example.org>", "rsa2048", "sign", "1y")
    gpg("--import", say=str(cert(SUPPORT)).encode())
    yield gpg
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)


def task(gpg, entity, is_encrypted=False):
    known, own = pgp.read(gpg("--export", "ann@example.org")), pgp.read(str(tsk(SUPPORT)).encode())
    return look(Task(mail(entity), now(), is_encrypted, known, own if is_encrypted else ()))


def test_its_signatures_are_verified(gpg):
    part = b"Content-Type: application/pgp-signature\r\n\r\n" + gpg("--detach-sign", say=TEXT)
    signed = joined('multipart/signed; protocol="application/pgp-signature"', "s1", TEXT, part)
    assert task(gpg, signed).signed.state == "valid"


def test_its_texts_signed_within_are_verified(gpg):
    clear = gpg("--clearsign", say="Grüße\n- x\n".encode())
    assert task(gpg, b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + clear).signed.state == "valid"


def test_its_encrypted_mails_are_opened_and_a_compressed_signature_is_not_checked(gpg):
    found = task(gpg, encrypted_parts(gpg("--sign", "--encrypt", "-r", "support@desk.example", say=TEXT)), True)
    assert (found.content, found.signed.state) == (TEXT, "not checked")


def test_a_signature_that_it_did_not_compress_is_verified_within(gpg):
    message = gpg("-z", "0", "--sign", "--encrypt", "-r", "support@desk.example", say=TEXT)
    assert task(gpg, encrypted_parts(message), True).signed.state == "valid"


def test_cve_2017_17688_what_has_no_integrity_protection_is_not_opened(gpg):
    words = ("--rfc2440", "--disable-mdc", "--cipher-algo", "AES", "--encrypt", "-r", "support@desk.example")
    assert task(gpg, encrypted_parts(gpg(*words, say=TEXT)), True).content is None


def test_a_key_that_can_only_sign_is_known_as_that(gpg, ring):
    for key in pgp.read(gpg("--export", "ann@example.org")):
        ring.put(key)
    assert ring.lock("ann@example.org").trouble == "the key of ann@example.org can only sign"


def test_it_verifies_our_signatures(gpg, tmp_path):
    ours = pgp.read(str(tsk(SUPPORT)).encode())[0]
    (tmp_path / "mail").write_bytes(TEXT)
    (tmp_path / "signature").write_bytes(pgp.signed(ours, TEXT)[0])
    gpg("--verify", str(tmp_path / "signature"), str(tmp_path / "mail"))


def test_a_bomb_ends_the_process_that_opens_it_and_nothing_else(gpg, ring, know, look):
    know(tsk(SUPPORT))
    bomb = gpg("-z", "9", "--encrypt", "-r", "support@desk.example", say=b"\0" * 400_000_000)
    read = look(mail(encrypted_parts(bomb)), PRIVATE, Opening(ring, megabytes=400))
    assert parts.encrypted(mail(encrypted_parts(bomb)))
    assert BROKEN.trouble in read.text
