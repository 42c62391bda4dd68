"""What of a mail is signed or encrypted, byte for byte as it came.

Only a mail that is signed or encrypted as a whole counts: what stands beside a part that is would pass for signed too,
or would be joined with what is decrypted (CVE-2017-17688, CVE-2017-17689).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from itertools import pairwise

from adapters.mail.filenames import field
from adapters.mail.headers import Headers, body
from adapters.mail.parameters import parameters
from adapters.mail.protection import ENVELOPES

SIGNATURES = {
    "application/pgp-signature": "PGP/MIME", "application/pkcs7-signature": "S/MIME",
    "application/x-pkcs7-signature": "S/MIME",
}  # fmt: skip
CLEAR = re.compile(
    rb"-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n.*\r?\n-----END PGP SIGNATURE-----", re.DOTALL
)  # fmt: skip
ARMOR = re.compile(rb"-----BEGIN PGP MESSAGE-----[ \t]*\r?\n.*\r?\n-----END PGP MESSAGE-----", re.DOTALL)
WRAPPING = re.compile(r"mime-version$|content-(?!language)")  # fields that tell of what is within


@dataclass(frozen=True)
class Wrapped:
    """`how` is PGP/MIME, PGP or S/MIME. Of a detached signature `content` is what it signs, else None."""

    how: str
    data: bytes  # the signature, the message, or the envelope
    content: bytes | None = None


def signed(raw: bytes) -> Wrapped | None:
    """What a mail that is signed as a whole is made of; None where only a part of it is, or none."""
    kind, params, inner = _root(raw)
    if kind == "multipart/signed":
        return _detached(params.get("boundary", ""), inner)
    if kind in ENVELOPES:
        return Wrapped("S/MIME", _data(_part(raw)))
    if kind in ("text/plain", "") and (text := _data(_part(raw)).strip()) and CLEAR.fullmatch(text):
        return Wrapped("PGP", text)
    return None


def encrypted(raw: bytes) -> Wrapped | None:
    """The same of a mail that is encrypted as a whole."""
    kind, params, inner = _root(raw)
    if kind == "multipart/encrypted":
        parts = _split(params.get("boundary", ""), inner)
        if len(parts) == 2 and _kind(parts[0]) == "application/pgp-encrypted":
            return Wrapped("PGP/MIME", _data(_part(parts[1])))
    elif kind in ENVELOPES:
        return Wrapped("S/MIME", _data(_part(raw)))
    elif kind in ("text/plain", "") and (text := _data(_part(raw)).strip()) and ARMOR.fullmatch(text):
        return Wrapped("PGP", text)
    return None


def rewrapped(raw: bytes, inner: bytes) -> bytes:
    """The mail with `inner` (a MIME entity) in the place of all that it held: its fields say the rest."""
    fields = [(name, value) for name, value in Headers.of(raw).fields if not WRAPPING.match(name)]
    head = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in fields)
    return head + b"MIME-Version: 1.0\r\n" + inner


def canonical(data: bytes) -> bytes:
    """With CRLF at the end of each line, as it was signed (RFC 3156, 5; RFC 8551, 3.1.1)."""
    return re.sub(rb"\r?\n", b"\r\n", data)


def _detached(boundary: str, inner: bytes) -> Wrapped | None:
    parts = _split(boundary, inner)
    if len(parts) != 2 or (how := SIGNATURES.get(_kind(parts[1]), "")) == "":
        return None
    return Wrapped(how, _data(_part(parts[1])), canonical(parts[0]))


def _split(boundary: str, inner: bytes) -> list[bytes]:
    """The parts between the boundaries as they came, without the line end that belongs to the boundary."""
    if not boundary:
        return []
    line = rb"(?:\A|\r?\n)--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(--)?[ \t]*(?=\r?\n|\Z)"
    cuts = list(re.finditer(line, inner))
    parts = []
    for start, end in pairwise(cuts):
        if start[1]:
            break
        parts.append(re.sub(rb"\A\r?\n", b"", inner[start.end() : end.start()]))
    return parts if cuts and any(cut[1] for cut in cuts) else []


def _data(part: Message) -> bytes:
    """The decoded bytes of a part. All that `bodies` knows of odd ones is not needed here, and takes long to load."""
    try:
        data = part.get_payload(decode=True)
    except Exception:  # unknown encodings
        return b""
    return data if isinstance(data, bytes) else b""


def _root(raw: bytes) -> tuple[str, Mapping[str, str], bytes]:
    said = Headers.of(raw).raw("content-type")
    kind, params = parameters(said[0]) if said else ("", {})
    return kind.lower(), params, body(raw)


def _kind(part: bytes) -> str:
    return _part(part).get_content_type()


def _part(raw: bytes) -> Message:
    return message_from_bytes(raw, policy=compat32)


def charset(raw: bytes) -> str:
    """In which letters a mail of a single text is written; "" where it does not say."""
    return parameters(field(_part(raw), "content-type"))[1].get("charset", "")
