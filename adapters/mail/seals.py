"""What proves that a mail is our own: a seal over its Message-ID, which no copied header can carry to another mail."""

import base64
import hashlib
import hmac

from bot.config import Secret

Keys = tuple[tuple[str, Secret], ...]


def seal(keys: Keys, message_id: str) -> str:
    """The value of the loop header of a mail of ours; "" where no key is set. The newest key signs."""
    return f"{keys[0][0]}.{_mac(keys[0][1], message_id)}" if keys else ""


def is_ours(keys: Keys, message_id: str, value: str) -> bool:
    """Did we seal the mail with this id? Every listed key verifies, in constant time."""
    kid, _, mac = value.strip().partition(".")
    return any(known == kid and _same(_mac(key, message_id), mac) for known, key in keys)


def _mac(key: Secret, message_id: str) -> str:
    message = f"loop|{message_id}|v1".encode("utf-8", "replace")
    digest = hmac.new(base64.b64decode(key.reveal()), message, hashlib.sha256).digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def _same(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(ours.encode(), theirs.lower().encode("utf-8", "replace"))
