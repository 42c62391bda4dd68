"""A key as the desk knows it: whose it is, how long it is good, and its text as it lies in the folder."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import getaddresses

from bot.config import Secret

PGP, SMIME = "PGP", "S/MIME"
NONE = Secret("")


class NoKey(Exception):
    """What was given is no key that can be used; its text is a sentence."""


@dataclass(frozen=True)
class Key:
    """`names` are whose it is, as the key says: `Ann <ann@example.org>`. `is_own`: its secret part is here.

    `ids` are the fingerprints by which signatures name it, lower case. `text` is what a file holds of it, armored:
    of one of ours with the secret, under `passphrase` if that has one. `is_authority`: it vouches for others' keys.
    """

    kind: str  # PGP or SMIME
    fingerprint: str
    names: tuple[str, ...]
    is_own: bool
    expires_at: datetime | None = None
    is_revoked: bool = False
    is_authority: bool = False
    ids: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    passphrase: Secret = NONE
    can_encrypt: bool = True  # can mail be encrypted for it?

    @property
    def addresses(self) -> tuple[str, ...]:
        """The plain addresses among its names, lower case."""
        return addresses(self.names)

    def trouble(self, now: datetime) -> str:
        """Why it is no good now, "" where it is: `expired on 2026-05-31`."""
        if self.is_revoked:
            return "was revoked"
        if self.expires_at and self.expires_at <= now:
            return f"expired on {self.expires_at:%Y-%m-%d}"
        return ""

    @property
    def name(self) -> str:
        """Whose it is, for people."""
        return next(iter(self.names), self.fingerprint[-16:])


def addresses(names: Sequence[str]) -> tuple[str, ...]:
    """The plain addresses among names, lower case."""
    return tuple(dict.fromkeys(one.lower() for _, one in getaddresses(list(names)) if "@" in one))
