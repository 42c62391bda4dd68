"""`deskbell keys`, and what the start and `doctor` say of keys."""

import os
import stat
import sys
from dataclasses import replace
from datetime import timedelta

import pysequoia
import pytest
from typer.testing import CliRunner

from adapters.mail.keys import checks, dkim, pgp
from adapters.mail.keys.key import Key
from adapters.mail.keys.ring import Ring
from bot.config import Dkim, Secret
from main import BAD_SETTINGS, IN_TROUBLE, cli
from tests.adapters.mail.keys.people import NOW, cert, openssl, smime, tsk
from tests.conftest import SETTINGS
from tests.test_main import MAIL

ANN, SUPPORT = "Ann <ann@example.org>", "Support <support@example.org>"
SIGNING = '[[queue]]\nname = "support"\nsign = "{}"\n'


@pytest.fixture
def deskbell(tmp_path, monkeypatch):
    """Run the program in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*words, env="", toml=""):
        (tmp_path / ".env").write_text(env)
        (tmp_path / "desk.toml").write_text(toml)
        return CliRunner().invoke(cli, words)

    return run


@pytest.fixture
def file(tmp_path):
    def file(data, name="key.asc"):
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else str(data).encode())
        return name

    return file


def test_keys_are_imported_listed_and_removed(deskbell, file, tmp_path):
    both = [file(cert(ANN), "ann.asc"), file(smime("Support", "support@example.org").secret, "own.pem")]
    imported = deskbell("keys", "import", *both)
    listed = deskbell("keys", "list").output.splitlines()

    assert imported.exit_code == 0
    assert listed[0].startswith("Support <support@example.org> · S/MIME · own · until ")
    assert listed[1] == f"Ann <ann@example.org> · PGP · another's · without end · {cert(ANN).fingerprint.upper()}"
    assert deskbell("keys", "remove", "ann@example.org").exit_code == 0
    assert len(deskbell("keys", "list").output.splitlines()) == 1


def test_nobody_else_may_read_the_keys(deskbell, file, tmp_path):
    deskbell("keys", "import", file(tsk(SUPPORT)))
    folder = tmp_path / "keys"
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (folder, *folder.iterdir())]
    assert modes == [0o700, 0o600]


def test_several_keys_in_one_file_are_all_imported(deskbell, file):
    deskbell("keys", "import", file(f"{cert(ANN)}\n{cert(SUPPORT)}\n"))
    assert len(deskbell("keys", "list").output.splitlines()) == 2


def locked(folder):
    key = smime("Support", "support@example.org")
    words = ("pkcs12", "-export", "-in", "own.pem", "-passout", "pass:word")
    return openssl(*words, folder=folder, **{"own.pem": key.secret})


def test_of_a_passphrase_only_its_name_is_kept(deskbell, file, tmp_path):
    words = ("keys", "import", file(locked(tmp_path), "own.p12"), "--passphrase", "env:KEY_PASSPHRASE_SALES")
    result = deskbell(*words, env="KEY_PASSPHRASE_SALES=word\n")
    kept = b"".join(one.read_bytes() for one in (tmp_path / "keys").iterdir())

    assert result.exit_code == 0, result.output
    assert b"env:KEY_PASSPHRASE_SALES" in kept
    assert b"ENCRYPTED PRIVATE KEY" in kept
    ring = Ring(tmp_path / "keys", {"KEY_PASSPHRASE_SALES": Secret("word")}, lambda: NOW)
    assert checks._shut(ring.own("S/MIME", "support@example.org")) == ""


def test_a_key_whose_passphrase_is_not_set_says_so_and_can_be_removed(deskbell, file, tmp_path):
    words = ("keys", "import", file(locked(tmp_path), "own.p12"), "--passphrase", "env:KEY_PASSPHRASE")
    deskbell(*words, env="KEY_PASSPHRASE=word\n")
    said = deskbell("keys", "list").output
    name = said.partition(" ")[0]

    assert said.startswith(f"{name} cannot be read. KEY_PASSPHRASE is not set: ")
    assert deskbell("keys", "remove", name.removesuffix(".pem")).output == f"Removed: {name}\n"
    assert list((tmp_path / "keys").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("keys", "import", "nothing.asc"), "nothing.asc cannot be read: No such file or directory."),
        (("keys", "import", "junk.asc"), "junk.asc: It holds "),
        (("keys", "import", "own.p12"), "own.p12: It is no PEM file, and no PKCS #12 file that opens with"),
        (("keys", "import", "junk.asc", "--passphrase", "word"), "--passphrase names the variable that holds it"),
        (("keys", "import", "junk.asc", "--passphrase", "env:KEY_PASSPHRASE"), "KEY_PASSPHRASE is not set."),
        (("keys", "remove", "max@example.net"), "No key is known by “max@example.net”."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(deskbell, file, tmp_path, words, sentence):
    file(b"junk", "junk.asc")
    file(locked(tmp_path), "own.p12")
    result = deskbell(*words)
    assert (result.exit_code, result.output.strip().startswith(sentence)) == (IN_TROUBLE, True), result.output


RSA, CURVE = ("rsa:2048",), ("ec", "-pkeyopt", "ec_paramgen_curve:secp112r1")


@pytest.mark.parametrize(("kind", "extension"), [(RSA, "basicConstraints=DER:05:00"),
                                                 (RSA, "subjectAltName=DER:30:03:02:01:01"),
                                                 (CURVE, "subjectAltName=email:eve@x.example")])  # fmt: skip
def test_a_certificate_that_is_odd_inside_is_refused_in_one_sentence(deskbell, tmp_path, kind, extension):
    smime("Ann", "ann@example.org")  # skips where openssl is not installed
    openssl("req", "-x509", "-newkey", *kind, "-nodes", "-subj", "/CN=Eve", "-addext", extension, "-keyout", "eve.key",
            "-out", "eve.pem", folder=tmp_path)  # fmt: skip
    done = deskbell("keys", "import", "eve.pem")

    assert (done.exit_code, done.output[:34]) == (IN_TROUBLE, "eve.pem: It holds a certificate th")


@pytest.mark.parametrize("begin", [b"-----BEGIN CERTIFICATE-----\n", b"-----BEGIN PRIVATE KEY-----\n",
                                   b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n"])  # fmt: skip
def test_a_file_of_beginnings_without_an_end_holds_no_key(deskbell, file, begin):
    assert deskbell("keys", "import", file(begin * 200_000)).exit_code == IN_TROUBLE


def test_a_pipe_is_not_waited_for(deskbell, tmp_path):
    os.mkfifo(tmp_path / "key.asc")

    assert deskbell("keys", "import", "key.asc").output == "key.asc is no file.\n"


def test_our_key_is_not_replaced_by_its_public_part(deskbell, file):
    deskbell("keys", "import", file(tsk(SUPPORT)))
    result = deskbell("keys", "import", file(cert(SUPPORT)))
    assert "is ours, and the file has only its public part" in result.output


def test_a_key_without_an_address_is_nobodys(deskbell, file):
    nameless = pysequoia.Tsk.generate(user_id="Nobody").extract_certificate()
    assert "has no mail address" in deskbell("keys", "import", file(nameless)).output


def test_where_nothing_is_imported_it_says_how(deskbell):
    assert deskbell("keys", "list").output == "No keys yet: deskbell keys import FILE.\n"


@pytest.mark.parametrize(("sign", "kind"), [("pgp", "PGP"), ("smime", "S/MIME")])
def test_a_queue_that_signs_without_a_key_stops_the_start(deskbell, sign, kind):
    result = deskbell("migrate", env=MAIL, toml=SIGNING.format(sign))
    sentence = f'[[queue]] support sign is "{sign}", but no secret {kind} key of support@example.org is known'
    assert (result.exit_code, sentence in result.output) == (BAD_SETTINGS, True)


def test_with_its_key_it_starts(deskbell, file):
    deskbell("keys", "import", file(tsk(SUPPORT)))
    assert deskbell("migrate", env=MAIL, toml=SIGNING.format("pgp")).exit_code == 0


def test_a_queue_that_signs_by_pgp_stops_the_start_where_that_is_absent(deskbell, monkeypatch):
    monkeypatch.setattr(pgp, "IS_HERE", False)
    result = deskbell("migrate", env=MAIL, toml=SIGNING.format("pgp"))
    assert result.exit_code == BAD_SETTINGS
    assert "PGP needs the extra pgp: .venv/bin/python -m pip install '.[pgp]'." in result.output


def test_where_pgp_is_absent_its_keys_are_named_and_nothing_breaks(deskbell, file, monkeypatch):
    deskbell("keys", "import", file(cert(ANN)))
    monkeypatch.setattr(pgp, "IS_HERE", False)
    assert "cannot be read. PGP needs the extra pgp" in deskbell("keys", "list").output


@pytest.mark.parametrize(
    ("days", "said"), [(14, "expires in 14 days"), (7, "expires in 7 days"), (1, "expires tomorrow"), (-2, "expired")]
)
def test_a_key_that_ends_soon_is_warned_of(ring, days, said):
    ring.now = lambda: NOW
    ring.put(
        Key("S/MIME", "ab", (ANN,), False, text=smime("Ann", "ann@example.org", NOW + timedelta(days)).pem.decode())
    )
    (sentence,) = checks.endings(ring)
    assert sentence.startswith(f"The S/MIME key of Ann <ann@example.org> {said}")
    assert [one.problem for one in checks.findings(SETTINGS, ring) if one.problem] == [sentence]


def test_a_key_that_lasts_is_not_warned_of(ring, know):
    know(smime("Ann", "ann@example.org").pem)
    assert [one.problem for one in checks.findings(SETTINGS, ring)] == [""]


def test_doctor_names_what_is_broken_and_what_others_may_read(ring, know):
    know(cert(ANN))
    (ring.folder / "broken.pem").write_text("no key")
    ring.folder.chmod(0o755)
    problems = [one.problem for one in checks.findings(SETTINGS, ring) if one.problem]
    assert problems == ["The file broken.pem holds no key that can be read.", "Others may look into their folder."]


@pytest.mark.parametrize("key", ["no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_key_for_the_domain_that_is_none_stops_the_start(ring, key):
    box = replace(SETTINGS.mailboxes[0], dkim=Dkim("desk.example", "a", Secret(key)))
    (sentence,) = checks.missing(replace(SETTINGS, mailboxes=(box,)), ring)
    assert sentence == "mailbox support dkim cannot be used: its key cannot be read; accepted is an RSA key in PEM " \
                       "without a passphrase."  # fmt: skip


def test_where_the_extra_is_absent_a_mailbox_that_wants_it_stops_the_start(monkeypatch):
    monkeypatch.setitem(sys.modules, "dkim", None)
    assert dkim.trouble(Dkim("desk.example", "a", Secret("x"))) == dkim.INSTALL
