"""Files that old programs write into the text itself, between `begin 644 name` and `end`."""

import binascii
import re

from adapters.mail.filenames import clean
from adapters.mail.letter import Attachment

BEGIN = re.compile(r"begin [0-7]{3,4} (\S.{0,200})")


def unpacked(text: str) -> tuple[str, list[Attachment]]:
    """`text` without the files in it, and the files. What only begins like one stays text."""
    if "begin " not in text:
        return text, []
    words: list[str] = []
    files: list[Attachment] = []
    begun: list[str] = []  # the lines since a beginning
    data = bytearray()
    for line in text.split("\n"):
        if not begun:
            (begun if BEGIN.fullmatch(line) else words).append(line)
        elif line == "end" and data:
            files.append(_file(begun[0], bytes(data)))
            begun, data = [], bytearray()
        elif (read := _line(line)) is not None:
            begun.append(line)
            data += read
        else:
            words += [*begun, line]
            begun, data = [], bytearray()
    return "\n".join((*words, *begun)).strip("\n"), files


def _line(line: str) -> bytes | None:
    if len(line) > 90:
        return None
    try:
        return binascii.a2b_uu(line.encode("ascii"))
    except ValueError:
        return None


def _file(begin: str, data: bytes) -> Attachment:
    return Attachment(clean(begin.split(" ", 2)[2]) or "file.bin", "application/octet-stream", data)
