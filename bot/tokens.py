"""The reply token: what lets a mail speak on a ticket without knowing anything but what we gave it.

`support+<kid><ticket in base 36>.<26 base32>@host`: the first 128 bits of HMAC-SHA256 over ticket and recipient.
Compared without case in constant time. Keys rotate: the newest signs, every listed one verifies.
"""

import base64
import hashlib
import hmac
import re
import string
from dataclasses import dataclass

from bot.config import Secret

DIGITS = string.digits + string.ascii_lowercase
SHAPE = re.compile(r"(?<![0-9a-z])([a-z])([0-9a-z]{1,10})\.([a-z2-7]{26})(?![a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True)
class Tokens:
    """Signs and verifies. `keys` are (kid, key), newest first; a kid is one letter."""

    keys: tuple[tuple[str, Secret], ...]

    def sign(self, number: int, recipient: str) -> str:
        """The token of a ticket for one recipient (a mail address, compared without case)."""
        kid, key = self.keys[0]
        return f"{kid}{_base36(number)}.{_mac(key, number, recipient)}"

    def verify(self, text: str, recipients: tuple[str, ...]) -> tuple[int, str | None] | None:
        """The ticket of a valid token in `text`, and which of `recipients` it was made for.

        None when there is no token or it is nobody's of them: a token alone says nothing.
        """
        for kid, number36, mac in SHAPE.findall(text):
            key = next((key for known, key in self.keys if known == kid.lower()), None)
            if key is None:
                continue
            number = int(number36, 36)
            for recipient in recipients:
                if hmac.compare_digest(_mac(key, number, recipient), mac.lower()):
                    return number, recipient
        return None

    def candidates(self, text: str) -> list[int]:
        """Ticket numbers that `text` claims to hold a token of, unverified: whose recipient must still be asked."""
        return list(dict.fromkeys(int(number36, 36) for _, number36, _ in SHAPE.findall(text)))


def _mac(key: Secret, number: int, recipient: str) -> str:
    message = f"reply|{number}|{recipient.strip().lower()}|v1".encode()
    digest = hmac.new(base64.b64decode(key.reveal()), message, hashlib.sha256).digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def _base36(number: int) -> str:
    said = ""
    while number:
        number, digit = divmod(number, 36)
        said = DIGITS[digit] + said
    return said or "0"


def redacted(text: str) -> str:
    """`text` with every reply token blotted out, for logs and chat."""
    return SHAPE.sub("[reply token]", text)
