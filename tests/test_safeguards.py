"""What the settings say of signing, encrypting and private rooms, and what they refuse."""

import tomllib

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.problems import BadSettings
from bot.settings import read, refuse_typos
from tests.test_settings import KEY

ENV = {"IMAP_URL": "imaps://u:p@x.example", "SMTP_URL": "smtps://u:p@x.example", "MAIL_FROM": "me@x.example",
       "REPLY_SECRETS": KEY}  # fmt: skip
STAMP = '[[mailbox]]\nname = "support"\ndkim = { domain = "x.example", selector = "desk2026", key = "env:DKIM_KEY" }'
PEM = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
ALONE = "".join(PEM.strip().splitlines()[1:-1])


def queue(text):
    return read({}, tomllib.loads(f'[[queue]]\nname = "legal"\n{text}')).queues[0]


def test_a_queue_signs_encrypts_and_opens_nothing_by_itself():
    made = queue("")
    assert (made.sign, made.encrypt, made.private) == ("never", "never", False)


def test_a_queue_says_how_it_guards_its_mails():
    made = queue('sign = "pgp"\nencrypt = "when known"\nprivate = true')
    assert (made.sign, made.encrypt, made.private) == ("pgp", "when known", True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('sign = "gpg"', "[[queue]] legal sign is “gpg”; accepted is one of: never, pgp, smime."),
        ('encrypt = "always"', "[[queue]] legal encrypt is “always”; accepted is one of: never, when known."),
        ('private = "yes"', "[[queue]] legal private is 'yes'; accepted is true or false, without quotes."),
    ],
)
def test_what_no_queue_can_mean_is_refused_in_one_sentence(text, sentence):
    with pytest.raises(BadSettings) as refused:
        queue(text)
    assert refused.value.sentences == (sentence,)


@pytest.mark.parametrize("where", ["rooms", "intake"])
def test_a_private_room_is_no_other_queues(where):
    rest = f'private = true\nrooms = ["slack:C0LEGAL"]\n[[queue]]\nname = "support"\n{where} = ["slack:C0LEGAL"]'
    with pytest.raises(BadSettings) as refused:
        queue(rest)
    assert "legal is private, but its room slack:C0LEGAL belongs to the queue support" in refused.value.sentences[0]


def test_two_private_queues_may_share_a_room():
    rest = 'private = true\nrooms = ["slack:C0LEGAL"]\n'
    settings = read({}, tomllib.loads(f'[[queue]]\nname = "a"\n{rest}[[queue]]\nname = "b"\n{rest}'))
    assert settings.is_private("a", "slack:C0LEGAL")


@pytest.mark.parametrize("value", [PEM, PEM.replace("\n", "\\n"), ALONE], ids=["pem", "escaped", "alone"])
def test_a_key_for_the_domain_may_stand_in_one_line(value):
    made = read({**ENV, "DKIM_KEY": value}, tomllib.loads(STAMP)).mailboxes[0].dkim
    assert (made.domain, made.selector, made.key.reveal()) == ("x.example", "desk2026", PEM)
    assert ALONE[:20] not in repr(made)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('"x.example"', '"x"'), "mailbox support dkim domain is “x”; accepted is the domain that signs, like"),
        (('"desk2026"', '"a b"'), "mailbox support dkim selector is “a b”; accepted is the name of the record"),
        (('"env:DKIM_KEY"', '"s3cret"'), "mailbox support dkim key must name a variable, like “env:DKIM_KEY”"),
        (("DKIM_KEY", "OTHER"), "OTHER is not set; mailbox support dkim needs a secret key in PEM"),
        (("selector", "select"), "did you mean selector?"),
    ],
)
def test_a_wrong_signature_for_the_domain_is_refused_without_its_secret(change, sentence):
    with pytest.raises(BadSettings) as refused:
        read({**ENV, "DKIM_KEY": PEM}, tomllib.loads(STAMP.replace(*change)))
    assert sentence in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_passphrases_are_kept_by_their_names_and_never_shown():
    settings = read({"KEY_PASSPHRASE": "s3cret", "KEY_PASSPHRASE_SALES": "other", "KEY_PASSPHRASES": "no"}, {})
    assert {name: one.reveal() for name, one in settings.passphrases.items()} == {
        "KEY_PASSPHRASE": "s3cret", "KEY_PASSPHRASE_SALES": "other",
    }  # fmt: skip
    assert "s3cret" not in repr(settings)


def test_a_passphrase_of_any_name_is_no_typo():
    refuse_typos({"KEY_PASSPHRASE_A": "x"})
    with pytest.raises(BadSettings):
        refuse_typos({"KEY_PASSPHRAS": "x"})
