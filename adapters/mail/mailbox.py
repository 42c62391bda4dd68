"""One IMAP connection, blocking, for one thread. Reads by UID and never by flag; what it reads it does not change."""

import select
import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from imapclient import SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from adapters.mail.oauth_sasl import complaint, hello
from adapters.mail.parse import CUT
from adapters.mail.servers import Server

BATCH, BATCH_BYTES = 50, 10_000_000
LARGEST = 35_000_000  # bytes; of a greater mail only the headers are read
SIZES = 500  # mails asked for their size at once
CONNECT, READ = 10.0, 60.0  # seconds


@dataclass(frozen=True)
class Fetched:
    """A mail as the server has it. `at` is when the server got it, aware UTC; None where it does not say."""

    uid: int
    raw: bytes
    at: datetime | None


class Mailbox:
    """An open mailbox. Every method but `abort` belongs to the connection's own thread."""

    def __init__(self, server: Server) -> None:
        """Connect and log in. Raises imapclient's LoginError where the server refuses us."""
        self._server = server
        timeout = SocketTimeout(connect=CONNECT, read=READ)
        self._client: Any = IMAPClient(server.host, server.port, ssl=server.encryption == "tls", timeout=timeout)
        self._client.normalise_times = False  # else INTERNALDATE is this machine's local time
        try:
            if server.encryption == "starttls":
                self._client.starttls()
            if server.token:
                self._present(server)
            else:
                self._client.login(server.user, server.password)
        except BaseException:
            self.close()
            raise
        self.can_idle = bool(self._client.has_capability("IDLE"))
        self.uidvalidity = self._told = 0

    def look(self) -> int:
        """Select the folder, which shows what came. Returns its UIDVALIDITY."""
        self.uidvalidity = int(self._client.select_folder(self._server.folder)[b"UIDVALIDITY"])
        self._told = self._news()
        return self.uidvalidity

    def after(self, cursor: int) -> Iterator[list[Fetched]]:
        """The mails with a UID above `cursor`, in order, in batches of at most 50 mails and 10 MB."""
        # `n:*` always names the last mail, even below n
        yield from self.bring(sorted(uid for uid in self._client.search(["UID", f"{cursor + 1}:*"]) if uid > cursor))

    def uids(self) -> list[int]:
        """Every UID in the selected folder, in order."""
        return sorted(self._client.search(["ALL"]))

    def bring(self, uids: Sequence[int]) -> Iterator[list[Fetched]]:
        """These mails, in batches as above."""
        for start in range(0, len(uids), SIZES):
            sizes = self._client.fetch(uids[start : start + SIZES], ["RFC822.SIZE"])
            known = {uid: int(row[b"RFC822.SIZE"]) for uid, row in sorted(sizes.items()) if b"RFC822.SIZE" in row}
            for batch in _batches(known):
                yield self._fetch(batch, known)

    def wait(self, seconds: float) -> None:
        """Until the server has something to say, or `seconds` have passed. What it says is not read: it is a hint.

        Raises where the line is dead.
        """
        if self._news() > self._told:  # told beside the answer to a search or fetch, it would not be told again
            return
        self._client.idle()
        line = self._client.socket()
        if not self._is_buffered(line):
            poll = select.poll()
            poll.register(line, select.POLLIN | select.POLLHUP | select.POLLERR)
            poll.poll(seconds * 1000)
        self._client.idle_done()

    def mark(self, uids: Sequence[int]) -> None:
        """Set the seen flag, a courtesy to people who look into the mailbox."""
        self._client.add_flags(list(uids), [SEEN], silent=True)

    def abort(self) -> None:
        """End a wait from another thread."""
        with suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with suppress(Exception):
            self._client.shutdown()

    def _present(self, server: Server) -> None:
        """Log in by token. Raises LoginError with the server's reason, which imapclient's own login does not keep."""
        reasons: list[bytes] = []

        def answer(challenge: bytes) -> bytes:
            if not challenge:
                return hello(server.user, server.token)
            reasons.append(challenge)
            return b""  # only then the server says no

        try:
            self._client.sasl_login("XOAUTH2", answer)
        except (LoginError, ValueError) as error:
            said = "; ".join([str(error), *map(complaint, reasons)])
            raise LoginError(said) from None

    def _fetch(self, uids: list[int], sizes: dict[int, int]) -> list[Fetched]:
        part = "BODY.PEEK[]" if sizes[uids[0]] <= LARGEST else "BODY.PEEK[HEADER]"
        key = part.replace(".PEEK", "").encode()
        rows = self._client.fetch(uids, [part, "INTERNALDATE"])
        size = sizes[uids[0]] if "HEADER" in part else 0
        # a mail that is not in the answer was expunged meanwhile
        return [
            Fetched(uid, marked(rows[uid][key] or b"", size), _utc(rows[uid]))
            for uid in uids
            if key in rows.get(uid, {})
        ]

    def _news(self) -> int:
        """How often the server has told a number of mails since the folder was selected."""
        return len(self._client._imap.untagged_responses.get("EXISTS", []))

    def _is_buffered(self, line: Any) -> bool:
        """Did news come in one packet with the answer to IDLE? Then the socket itself would stay silent."""
        line.setblocking(False)
        try:
            return bool(self._client._imap.file.peek(1))
        except (OSError, ValueError, AttributeError):  # no matter: the next look is not far
            return False
        finally:
            line.settimeout(READ)


def marked(raw: bytes, size: int = 0) -> bytes:
    """`raw` below our own first line, where it was cut at its headers (`size` in bytes) or itself begins like that."""
    is_forged = raw[: len(CUT)].lower() == CUT.lower().encode()
    return f"{CUT}: {size}\r\n".encode() + raw if size or is_forged else raw


def _batches(sizes: dict[int, int]) -> Iterator[list[int]]:
    batch: list[int] = []
    weight = 0
    for uid, size in sizes.items():
        if batch and (len(batch) == BATCH or weight + size > BATCH_BYTES):
            yield batch
            batch, weight = [], 0
        batch.append(uid)
        weight += size
    if batch:
        yield batch


def _utc(row: dict[bytes, Any]) -> datetime | None:
    at = row.get(b"INTERNALDATE")
    return at.astimezone(UTC) if isinstance(at, datetime) and at.tzinfo else None
