"""A folder of keys, and the mail edge of a desk that has them."""

import asyncio

import pytest

from adapters.mail.keys import pgp, smime
from adapters.mail.keys.opening import Opening
from adapters.mail.keys.ring import Ring
from adapters.mail.parse import letter
from bot.config import Queue
from tests.adapters.mail.keys.people import now


@pytest.fixture
def ring(tmp_path):
    return Ring(tmp_path / "keys", {}, now)


@pytest.fixture
def know(ring):
    """Import a key: PGP's own value, or a certificate in PEM."""

    def know(key):
        found = smime.read(key) if isinstance(key, bytes) else pgp.read(str(key).encode())
        for one in found:
            ring.put(one)

    return know


@pytest.fixture
def look(ring):
    """Read a raw mail as a queue does; its letter."""

    async def read(raw):
        return letter(raw)

    def look(raw, queue=Queue("support"), opening=None):  # noqa: B008
        opening = opening or Opening(ring)
        return asyncio.run(opening.opened(raw, letter(raw), queue, read))

    return look
