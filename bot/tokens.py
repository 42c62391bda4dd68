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
from itertools import islice

from bot.config import Secret

DIGITS = string.digits + string.ascii_lowercase
MOST, LONGEST = 20, 20_000  # tokens and characters looked at
# looked for first: SHAPE begins anew at every letter, and most texts hold nothing like it
MAC = re.compile(r"\.[a-zA-Z2-7]{26}(?![a-zA-Z0-9])")
SHAPE = re.compile(r"(?<![0-9a-z])([a-z])([0-9a-z]{1,10})\.([a-z2-7]{26})(?![a-z0-9])", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Tokens:
    """Signs and verifies. `keys` are (kid, key), newest first; a kid is one letter."""

    keys: tuple[tuple[str, Secret], ...]

    def sign(self, number: int, recipient: str) -> str:
        """The token of a ticket for one recipient (a mail address, compared without case)."""
        kid, key = self.keys[0]
        return f"{kid}{base36(number)}.{_mac(key, number, recipient)}"

    def verify(self, text: str, recipients: tuple[str, ...]) -> tuple[int, str] | None:
        """The ticket of a valid token in `text`, and which of `recipients` it was made for.

        None when there is no token or it is nobody's of them: a token alone says nothing.
        """
        pairs = ((claim, recipient) for claim in claims(text) for recipient in recipients)
        return next(((claim.number, whose) for claim, whose in pairs if self.holds(claim, whose)), None)

    def holds(self, claim: "Claim", recipient: str) -> bool:
        """Is the claim a token that we made for `recipient`?"""
        key = next((key for kid, key in self.keys if kid == claim.kid), None)
        return key is not None and hmac.compare_digest(_mac(key, claim.number, recipient), claim.mac)


@dataclass(frozen=True)
class Claim:
    """What looks like a token, unverified: whose recipient must still be asked."""

    kid: str
    number: int
    mac: str


def claims(text: str) -> list[Claim]:
    """The first few things in `text` that look like tokens: who sends more wants us busy."""
    if not MAC.search(text):
        return []
    found = islice(SHAPE.finditer(text[:LONGEST]), MOST)
    said = (match.group(0).lower() for match in found)
    parts = ((one[0], one[1:].partition(".")) for one in said)
    return [Claim(kid, int(number, 36), mac) for kid, (number, _, mac) in parts if not number.startswith("0")]


def _mac(key: Secret, number: int, recipient: str) -> str:
    return digest(key, f"reply|{number}|{recipient.strip().lower()}|v1")


def digest(key: Secret, words: str) -> str:
    """The first 128 bits of the words' HMAC-SHA256, in 26 letters."""
    made = hmac.new(base64.b64decode(key.reveal()), words.encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:16]).decode().rstrip("=").lower()


def base36(number: int) -> str:
    said = ""
    while number:
        number, digit = divmod(number, 36)
        said = DIGITS[digit] + said
    return said or "0"


def redacted(text: str) -> str:
    """`text` with every reply token blotted out, for logs and chat."""
    return SHAPE.sub("[reply token]", text) if MAC.search(text) else text
