"""The marks by which a post that was sent is found again."""

import base64
import hashlib
from datetime import datetime

EPOCH_MS = 1_420_070_400_000  # the first second of 2015, where Discord's ids begin


def nonce(uuid: str, part: int = 0) -> str:
    """24 characters, the same for every try of a part of a post; the platform takes 25 at most."""
    seed = f"{uuid}/{part}" if part else uuid
    return base64.b32encode(hashlib.sha256(seed.encode()).digest()[:15]).decode()


def id_at(moment: datetime) -> int:
    """The least id that something made at `moment` has (milliseconds since 2015, shifted over 22 bits)."""
    return max(0, int(moment.timestamp() * 1000) - EPOCH_MS) << 22
