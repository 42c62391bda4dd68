"""Our finished mails signed and encrypted, as their queue and their answer want it; and signed for our domain.

What a requester reads on the outside stays there: addresses, subject, ids and our loop seal. Constant lines and what
the libraries give is all that is added, so that nothing of anybody's words can get into a header here.
"""

import base64
import re

from adapters.mail.keys import dkim, pgp, smime
from adapters.mail.keys.checks import KINDS
from adapters.mail.keys.key import PGP, Key, NoKey
from adapters.mail.keys.ring import LAYERS, Ring
from bot.config import Mailbox, Settings
from bot.events import Replied
from bot.ports import Post, Undeliverable

AGAIN = "Import its successor (deskbell keys import FILE), then send it again"
FIELD = re.compile(rb"[^\r\n]+(?:\r\n[ \t][^\r\n]*)*\r\n")
Wanted = tuple[str, str] | None  # a kind of key, and whose


class Wrapping:
    """Takes each mail as its last step before it is stored. Its keys are looked up then, and not before."""

    def __init__(self, settings: Settings, ring: Ring) -> None:
        self._settings, self._ring = settings, ring

    def wrapped(self, raw: bytes, post: Post, mailbox: Mailbox, to: str) -> bytes:
        """The mail to the address `to` as it leaves. Raises Undeliverable where a key that it needs is no good."""
        kind = KINDS.get(self._settings.queue(post.ticket.queue).sign, "")
        layer = post.event.fact.encrypted if isinstance(post.event.fact, Replied) else ""
        if kind or layer:
            sign = (kind, mailbox.address) if kind else None
            raw = self._guarded(raw, post.uuid, sign, (layer, to) if layer else None)
        return dkim.stamped(raw, mailbox.dkim) if mailbox.dkim else raw

    def _guarded(self, raw: bytes, uuid: str, sign: Wanted, encrypt: Wanted) -> bytes:
        """Signed, then encrypted, each by its kind of key for an address, or not."""
        outside, inside = _split(raw)
        try:
            if sign:
                inside = _signed(inside, self._own(*sign), f"=_{uuid}_signed")
            if encrypt:
                inside = _encrypted(inside, self._theirs(*encrypt), f"=_{uuid}_encrypted")
        except NoKey as error:
            raise Undeliverable(str(error)) from None
        return outside + b"MIME-Version: 1.0\r\n" + inside

    def _own(self, kind: str, address: str) -> Key:
        key = self._ring.own(kind, address)
        if key is None:
            raise NoKey(f"its queue signs its mails, but no secret {kind} key of {address} is known. {AGAIN}")
        return self._good(key, f"its queue signs its mails, but our {kind} key of {address}")

    def _theirs(self, layer: str, address: str) -> Key:
        kind = next(kind for kind, name in LAYERS.items() if name == layer)
        key = self._ring.of(address, kind)
        if key is None:
            raise NoKey(f"it must leave encrypted, but the {kind} key of {address} is gone. {AGAIN}")
        return self._good(key, f"it must leave encrypted, but the {kind} key of {address}")

    def _good(self, key: Key, what: str) -> Key:
        if trouble := key.trouble(self._ring.now()):
            raise NoKey(f"{what} {trouble}. {AGAIN}")
        return key


def _split(raw: bytes) -> tuple[bytes, bytes]:
    """The fields that stay outside, and the entity with those that say how it is written."""
    head, _, body = raw.partition(b"\r\n\r\n")
    fields = FIELD.findall(head + b"\r\n")
    outside = [one for one in fields if not one.lower().startswith((b"content-", b"mime-version:"))]
    inside = [one for one in fields if one.lower().startswith(b"content-")]
    return b"".join(outside), b"".join(inside) + b"\r\n" + body


def _signed(entity: bytes, key: Key, boundary: str) -> bytes:
    """RFC 3156, 5, and RFC 8551, 3.5.3."""
    if key.kind == PGP:
        signature, hashed = pgp.signed(key, entity)
        kind, name, data = "application/pgp-signature", "signature.asc", _lines(signature)
        encoding = "7bit"
    else:
        hashed, kind, name, encoding = "sha-256", "application/pkcs7-signature", "smime.p7s", "base64"
        data = _lines(base64.encodebytes(smime.signed(key, entity)))
    head = f'Content-Type: multipart/signed; protocol="{kind}";\r\n micalg={hashed}; boundary="{boundary}"\r\n\r\n'
    above = f"{_file(kind, name, encoding)}\r\n".encode()
    return _parts(head, boundary, [entity, above + data])


def _encrypted(entity: bytes, key: Key, boundary: str) -> bytes:
    """RFC 3156, 4, and RFC 8551, 3.3."""
    if key.kind != PGP:
        above = _file("application/pkcs7-mime; smime-type=enveloped-data", "smime.p7m", "base64")
        return f"{above}\r\n".encode() + _lines(base64.encodebytes(smime.encrypted(entity, [key])))
    kind = "application/pgp-encrypted"
    head = f'Content-Type: multipart/encrypted; protocol="{kind}";\r\n boundary="{boundary}"\r\n\r\n'
    version = f"Content-Type: {kind}\r\n\r\nVersion: 1\r\n".encode()
    message = f"{_file('application/octet-stream', 'encrypted.asc', '7bit')}\r\n".encode()
    return _parts(head, boundary, [version, message + _lines(pgp.encrypted(entity, [key], None))])


def _file(kind: str, name: str, encoding: str) -> str:
    return (
        f'Content-Type: {kind}; name="{name}"\r\nContent-Transfer-Encoding: {encoding}\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n'
    )


def _parts(head: str, boundary: str, parts: list[bytes]) -> bytes:
    line = f"--{boundary}".encode()
    return head.encode() + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _lines(data: bytes) -> bytes:
    return b"\r\n".join(data.splitlines()) + b"\r\n"
