"""Our mails signed, encrypted and stamped: read again by other programs than those that made them."""

import base64
from dataclasses import replace
from email import message_from_bytes, policy

import dkim
import pysequoia
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from adapters.mail.channel import OWN_ID, MailChannel
from adapters.mail.keys import parts
from adapters.mail.keys.ring import Ring
from bot import wording
from bot.config import Dkim, Secret
from bot.events import Acknowledged, Event, File, Replied
from bot.people import DESK
from bot.ports import Kind, Post, Undeliverable
from bot.ticket import Ticket
from storage.files import FileStore
from tests.adapters.mail.keys.people import NOW, PAST, cert, ended, mail, openssl, smime, tsk
from tests.conftest import ANN as WHO
from tests.conftest import BOB, SETTINGS

ANN, SUPPORT = "Ann <ann@example.org>", "Support <support@desk.example>"
TEXT = "Grüße,\n\nthe code is **7**.\n-- \nFrom here on  \n.\n"


@pytest.fixture
def sends(ring, tmp_path):
    """What leaves: the bytes of an answer, or of another fact, of a queue with such manners."""

    def sends(fact=None, dkim=None, **manners):
        queue, box = replace(SETTINGS.queues[0], **manners), replace(SETTINGS.mailboxes[0], dkim=dkim)
        settings = replace(SETTINGS, queues=(queue,), mailboxes=(box,))
        ticket = Ticket(7, 3, WHO.place, "Ann", WHO.place, "VPN", "support")
        event = Event(7, NOW, BOB if fact is None else DESK, fact or Replied(TEXT), id=4)
        post = Post(1, "0123abcd", WHO.place, Kind.REQUESTER, event, ticket, 0, NOW, 1, refs=("mail:<1@example.org>",))
        channel = MailChannel(settings, FileStore(tmp_path / "files"), ring=ring)
        return channel.compose(post, wording.words(post, settings))

    return sends


@pytest.fixture
def ours(know):
    know(tsk(SUPPORT))
    know(smime("Support", "support@desk.example").secret)
    return smime("Support", "support@desk.example")


def head(raw):
    return {name.lower() for name, _ in message_from_bytes(raw).items()}


def test_without_a_policy_a_mail_leaves_as_ever(sends, ours):
    assert message_from_bytes(sends()).get_content_type() == "multipart/alternative"


def test_a_queue_signs_its_mails_by_pgp(sends, ours):
    signed = parts.signed(sends(sign="pgp"))
    made = pysequoia.verify(
        signed.content, lambda ids: [cert(SUPPORT)], signature=pysequoia.Sig.from_bytes(signed.data)
    )
    assert signed.how == "PGP/MIME"
    assert made.valid_sigs


def test_a_queue_signs_its_mails_by_smime(sends, ours, tmp_path):
    content = openssl("cms", "-verify", "-in", "mail", "-CAfile", "ca", "-partial_chain", "-purpose", "any",
                      folder=tmp_path, mail=sends(sign="smime"), ca=ours.pem)  # fmt: skip
    assert b"multipart/alternative" in content


@pytest.mark.parametrize("kind", ["pgp", "smime"])
def test_acknowledgements_are_signed_and_never_encrypted(sends, ours, know, kind):
    know(cert(ANN))
    raw = sends(Acknowledged(), sign=kind, encrypt="when known")

    assert parts.signed(raw)
    assert b"#7" in raw


def test_an_answer_is_encrypted_by_pgp_around_its_signature(sends, ours, know):
    know(cert(ANN))
    raw = sends(Replied(TEXT, encrypted="PGP/MIME"), sign="pgp")
    opened = pysequoia.decrypt(parts.encrypted(raw).data, tsk(ANN).decryptor())

    assert b"the code" not in raw
    assert parts.signed(mail(bytes(opened.bytes))).how == "PGP/MIME"


def test_an_answer_is_encrypted_by_smime(sends, ours, know, tmp_path):
    ann = smime("Ann", "ann@example.org")
    know(ann.pem)
    raw = sends(Replied(TEXT, encrypted="S/MIME"))
    opened = openssl("cms", "-decrypt", "-in", "mail", "-inkey", "key", folder=tmp_path, mail=raw, key=ann.secret)

    assert b"the code" not in raw
    assert "the code is **7**" in message_from_bytes(opened, policy=policy.default).get_body(("plain",)).get_content()


def test_what_a_mail_goes_by_stays_outside(sends, ours, know):
    know(cert(ANN))
    raw, plain = sends(Replied(TEXT, encrypted="PGP/MIME"), sign="pgp"), sends()

    assert head(raw) == head(plain)
    assert OWN_ID.search(raw)[1] == OWN_ID.search(plain)[1]


def test_files_leave_encrypted_too(sends, ours, know, tmp_path):
    know(cert(ANN))
    file = FileStore(tmp_path / "files").put("codes.csv", b"7,8,9", "text/csv")
    raw = sends(Replied(TEXT, (file,), encrypted="PGP/MIME"))
    opened = message_from_bytes(bytes(pysequoia.decrypt(parts.encrypted(raw).data, tsk(ANN).decryptor()).bytes))

    assert b"codes.csv" not in raw
    assert "codes.csv" in [part.get_filename() for part in opened.walk()]
    assert isinstance(file, File)


def test_a_key_that_ended_since_stops_the_mail_and_says_so(sends, ours, know):
    know(ended(ANN))
    with pytest.raises(Undeliverable, match=r"must leave encrypted, but the PGP key of ann@example.org expired on"):
        sends(Replied(TEXT, encrypted="PGP/MIME"))


def test_a_key_that_is_gone_stops_the_mail_and_says_so(sends, ours):
    with pytest.raises(Undeliverable, match="is gone"):
        sends(Replied(TEXT, encrypted="S/MIME"))


def test_our_own_key_that_ended_stops_the_mail_and_says_so(sends, know):
    know(smime("Support", "support@desk.example", ends=PAST).secret)
    with pytest.raises(Undeliverable, match=r"our S/MIME key of support@desk.example expired on"):
        sends(sign="smime")


def test_an_own_key_under_a_passphrase_signs(ring, sends, tmp_path):
    key = smime("Support", "support@desk.example")
    file = tmp_path / "own.pem"
    file.write_bytes(key.secret)
    locked = openssl("pkcs8", "-topk8", "-in", "own.pem", "-passout", "pass:word", folder=tmp_path)
    ring.folder.mkdir()
    (ring.folder / "own.pem").write_bytes(locked + key.pem)
    (ring.folder / "own.passphrase").write_text("env:KEY_PASSPHRASE")
    ring._passphrases = {"KEY_PASSPHRASE": Secret("word")}

    assert parts.signed(sends(sign="smime")).how == "S/MIME"


DKIM_KEY = rsa.generate_private_key(65537, 2048)


def stamp():
    pem = DKIM_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return Dkim("desk.example", "desk2026", Secret(pem))


def record(name, timeout=5):
    der = DKIM_KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert name == b"desk2026._domainkey.desk.example."
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


@pytest.mark.parametrize("manners", [{}, {"sign": "pgp"}])
def test_a_mailbox_signs_for_its_domain(sends, ours, manners):
    raw = sends(dkim=stamp(), **manners)

    assert dkim.verify(raw, dnsfunc=record)
    assert OWN_ID.search(raw)
    assert not dkim.verify(raw.replace(b"VPN", b"VPM"), dnsfunc=record)


def test_nobody_can_add_a_second_sender_to_what_was_signed(sends):
    assert not dkim.verify(b"From: Max <max@example.net>\r\n" + sends(dkim=stamp()), dnsfunc=record)


def test_a_ring_that_is_not_there_signs_nothing(tmp_path):
    assert Ring(tmp_path / "nowhere", {}, lambda: NOW).all() == ()
