"""Proofs that a mail address is somebody's: a code that only who reads its mail can say.

The code is kept nowhere: it follows from a key of the desk's (REPLY_SECRETS) and the proof's own random name. Whoever
has the database has no code, and cannot try them out.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.config import Secret

DIGITS = 6
LASTS = timedelta(minutes=15)
TRIES = 5  # of one code
SUBJECT = "code/"  # what the keys of the notices begin with that bring a code


@dataclass(frozen=True)
class Proof:
    """`place` asked at `at` for a code to show that the place `address` (a mail's) is theirs too."""

    name: str  # random, and nobody's to guess
    place: str
    address: str
    at: datetime


class Proofs(Protocol):
    def add(self, proof: Proof) -> None: ...  # no older one of the same place is open any more
    def asked(self, since: datetime, place: str = "", address: str = "") -> int: ...  # by whom, for which; in all
    def open(self, place: str, since: datetime) -> Proof | None: ...  # not used, nor tried too often; locked
    def tried(self, proof: Proof) -> None: ...
    def used(self, proof: Proof) -> None: ...


def code(keys: tuple[tuple[str, Secret], ...], name: str) -> str:
    """The code of a proof: six digits."""
    made = hmac.new(base64.b64decode(keys[0][1].reveal()), f"code|{name}|v1".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(made[:16], 'big') % 10**DIGITS:0{DIGITS}}"


def is_right(keys: tuple[tuple[str, Secret], ...], proof: Proof, said: str) -> bool:
    """Is `said` its code? Compared in constant time."""
    return hmac.compare_digest(code(keys, proof.name).encode(), said.encode(errors="replace"))
