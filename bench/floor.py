"""The floor: the least that any intake must do, written with nothing in between. What we are measured against.

Fetch every mail by IMAP in the same batches, read it with the standard library, commit it to SQLite as durably.
"""

import sqlite3
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from time import perf_counter

from imapclient import IMAPClient

from adapters.mail.mailbox import BATCH
from adapters.mail.servers import Server
from bench.spent import Spent
from storage.engine import PRAGMAS

TABLE = "CREATE TABLE mail (id INTEGER PRIMARY KEY, sender TEXT, subject TEXT, text TEXT, raw BLOB)"
INSERT = "INSERT INTO mail (sender, subject, text, raw) VALUES (?, ?, ?, ?)"


def floor(imap_url: str, directory: Path) -> Spent:
    """Read the whole mailbox into a new database in `directory`."""
    database = sqlite3.connect(directory / "floor.db", isolation_level=None)
    for pragma in PRAGMAS:
        database.execute(f"PRAGMA {pragma}")
    database.execute(TABLE)
    parts = {"fetch": 0.0, "parse": 0.0, "database": 0.0}
    began = last = perf_counter()
    mails = 0
    for raws in _batches(Server.of(imap_url)):
        last = _lapped(parts, "fetch", last)
        for raw in raws:
            said = _read(raw)
            last = _lapped(parts, "parse", last)
            database.execute("BEGIN IMMEDIATE")
            database.execute(INSERT, (*said, raw))
            database.execute("COMMIT")
            last = _lapped(parts, "database", last)
        mails += len(raws)
    _lapped(parts, "fetch", last)
    took = perf_counter() - began
    database.close()
    return Spent(mails, took, parts)


def _batches(server: Server) -> Iterator[list[bytes]]:
    client = IMAPClient(server.host, server.port, ssl=False)
    client.login(server.user, server.password)
    client.select_folder(server.folder)
    uids = client.search("ALL")
    for start in range(0, len(uids), BATCH):
        rows = client.fetch(uids[start : start + BATCH], ["BODY.PEEK[]"])
        yield [row[b"BODY[]"] for row in rows.values()]
    client.logout()


def _read(raw: bytes) -> tuple[str, str, str]:
    mail = message_from_bytes(raw, policy=policy.default)
    body = mail.get_body(("plain", "html"))
    return str(mail["from"]), str(mail["subject"]), str(body.get_content()) if body else ""


def _lapped(parts: dict[str, float], part: str, last: float) -> float:
    now = perf_counter()
    parts[part] += now - last
    return now
