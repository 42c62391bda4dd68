"""Where mails lie on a disk: single files, mbox files, maildirs and folders of all of them. Read, never written."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from adapters.mail.dates import moment
from adapters.mail.headers import Headers, head
from adapters.mail.mailbox import LARGEST, marked

MAIL, MBOX = (".eml",), (".mbox", ".mbx")
MAILDIR = ("cur", "new")
CHUNK = 64 * 1024
# how programs begin a mail in an mbox: words that begin so have no time of day and year behind them
BEGINS = re.compile(rb"From \S.{0,300}\d\d:\d\d.{0,40}\d{4}")
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


class NoMail(OSError):
    """What lies there is no mail."""


@dataclass(frozen=True)
class Spot:
    """Where one mail lies: `name` says it to people. `size` is None for a whole file; `error` says why it is none.

    `is_fetched`: the intake's own code wrote it there, so that what is above it is true.
    """

    name: str
    path: Path
    start: int = 0
    size: int | None = None
    error: str = ""
    is_fetched: bool = False

    def read(self, most: int = LARGEST) -> bytes:
        """The mail; one of more than 35 MB as the intake fetches it: its headers. Raises OSError."""
        if self.error:
            raise NoMail(self.error)
        with self.path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size if self.size is None else self.size
            file.seek(self.start)
            first = file.readline(CHUNK) if self.size is not None else b""
            raw = file.read(min(size - len(first), most))
        size -= len(first)
        raw = ESCAPED.sub(rb"\1", raw).removesuffix(b"\n") if first else raw
        if self.is_fetched:
            return raw
        return marked(head(raw) + b"\r\n\r\n", size) if size > LARGEST else marked(raw)


@dataclass(frozen=True)
class Found:
    """A mail that was read, or why it cannot be: then `raw` is None."""

    name: str
    raw: bytes | None
    error: str = ""


def mails(path: Path) -> Iterator[Found]:
    """Every mail of `spots`, read. Raises nothing."""
    for spot in spots(path):
        try:
            yield Found(spot.name, spot.read())
        except OSError as error:
            yield Found(spot.name, None, why(error))


def spots(path: Path) -> Iterator[Spot]:
    """Every mail in a file or, in the order of their names, in the files below a folder. Raises nothing.

    In a folder these are the files named .eml or .mbox and those of maildirs; a link to a folder is not followed.
    """
    for file in _below(path):
        try:
            yield from _of_file(file)
        except OSError as error:
            yield Spot(str(file), file, error=why(error))


def why(error: OSError) -> str:
    """Why a file cannot be read, in words."""
    return str(error) if isinstance(error, NoMail) else f"it cannot be read: {error.strerror or type(error).__name__}"


def got_at(raw: bytes) -> datetime | None:
    """When its last server says that it got the mail, else when its sender says he wrote it, in UTC."""
    headers = Headers.of(head(raw))
    said = [value.rpartition(";")[2] for value in headers.raw("received")[:1]] + [headers.get("date")]
    return next((at for one in said if (at := moment(one)) and at.year > 1970), None)


def _below(path: Path) -> list[Path]:
    """The mails' files below a folder. What is none, or cannot be looked into, is in the list: reading it says why."""
    found: list[Path] = []
    not_folders: list[OSError] = []
    for here, _, names in os.walk(path, onerror=not_folders.append):
        files = [Path(here, name) for name in names]
        found += [one for one in files if one.suffix.lower() in (*MAIL, *MBOX) or one.parent.name in MAILDIR]
    return sorted([*found, *(Path(error.filename) for error in not_folders)])


def _of_file(path: Path) -> Iterator[Spot]:
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        next(path.iterdir(), None)  # it is listed because that raises
        return
    if not stat.S_ISREG(about.st_mode):
        yield Spot(str(path), path, error="it is no file of mails")
        return
    with path.open("rb") as file:
        is_mbox = path.suffix.lower() not in MAIL and BEGINS.match(file.read(CHUNK))
        if is_mbox:
            file.seek(0)
            for number, (start, size) in enumerate(_of_mbox(file), start=1):
                yield Spot(f"{path}#{number}", path, start, size)
        elif path.suffix.lower() not in MBOX or about.st_size:
            yield Spot(str(path), path)


def _of_mbox(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Where each mail of an mbox begins, with the line that says so, and its size."""
    start = at = 0
    is_line, was_blank = True, True
    while piece := file.readline(CHUNK):
        if is_line and was_blank and at > start and BEGINS.match(piece):
            yield start, at - start
            start = at
        at += len(piece)
        was_blank = is_line and piece in (b"\n", b"\r\n")
        is_line = piece.endswith(b"\n")
    if at > start:
        yield start, at - start
