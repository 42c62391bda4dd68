"""OpenPGP, by pysequoia: an optional extra, and where it is absent nothing of this can be done, and nothing breaks.

What it decrypts was not changed on its way: messages without integrity protection are refused (CVE-2017-17688).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from adapters.mail.keys.key import PGP, Key, NoKey
from bot.config import Secret

try:
    import pysequoia
    from pysequoia.packet import Packet, PacketPile, Tag
except ImportError:  # the extra `pgp` is not installed
    pysequoia = None  # type: ignore[assignment]

IS_HERE = pysequoia is not None
INSTALL = "PGP needs the extra pgp: .venv/bin/python -m pip install '.[pgp]'"
HASHES = {"SHA256": "pgp-sha256", "SHA384": "pgp-sha384", "SHA512": "pgp-sha512", "SHA224": "pgp-sha224"}

ARMORED = re.compile(
    rb"-----BEGIN PGP [A-Z]+ KEY BLOCK-----(?:(?!-----BEGIN ).)+?-----END PGP [A-Z]+ KEY BLOCK-----", re.DOTALL
)  # fmt: skip

Store = Callable[[list[str]], Any]  # the keys for those ids


@dataclass(frozen=True)
class Opened:
    """What was in a message, and the fingerprint of the key that signed it: "" for none of those that were tried.

    `issuers` are the fingerprints that its signatures name; where `is_odd`, none of them could be looked at.
    """

    content: bytes
    signer: str = ""
    issuers: tuple[str, ...] = ()
    is_odd: bool = False


def read(data: bytes) -> list[Key]:
    """The keys in a file. Raises NoKey."""
    if not IS_HERE:
        raise NoKey(f"{INSTALL}.")
    try:
        found = [_key(packets) for block in ARMORED.findall(data) or [data] for packets in _split(block)]
    except RuntimeError as error:
        raise NoKey(f"It holds a PGP key that cannot be read: {_said(error)}.") from None
    if not found:
        raise NoKey("It holds no PGP key.")
    return found


def held(key: Key, passphrase: Secret) -> Key:
    """The key with the passphrase that opens it."""
    return replace(key, passphrase=passphrase)


def unlocked(key: Key) -> str:
    """Why this key of ours cannot be used with its passphrase, "" where it can."""
    try:
        pysequoia.Tsk.from_bytes(key.text.encode()).signer(_passphrase(key.passphrase))
    except RuntimeError as error:
        return _said(error)
    return ""


def signed(key: Key, data: bytes) -> tuple[bytes, str]:
    """The detached signature of `data`, armored, and the name of its hash for a mail. Raises NoKey."""
    try:
        mode = pysequoia.SignatureMode.DETACHED
        signature = pysequoia.sign(_signer(key), data, mode=mode)
        hashed = str(pysequoia.Sig.from_bytes(signature).hash_algorithm).rpartition(".")[2]
    except RuntimeError as error:
        raise NoKey(_said(error)) from None
    return signature, HASHES.get(hashed, "pgp-sha512")


def encrypted(data: bytes, to: Sequence[Key], by: Key | None) -> bytes:
    """`data` encrypted for these keys, armored; signed within by ours. Raises NoKey."""
    try:
        certs = [pysequoia.Cert.from_bytes(key.text.encode()) for key in to]
        return pysequoia.encrypt(data, recipients=certs, signer=_signer(by) if by else None)
    except RuntimeError as error:
        raise NoKey(_said(error)) from None


def issuer(signature: bytes) -> str:
    """The fingerprint that a detached signature names, or its end; "" where it names none."""
    try:
        found = pysequoia.Sig.from_bytes(signature)
    except RuntimeError:
        return ""
    return (found.issuer_fingerprint or found.issuer_key_id or "").lower()


def issuers(message: bytes) -> tuple[str, ...]:
    """The same of a message in clear text with its signature."""
    asked: list[str] = []
    _verified(lambda store: pysequoia.verify(message, store), [], asked)
    return tuple(asked)


def verified(data: bytes, signature: bytes, certs: Sequence[Key]) -> Opened | None:
    """`data` where one of these keys made the detached signature, else None."""
    try:
        made = pysequoia.Sig.from_bytes(signature)
    except RuntimeError:
        return None
    return _verified(lambda store: pysequoia.verify(data, store, signature=made), certs, [])


def cleartext(message: bytes, certs: Sequence[Key]) -> Opened | None:
    """The text of a message in clear where one of these keys signed it, else None."""
    return _verified(lambda store: pysequoia.verify(message, store), certs, [])


def decrypted(message: bytes, own: Sequence[Key], certs: Sequence[Key]) -> Opened | None:
    """What is in a message, where one of our keys opens it; None where none does, or it was changed."""
    for key in own:
        try:
            decryptor = pysequoia.Tsk.from_bytes(key.text.encode()).decryptor(_passphrase(key.passphrase))
        except RuntimeError:
            continue
        try:
            found = pysequoia.decrypt(message, decryptor)
        except RuntimeError:
            continue
        asked: list[str] = []
        try:
            signer = _signer_of(partial(pysequoia.decrypt, message, decryptor), certs, asked)
        except RuntimeError as error:  # GnuPG compresses what it has signed, and there no signature is looked for
            is_odd = "structure" in _said(error)
            return Opened(bytes(found.bytes or b""), "", tuple(asked), is_odd)
        return Opened(bytes(found.bytes or b""), signer.signer if signer else "", tuple(asked))
    return None


def _verified(check: Callable[[Store], Any], certs: Sequence[Key], asked: list[str]) -> Opened | None:
    try:
        return _signer_of(check, certs, asked)
    except RuntimeError:
        return None


def _signer_of(check: Callable[[Store], Any], certs: Sequence[Key], asked: list[str]) -> Opened | None:
    """What `check` gives with these keys; `asked` is told which ones it asked for. Raises RuntimeError."""
    known = [pysequoia.Cert.from_bytes(key.text.encode()) for key in certs]

    def store(ids: list[str]) -> list["pysequoia.Cert"]:
        asked.extend(one.lower() for one in ids)
        return known

    found = check(store)
    if not found.valid_sigs:
        return None
    return Opened(bytes(found.bytes or b""), found.valid_sigs[0].certificate.lower())


def _split(block: bytes) -> list[list["Packet"]]:
    """The packets of each key in a block."""
    keys: list[list[Packet]] = []
    for packet in PacketPile.from_bytes(block):
        if packet.tag in (Tag.PublicKey, Tag.SecretKey):
            keys.append([])
        if keys:
            keys[-1].append(packet)
    return keys


def _key(packets: list["Packet"]) -> Key:
    tsk = pysequoia.Tsk.from_packets(packets) if packets[0].tag == Tag.SecretKey else None
    cert = tsk.extract_certificate() if tsk else pysequoia.Cert.from_packets(packets)
    ids = tuple(packet.fingerprint.lower() for packet in packets if packet.fingerprint)
    names = tuple(str(name) for name in cert.user_ids)
    return Key(PGP, cert.fingerprint.lower(), names, tsk is not None, cert.expiration, cert.is_revoked, False, ids,
               str(tsk or cert), can_encrypt=_can_encrypt(cert))  # fmt: skip


def _can_encrypt(cert: "pysequoia.Cert") -> bool:
    """Some keys only sign."""
    try:
        return bool(pysequoia.encrypt(b"", recipients=[cert]))
    except RuntimeError:
        return False


def _signer(key: Key) -> "pysequoia.PySigner":
    return pysequoia.Tsk.from_bytes(key.text.encode()).signer(_passphrase(key.passphrase))


def _passphrase(secret: Secret) -> str | None:
    return secret.reveal() or None


def _said(error: Exception) -> str:
    """Its first line: what follows are addresses in a program."""
    return str(error).partition("\n")[0].strip(" .")
