"""XOAUTH2: what is said to an IMAP or SMTP server to log in by token, and why it refuses.

https://developers.google.com/workspace/gmail/imap/xoauth2-protocol; Microsoft's is the same.
"""

import binascii
import json

from adapters.mail.charsets import one_line

REASONS = {  # "status" of a refusal: Google's and Microsoft's numbers, the words of RFC 7628 and 6750
    "400": "the token is expired, or not meant for this mailbox",
    "401": "the token is expired, or was taken back",
    "403": "the token does not carry the permission",
    "invalid_token": "the token is expired, or was taken back",
    "insufficient_scope": "the token does not carry the permission",
}


def hello(user: str, token: str) -> bytes:
    """The first and only word of ours, before it is put in base64."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()


def complaint(challenge: bytes) -> str:
    """What the server's JSON says against the token, in words; its text as it is where it is something else."""
    try:
        told = json.loads(challenge)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return one_line(challenge.decode("utf-8", "replace"))[:200]
    status = str(told.get("status", ""))
    said = [f"status {status}: {REASONS[status]}" if status in REASONS else f"status {status}" if status else ""]
    said += [f"it wants the scope {told['scope']}"] if told.get("scope") else []
    return one_line("; ".join(filter(None, said)))[:200]


def unpacked(text: str) -> bytes:
    """A challenge of SMTP, out of its base64 if it is in any."""
    try:
        return binascii.a2b_base64(text.encode())
    except ValueError:
        return text.encode("utf-8", "replace")
