"""Signed or encrypted, and how: said, and nothing more. What is encrypted stays an opaque file (EFAIL)."""

import re
from collections.abc import Iterable
from email.message import Message

from adapters.mail.base64s import unpacked
from adapters.mail.filenames import field
from adapters.mail.letter import Protection
from adapters.mail.parameters import parameters
from adapters.mail.payloads import held

PROTOCOLS = {
    "application/pgp-signature": ("PGP/MIME", ""), "application/pgp-encrypted": ("", "PGP/MIME"),
    "application/pkcs7-signature": ("S/MIME", ""), "application/x-pkcs7-signature": ("S/MIME", ""),
}  # fmt: skip
ENVELOPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
KINDS = {"enveloped-data": ("", "S/MIME"), "authenveloped-data": ("", "S/MIME"), "signed-data": ("S/MIME", "")}
# within the first bytes: 1.2.840.113549.1.7.2 signed, .3 enveloped; 1.9.16.1.23 authenticated
SIGNED, ENVELOPED = bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d010703")
AUTHENTICATED = bytes.fromhex("2a864886f70d0109100117")
INLINE = re.compile(r"^-----BEGIN PGP (SIGNED MESSAGE|MESSAGE)-----$", re.MULTILINE)


def protection(parts: Iterable[Message], text: str) -> Protection:
    """How a mail of these parts and this text is protected; the outermost layer of each kind counts."""
    found = [_of(part) for part in parts]
    inline = {line[1] for line in INLINE.finditer(text)}
    found += [("PGP" if "SIGNED MESSAGE" in inline else "", "PGP" if "MESSAGE" in inline else "")]
    signed, encrypted = (next(filter(None, one), "") for one in zip(*found, strict=True))
    return Protection(signed, encrypted)


def _of(part: Message) -> tuple[str, str]:
    kind = part.get_content_type()
    if kind in ("multipart/signed", "multipart/encrypted"):
        named = parameters(field(part, "content-type"))[1].get("protocol", "").lower()
        return PROTOCOLS.get(named, ("", ""))
    if kind in PROTOCOLS:
        return PROTOCOLS[kind]
    if kind not in (*ENVELOPES, "application/octet-stream"):
        return "", ""
    params = parameters(field(part, "content-type"))[1]
    name = params.get("name") or parameters(field(part, "content-disposition"))[1].get("filename", "")
    if kind in ENVELOPES or name.lower().endswith(".p7m"):
        return KINDS.get(params.get("smime-type", "").lower()) or _inside(part)
    return "", ""


def _inside(part: Message) -> tuple[str, str]:
    """What kind of envelope it is, where its sender does not say."""
    head = unpacked(str(held(part))[:400].encode("utf-8", "replace"))
    if SIGNED in head:
        return "S/MIME", ""
    return "", "S/MIME" if ENVELOPED in head or AUTHENTICATED in head else ""
