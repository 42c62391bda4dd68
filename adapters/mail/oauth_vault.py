"""The newest refresh token of a mailbox, sealed in the store: a restart must find what the provider gave last.

The key is the refresh token of the environment. So a copy of the database opens nothing, and when the operator puts a
new token there, what was kept for the old one counts no more.
"""

import base64
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken

from bot.config import OAuth
from bot.ports import Store

LASTS = timedelta(seconds=60)  # longer than any answer of a provider is waited for


class Vault:
    """One at a time over all processes: providers that rotate take a token used twice for stolen.

    Every method is one transaction, for the desk's thread.
    """

    def __init__(self, store: Store, mailbox: str, oauth: OAuth, owner: str, now: Callable[[], datetime]) -> None:
        """`owner` "" is a process that runs beside the desk and claims nothing.

        On SQLite whoever takes a lease counts all other processes as dead, and frees what they hold.
        """
        self._store, self._mailbox, self._oauth, self._owner, self._now = store, mailbox, oauth, owner, now
        self._lease = f"oauth:{mailbox}"
        self._first = oauth.refresh_token.reveal()
        self._about = f"{self._lease}|{oauth.client_id}|{oauth.token_url}"

    def beside(self) -> "Vault":
        """The same, for a process that only looks."""
        return Vault(self._store, self._mailbox, self._oauth, "", self._now)

    def open(self) -> tuple[int | None, str] | None:
        """Take the refresh token out: a fence, and the token. None while another process has it out."""
        fence = None
        with self._store.transaction() as tx:
            if self._owner:
                fence = tx.leases.take(self._lease, self._owner, self._now(), self._now() + LASTS)
            kept = tx.leases.value(self._lease)
        if self._owner and fence is None:
            return None
        return fence, unsealed(self._first, self._about, kept) or self._first

    def shut(self, fence: int | None, new: str = "") -> None:
        """Give it back; `new` is what the provider gave in its place."""
        with self._store.transaction() as tx:
            if new:
                tx.leases.keep(self._lease, sealed(self._first, self._about, new), fence)
            if self._owner:
                tx.leases.drop(self._lease, self._owner)


def sealed(key: str, about: str, text: str) -> str:
    """`text` encrypted and authenticated."""
    return _box(key, about).encrypt(text.encode()).decode()


def unsealed(key: str, about: str, kept: str) -> str:
    """The text again; "" where `kept` is empty, or was sealed with another key or about something else."""
    try:
        return _box(key, about).decrypt(kept.encode()).decode()
    except InvalidToken:
        return ""


def _box(key: str, about: str) -> Fernet:
    """A refresh token is long and random: one keyed hash of it is a key, and no slow one is needed."""
    return Fernet(base64.urlsafe_b64encode(hmac.digest(key.encode(), f"{about}|v1".encode(), "sha256")))
