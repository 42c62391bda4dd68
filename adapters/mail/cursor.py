"""How far a mailbox was read: kept in a lease, so that one process reads and a stale one cannot move it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.mail.mailbox import Fetched
from bot.ports import Arrival, Store

SWEEP = timedelta(days=1)  # between two comparisons with the server's list
DUE = "due"
CHUNK = 500  # references asked for at once


class Outrun(Exception):
    """Another process reads this mailbox now."""


@dataclass(frozen=True)
class Cursor:
    """Every mail up to `uid` under this `uidvalidity` is ours."""

    uidvalidity: int = 0
    uid: int = 0

    @classmethod
    def of(cls, value: str) -> "Cursor":
        uidvalidity, _, uid = value.partition(":")
        return cls(int(uidvalidity), int(uid)) if uidvalidity.isdigit() and uid.isdigit() else cls()

    def under(self, uidvalidity: int) -> "Cursor":
        """The cursor to read from: from the start where the server numbered its mails anew."""
        return self if self.uidvalidity == uidvalidity else Cursor(uidvalidity)

    def __str__(self) -> str:
        return f"{self.uidvalidity}:{self.uid}"


class Ledger:
    """The store's side of one mailbox. Every method is one transaction, for the desk's thread."""

    def __init__(self, store: Store, mailbox: str, owner: str, now: Callable[[], datetime]) -> None:
        self._store, self._mailbox, self._owner, self._now = store, mailbox, owner, now
        self._lease, self._seen, self._swept = f"mailbox:{mailbox}", f"seen:{mailbox}", f"swept:{mailbox}"

    def take(self, lasts: timedelta) -> tuple[int, Cursor] | None:
        """Take or renew the lease. Returns its fence and the cursor; None while another process has it."""
        with self._store.transaction() as tx:
            fence = tx.leases.take(self._lease, self._owner, self._now(), self._now() + lasts)
            return None if fence is None else (fence, Cursor.of(tx.leases.value(self._lease)))

    def add(self, mails: Sequence[Fetched], cursor: Cursor, fence: int, lasts: timedelta) -> int:
        """Write the mails down and move the cursor, together; renew the lease. Returns how many were new.

        Raises Outrun, and nothing is written, when the lease went to another process.
        """
        with self._store.transaction() as tx:
            new = tx.arrivals.add([self._arrival(mail, cursor.uidvalidity) for mail in mails])
            if new:
                tx.leases.keep(self._seen, str(int(tx.leases.value(self._seen) or 0) + new))
            renewed = tx.leases.take(self._lease, self._owner, self._now(), self._now() + lasts)
            if renewed != fence or not tx.leases.keep(self._lease, str(cursor), fence):
                raise Outrun(f"{self._mailbox}: another process reads it")
            return new

    def looked(self) -> bool:
        """It was read to the end, without trouble. Returns whether it is time to compare it with the server's list."""
        with self._store.transaction() as tx:
            tx.leases.keep(f"looked:{self._mailbox}", self._now().isoformat())
            if tx.leases.value(f"trouble:{self._mailbox}"):
                tx.leases.keep(f"trouble:{self._mailbox}", "")
            swept = tx.leases.value(self._swept)
            if not swept:  # the first look has seen everything there was
                tx.leases.keep(self._swept, self._now().isoformat())
                return False
            return swept == DUE or self._now() - datetime.fromisoformat(swept) >= SWEEP

    def failed(self, trouble: str) -> None:
        """Why it cannot be read, for those who are told."""
        with self._store.transaction() as tx:
            tx.leases.keep(f"trouble:{self._mailbox}", trouble)

    def missing(self, uidvalidity: int, uids: Sequence[int]) -> list[int]:
        """Those of the server's `uids` that should be here, as far as was read, and are not."""
        with self._store.transaction() as tx:
            read = Cursor.of(tx.leases.value(self._lease)).under(uidvalidity)
            expected = [uid for uid in uids if uid <= read.uid]
            known: set[str] = set()
            for start in range(0, len(expected), CHUNK):
                known |= tx.arrivals.known([self._source(uidvalidity, uid) for uid in expected[start : start + CHUNK]])
            return [uid for uid in expected if self._source(uidvalidity, uid) not in known]

    def want_sweep(self) -> None:
        """Compare with the server's list at the next look."""
        with self._store.transaction() as tx:
            tx.leases.keep(self._swept, DUE)

    def swept(self) -> None:
        with self._store.transaction() as tx:
            tx.leases.keep(self._swept, self._now().isoformat())

    def drop(self) -> None:
        with self._store.transaction() as tx:
            tx.leases.drop(self._lease, self._owner)

    def _arrival(self, mail: Fetched, uidvalidity: int) -> Arrival:
        at = min(mail.at or self._now(), self._now())  # a server whose clock is ahead delays nothing
        return Arrival(self._source(uidvalidity, mail.uid), "mail", mail.raw, at, lane=self._mailbox)

    def _source(self, uidvalidity: int, uid: int) -> str:
        return f"imap:{self._mailbox}/{uidvalidity}/{uid}"
