"""Something to hand to one person: a page, and the attachments that belong to it."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import IO

from bot.facts.file import File
from bot.speech import say, several

FOLDER = "files"
LONGEST = 80  # characters of a name
UNSAFE = re.compile(r"[^\w.\- ]")
DAWN = (1980, 1, 1, 0, 0, 0)  # the date of all that is packed: the same paper is the same bytes


@dataclass(frozen=True)
class Paper:
    """`name` and `content` of the page, and the `files` that go along. `link` is where it can be had instead.

    Of a picture `alt` says what it shows. Where `later` is there, it makes the content when it is handed over, in a
    thread of its own.
    """

    name: str
    content: bytes
    content_type: str
    files: tuple[File, ...] = ()
    link: str = ""
    alt: str = ""
    later: Callable[[], bytes] | None = None

    @property
    def size(self) -> int:
        """Bytes, as far as they are known before it is packed."""
        return len(self.content) + sum(file.size for file in self.files)


def shelved(files: tuple[File, ...]) -> list[tuple[str, File]]:
    """Where each file lies in the archive: counted, and with nothing in its name that a file system could obey."""
    return [(f"{FOLDER}/{number:02}-{_safe(file.name)}", file) for number, file in enumerate(files, 1)]


def packed_name(paper: Paper) -> str:
    """Of the page alone, or of the archive with its files."""
    return f"{paper.name.rpartition('.')[0]}.zip" if paper.files else paper.name


def pack(paper: Paper, get: Callable[[File], bytes], out: IO[bytes]) -> None:
    """Write the archive of the page and its files. Raises OSError."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(paper.name, DAWN), paper.content)
        for path, file in shelved(paper.files):
            archive.writestr(zipfile.ZipInfo(path, DAWN), get(file))


def packed(paper: Paper, get: Callable[[File], bytes]) -> tuple[str, bytes]:
    """Name and bytes of what is handed over. Raises OSError."""
    if not paper.files:
        return paper.name, paper.content
    out = io.BytesIO()
    pack(paper, get, out)
    return packed_name(paper), out.getvalue()


def parcel(paper: Paper, get: Callable[[File], bytes], most: int) -> tuple[str, bytes, str]:
    """As `packed`, and a sentence about what had to stay behind, because only `most` bytes go. Raises OSError."""
    if paper.later:
        paper = replace(paper, content=paper.later(), later=None)
    if paper.size <= most:
        name, content = packed(paper, get)
        if len(content) <= most:
            return name, content, ""
    if len(paper.content) > most:
        here = say("For a day it is here: {link}", link=paper.link) if paper.link else ""
        return "", b"", f"{say('It is too big to be sent.')} {here}".strip()
    where = say("A supervisor finds them in the ticket's thread.")
    if paper.link:
        where = say("All of it, for a day: {link}", link=paper.link)
    left = several(
        "Its file is too big to be sent along.", "Its {n} files are too big to be sent along.", len(paper.files)
    )
    return paper.name, paper.content, f"{left} {where}"


def _safe(name: str) -> str:
    said = UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .") or "file"
    stem, dot, kind = said.rpartition(".")
    return f"{stem[: LONGEST - 12]}{dot}{kind[:10]}" if stem and len(said) > LONGEST else said[:LONGEST]
