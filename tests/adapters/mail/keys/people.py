"""Real keys of the cast, made anew for every run, and mails as their programs sign and encrypt them."""

import base64
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pysequoia as pgp
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs7
from cryptography.x509.oid import NameOID


def now():
    return datetime.now(UTC)  # keys are made by the machine's clock


NOW = now()
PAST = NOW - timedelta(days=2)
TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe code is 7.\r\n"


@cache
def tsk(name):
    """The secret PGP key of `Ann <ann@example.org>`."""
    return pgp.Tsk.generate(user_id=name)


def cert(name):
    return tsk(name).extract_certificate()


def ended(name):
    """The public key of somebody whose key has ended. A new key counts as a minute old, and cannot end before that."""
    return cert(name).set_expiration(now() - timedelta(seconds=30), tsk(name).certifier())


@dataclass(frozen=True)
class Smime:
    cert: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def pem(self):
        return self.cert.public_bytes(Encoding.PEM)

    @property
    def secret(self):
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + self.pem


@cache
def smime(name, address, ends=NOW + timedelta(days=900), ca=None, is_ca=False):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, which verifies S/MIME")
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder(ca.cert.subject if ca else subject, subject, key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(NOW - timedelta(days=99))
    made = made.not_valid_after(ends).add_extension(x509.BasicConstraints(is_ca, None), critical=True)
    if address:
        made = made.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(address)]), critical=False)
    return Smime(made.sign((ca or Smime(None, key)).key, SHA256()), key)


def mail(entity, sender="Ann <ann@example.org>", number=1, **fields):
    """A whole mail around a MIME entity."""
    lines = {"From": sender, "To": "support@desk.example", "Subject": "VPN", "Message-ID": f"<{number}@example.org>"}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in (lines | fields).items())
    return head.encode() + b"MIME-Version: 1.0\r\n" + entity


def parts(kind, boundary, *inner):
    line = f"--{boundary}".encode()
    head = f'Content-Type: {kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(line + b"\r\n" + one + b"\r\n" for one in inner) + line + b"--\r\n"


def pgp_signed(entity=TEXT, name="Ann <ann@example.org>"):
    signature = pgp.sign(tsk(name).signer(), entity, mode=pgp.SignatureMode.DETACHED)
    part = b"Content-Type: application/pgp-signature\r\n\r\n" + signature
    return parts('multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"', "s1", entity, part)


def pgp_encrypted(entity=TEXT, to="Support <support@desk.example>", by=None):
    message = pgp.encrypt(entity, recipients=[cert(to)], signer=tsk(by).signer() if by else None)
    return encrypted_parts(message)


def encrypted_parts(message):
    version = b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
    part = b"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n" + message
    return parts('multipart/encrypted; protocol="application/pgp-encrypted"', "e1", version, part)


def smime_signed(who, entity=TEXT, is_opaque=False):
    options = [pkcs7.PKCS7Options.Binary] + [pkcs7.PKCS7Options.DetachedSignature] * (not is_opaque)
    der = pkcs7.PKCS7SignatureBuilder().set_data(entity).add_signer(who.cert, who.key, SHA256()).sign(
        Encoding.DER, options
    )  # fmt: skip
    if is_opaque:
        return enveloped(der, "signed-data")
    part = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    kind = 'multipart/signed; micalg=sha-256; protocol="application/pkcs7-signature"'
    return parts(kind, "s2", entity, part + base64.encodebytes(der))


def smime_encrypted(who, entity=TEXT):
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(entity).add_recipient(who.cert)
    return enveloped(builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary]), "enveloped-data")


def enveloped(der, kind):
    head = f"Content-Type: application/pkcs7-mime; smime-type={kind}; name=smime.p7m\r\n"
    return f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode() + base64.encodebytes(der)


def openssl(*arguments, **files):
    """Run the program on files; its output. Raises CalledProcessError."""
    folder = files.pop("folder")
    for name, data in files.items():
        (Path(folder) / name).write_bytes(data)
    return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=True).stdout
