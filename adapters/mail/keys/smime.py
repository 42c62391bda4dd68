"""S/MIME: `cryptography` signs, encrypts and decrypts; it cannot verify, which the program `openssl` does."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs7,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from adapters.mail.keys.key import NONE, SMIME, Key, NoKey
from bot.config import Secret

SECONDS = 5.0  # that the program gets for one mail
MOST = 60_000_000  # bytes of a mail that it unpacks
WITHIN = rb"(?:(?!-----BEGIN ).)+?"  # to look for an end from each of a million beginnings takes hours
CERTIFICATES = re.compile(rb"-----BEGIN CERTIFICATE-----" + WITHIN + rb"-----END CERTIFICATE-----", re.DOTALL)
SECRET = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----" + WITHIN + rb"-----END [A-Z ]*PRIVATE KEY-----", re.DOTALL)
# what the library raises on certificates that it can take apart, or cannot, and on keys of kinds it does not know
ODD = (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)
# whether its owner may sign mails with it is the operator's to know, who imported it
VERIFY = ("cms", "-verify", "-inform", "DER", "-purpose", "any", "-no-CAfile", "-no-CApath", "-no-CAstore")


@dataclass(frozen=True)
class Checked:
    """`state` is `valid`, `invalid` or `unknown key`; `signer` whose certificate made it; `content` what is signed."""

    state: str
    signer: Key | None = None
    why: str = ""
    content: bytes = b""


def read(data: bytes, passphrase: Secret = NONE) -> list[Key]:
    """The certificates in a PEM or PKCS #12 file; of one with a secret key, that one. Raises NoKey."""
    if b"-----BEGIN" not in data:
        data = _unpacked(data, passphrase)
    try:
        keys = [_key(x509.load_pem_x509_certificate(one[0])) for one in CERTIFICATES.finditer(data)]
    except ODD as error:
        raise NoKey(f"It holds a certificate that cannot be read: {error}.") from None
    if not keys:
        raise NoKey("It holds no certificate: a secret key alone says neither whose it is nor how long it is good.")
    secret = SECRET.search(data)
    if not secret:
        return keys
    first, *chain = keys
    _opened(secret[0], passphrase)
    text = "\n".join((secret[0].decode(), first.text, *(one.text for one in chain)))
    return [replace(first, is_own=True, is_authority=False, text=text, passphrase=passphrase)]


def unlocked(key: Key) -> str:
    """Why this key of ours cannot be used with its passphrase, "" where it can."""
    try:
        _own(key)
    except NoKey as error:
        return str(error)
    return ""


def signed(key: Key, data: bytes) -> bytes:
    """The detached signature of `data`, DER. Raises NoKey."""
    secret, own, chain = _own(key)
    if not isinstance(secret, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise NoKey("only RSA and elliptic curve keys can sign")
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(own, secret, SHA256())
    for one in chain:
        builder = builder.add_certificate(one)
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])


def encrypted(data: bytes, to: Sequence[Key]) -> bytes:
    """`data` encrypted for these certificates, DER. Raises NoKey."""
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(data).set_content_encryption_algorithm(AES256)
    for key in to:
        try:
            builder = builder.add_recipient(x509.load_pem_x509_certificate(key.text.encode()))
        except (TypeError, ValueError):
            raise NoKey(f"the key of {key.name} is not RSA, and for others nothing can be encrypted") from None
    return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def decrypted(data: bytes, own: Sequence[Key]) -> bytes | None:
    """What is in an envelope (DER), where one of our keys opens it."""
    for key in own:
        try:
            secret, cert, _ = _own(key)
            if isinstance(secret, rsa.RSAPrivateKey):
                return pkcs7.pkcs7_decrypt_der(data, cert, secret, [])
        except (NoKey, ValueError, TypeError, UnsupportedAlgorithm):
            continue
    return None


def checked(openssl: str, signature: bytes, content: bytes | None, certs: Sequence[Key], now: datetime) -> Checked:
    """Who signed `content`; or, where that is None, what the signature (DER) itself holds. Raises OSError.

    A certificate counts where it, or one of its chain, was imported: the authorities of this machine do not.
    """
    with TemporaryDirectory(prefix="deskbell-") as folder:
        desk = Path(folder)
        (desk / "mail").write_bytes(signature)
        detached = []
        if content is not None:
            (desk / "content").write_bytes(content)
            detached = ["-content", "content"]
        (desk / "known").write_text("\n".join(key.text for key in certs))
        known = ["-certfile", "known"] if certs else []
        files = ["-in", "mail", *detached, *known, "-signer", "signer", "-out", "out"]
        error = _run(openssl, [*VERIFY, "-noverify", *files], desk)
        signer = _signer(desk / "signer") or _claimed(signature)
        if error:
            return Checked("unknown key" if "certificate not found" in error else "invalid", signer, _why(error))
        said = (desk / "out").read_bytes()[:MOST] if content is None else b""
        if signer is None:
            return Checked("unknown key", content=said)
        is_known = any(key.fingerprint == signer.fingerprint for key in certs)
        # the program takes also old certificates, and such as say nothing of it, for authorities
        trusted = [key.text for key in certs if key.is_authority or key.fingerprint == signer.fingerprint]
        if not trusted:
            return Checked("unknown key", signer, content=said)
        (desk / "trusted").write_text("\n".join(trusted))
        chain = [*VERIFY, "-partial_chain", "-CAfile", "trusted", "-attime", str(int(now.timestamp())), *files]
        error = _run(openssl, chain, desk)
        if not error:
            return Checked("valid", signer, content=said)
        trouble = signer.trouble(now)
        if is_known or "expired" in error:
            return Checked("invalid", signer, f"its key {trouble}" if trouble else _why(error), said)
        return Checked("unknown key", signer, content=said)


def _run(openssl: str, arguments: Sequence[str], folder: Path) -> str:
    """What it complains of, "" where all is well."""
    try:
        done = subprocess.run(  # noqa: S603 - no word of the mail is among the arguments
            [openssl, *arguments], cwd=folder, capture_output=True, timeout=SECONDS, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        raise OSError("openssl took too long") from None
    return "" if done.returncode == 0 else done.stderr.decode("utf-8", "replace") or "error"


def _why(error: str) -> str:
    if "Error reading" in error:
        return "its signature cannot be read"
    return "what was signed is not what came" if "verification failure" in error or "digest" in error else ""


def _signer(path: Path) -> Key | None:
    """Whose certificate signed, as the program found it."""
    try:
        return _key(x509.load_pem_x509_certificate(path.read_bytes()))
    except (OSError, *ODD):
        return None


def _claimed(signature: bytes) -> Key | None:
    """The only one whose certificate comes along: of a signature that is wrong, the one that it claims."""
    try:
        keys = [_key(cert) for cert in pkcs7.load_der_pkcs7_certificates(signature)]
    except ODD:
        return None
    theirs = [key for key in keys if not key.is_authority]
    return theirs[0] if len(theirs) == 1 else None


def _key(cert: x509.Certificate) -> Key:
    try:
        usage = cert.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        usage = False
    fingerprint = cert.fingerprint(SHA256()).hex()
    text = cert.public_bytes(Encoding.PEM).decode()
    is_rsa = isinstance(cert.public_key(), rsa.RSAPublicKey)  # for others nothing can be encrypted
    return Key(SMIME, fingerprint, _names(cert), False, cert.not_valid_after_utc, False, usage, (fingerprint,), text,
               can_encrypt=is_rsa)  # fmt: skip


def _names(cert: x509.Certificate) -> tuple[str, ...]:
    """`Ann <ann@example.org>` for each address of a certificate; its name alone where it has none."""
    name = next((str(one.value) for one in cert.subject.get_attributes_for_oid(NameOID.COMMON_NAME)), "")
    addresses = [str(one.value) for one in cert.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS)]
    try:
        said = cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        addresses = [*said.get_values_for_type(x509.RFC822Name), *addresses]
    except (x509.ExtensionNotFound, ValueError):
        pass
    plain = re.sub(r"[<>\"\s]+", " ", name).strip()
    shown = "" if "@" in plain else plain  # a name that is an address would be taken for one
    return tuple(dict.fromkeys(f"{shown} <{one}>".strip() for one in addresses)) or (plain,)


def _own(key: Key) -> tuple["pkcs7.PKCS7PrivateKeyTypes | object", x509.Certificate, list[x509.Certificate]]:
    data = key.text.encode()
    secret = SECRET.search(data)
    if not secret:
        raise NoKey("its secret part is not here")
    own, *chain = [x509.load_pem_x509_certificate(one[0]) for one in CERTIFICATES.finditer(data)]
    return _opened(secret[0], key.passphrase), own, chain


def _opened(pem: bytes, passphrase: Secret) -> object:
    try:
        return load_pem_private_key(pem, passphrase.reveal().encode() or None)
    except TypeError:
        raise NoKey(_locked(passphrase)) from None
    except (ValueError, UnsupportedAlgorithm):
        raise NoKey("its secret key cannot be read: is the passphrase right?") from None


def _locked(passphrase: Secret) -> str:
    return "its secret key has no passphrase" if passphrase else "its secret key needs a passphrase"


def _unpacked(data: bytes, passphrase: Secret) -> bytes:
    """A PKCS #12 file as PEM, its secret under the same passphrase. Raises NoKey."""
    word = passphrase.reveal().encode() or None
    try:
        key, cert, chain = pkcs12.load_key_and_certificates(data, word)
    except (ValueError, UnsupportedAlgorithm):
        raise NoKey("It is no PEM file, and no PKCS #12 file that opens with this passphrase.") from None
    certs = [one.public_bytes(Encoding.PEM) for one in (cert, *chain) if one]
    if key is None:
        return b"".join(certs)
    lock = BestAvailableEncryption(word) if word else NoEncryption()
    return b"".join([key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock), *certs])
