"""Links that let whoever asked answer without writing a mail: signed for one ticket and one person, for a while.

`<kid><ticket>.<until>.<26 base32>`, both in base 36, `until` in Unix seconds; the keys are those of `bot.tokens`.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.config import Secret
from bot.tokens import base36, digest

SHAPE = re.compile(r"([a-z])([0-9a-z]{1,10})\.([0-9a-z]{1,10})\.([a-z2-7]{26})")


@dataclass(frozen=True)
class Link:
    """What a link says of itself, unverified."""

    kid: str
    number: int
    until: datetime
    mac: str


@dataclass(frozen=True)
class Links:
    """Signs and verifies. `keys` are (kid, key), newest first; without any there are no links."""

    keys: tuple[tuple[str, Secret], ...]

    def sign(self, number: int, place: str, until: datetime) -> str:
        """The link's token for the person at `place`; "" without keys."""
        if not self.keys:
            return ""
        kid, key = self.keys[0]
        end = base36(int(until.timestamp()))
        return f"{kid}{base36(number)}.{end}.{digest(key, _words(number, place, end))}"

    def holds(self, link: Link, place: str, now: datetime) -> bool:
        """Did we make it for `place`, and does it still work?"""
        key = next((key for kid, key in self.keys if kid == link.kid), None)
        if key is None or link.until <= now:
            return False
        made = digest(key, _words(link.number, place, base36(int(link.until.timestamp()))))
        return hmac.compare_digest(made, link.mac)


def read(token: str) -> Link | None:
    """The link of `token`; None where it is none."""
    found = SHAPE.fullmatch(token.lower())
    if not found:
        return None
    try:
        return Link(found[1], int(found[2], 36), datetime.fromtimestamp(int(found[3], 36), UTC), found[4])
    except (OverflowError, ValueError, OSError):
        return None


def _words(number: int, place: str, until: str) -> str:
    return f"solved|{number}|{place.strip().lower()}|{until}|v1"
