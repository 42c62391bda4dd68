"""DKIM (RFC 6376), by dkimpy, an optional extra: a mail signed for the domain that it comes from.

Usually that is the relay's work.
"""

import importlib
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from bot.config import Dkim

INSTALL = "it needs the extra dkim: .venv/bin/python -m pip install '.[dkim]'"
BITS = 1024  # of a key, at least: verifiers take less for none (RFC 8301, 3.2)
# what a reader sees, and what a reply goes by; each once more than it is there, so that none can be added
SIGNED = (
    b"from", b"from", b"to", b"to", b"cc", b"subject", b"subject", b"date", b"date", b"message-id", b"reply-to",
    b"in-reply-to", b"references", b"mime-version", b"content-type", b"content-transfer-encoding",
)  # fmt: skip


def trouble(wanted: Dkim) -> str:
    """Why nothing can be signed so, "" where it can."""
    try:
        importlib.import_module("dkim")  # takes most of a second: better now than under the first answer
    except ImportError:
        return INSTALL
    try:
        key = load_pem_private_key(wanted.key.reveal().encode(), None)
    except (ValueError, TypeError):
        return "its key cannot be read; accepted is an RSA key in PEM without a passphrase"
    if not isinstance(key, RSAPrivateKey) or key.key_size < BITS:
        return f"its key is no RSA key of {BITS} bits or more"
    return ""


def stamped(raw: bytes, wanted: Dkim) -> bytes:
    """The mail with its signature above it."""
    library: Any = importlib.import_module("dkim")  # a second that only those pay who want it
    key: Any = load_pem_private_key(wanted.key.reveal().encode(), None)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    domain, selector = wanted.domain.encode(), wanted.selector.encode()
    field = library.sign(raw, selector, domain, pem, canonicalize=(b"relaxed", b"relaxed"), include_headers=SIGNED)
    return bytes(field) + raw
