"""The header block of a mail, read by hand: the standard parser raises on access and explodes on hostile fields."""

import base64
import binascii
import re

from adapters.mail.charsets import decoded, hides, one_line

BLOCK = 256 * 1024
FIELDS = 1000
VALUE = 16 * 1024

FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
# a question mark that its sender forgot to encode belongs to the word; the beginning of another word does not
WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?((?:[^?=]|=(?!\?[^=])|\?(?!=))*+)\?=")
BETWEEN_WORDS = re.compile(r"(\?=)\s+(=\?[^?\s]{1,40}\?[bBqQ]\?)")
ID = re.compile(r"<[^<>\s]{1,250}>")
BLANK = re.compile(rb"\n\r?\n|\r\r")  # begins at the end of the last field, without its carriage return


class Headers:
    """The fields of a mail, in order. Names are compared without case; every accessor gives what there is."""

    def __init__(self, fields: list[tuple[str, bytes]], broken: bool = False, cut: bool = False) -> None:
        self.fields = fields
        self.broken = broken  # lines that are no fields for the standard parser stood between fields
        self.cut = cut  # there is more than the limits allow
        self._values: dict[str, list[str]] = {}
        for name, value in fields:
            self._values.setdefault(name, []).append(one_line(decoded(value[:VALUE])))

    @classmethod
    def of(cls, raw: bytes) -> "Headers":
        """The fields before the first blank line; lines that are none are skipped."""
        fields: list[tuple[str, bytes]] = []
        junk = broken = cut = False
        for line in head(raw).splitlines():
            if line[:1] in (b" ", b"\t") and fields:
                name, value = fields[-1]
                cut = cut or len(value) + len(line) > VALUE
                fields[-1] = (name, value + b" " + line.strip()[:VALUE] if len(value) < VALUE else value)
            elif found := FIELD.match(line):
                # a blank before the colon is an old way to write one, and for the standard parser none
                broken = broken or junk or line[len(found[1])] != ord(":")
                cut = cut or len(found[2]) > VALUE or len(fields) == FIELDS
                fields += [(found[1].decode("ascii").lower(), found[2].strip()[:VALUE])] if len(fields) < FIELDS else []
            else:
                junk = True
        return cls(fields, broken, cut or len(raw) > BLOCK == len(head(raw)))

    def raw(self, name: str) -> list[str]:
        """Every instance of a field as it stands, unfolded."""
        return self._values.get(name, [])

    def all(self, name: str) -> list[str]:
        """Every instance of a field with its encoded words decoded."""
        return [one_line(words(value)) for value in self.raw(name)]

    def get(self, name: str) -> str:
        """The first instance, decoded; "" where there is none."""
        return next(iter(self.all(name)), "")

    def ids(self, name: str) -> tuple[str, ...]:
        """The Message-IDs in a field, in order."""
        return tuple(ID.findall(" ".join(self.raw(name))))

    def has(self, prefix: str) -> bool:
        return any(name.startswith(prefix) for name in self._values)


def head(raw: bytes) -> bytes:
    """The header block, cut at its limit. An mbox line and blank lines before it are no part of it."""
    start = raw[:BLOCK].lstrip(b"\r\n")
    if start.startswith((b"From ", b">From ")):
        start = start.partition(b"\n")[2]
    end = BLANK.search(start)
    return start[: end.start()].removesuffix(b"\r") if end else start


def body(raw: bytes) -> bytes:
    """What follows the first blank line."""
    raw = raw.lstrip(b"\r\n")
    end = BLANK.search(raw)
    return raw[end.end() :] if end else b""


def words(value: str) -> str:
    """`value` with RFC 2047 encoded words decoded, also where a character is split over two words."""
    if "=?" not in value:
        return value
    value = BETWEEN_WORDS.sub(r"\1\2", BETWEEN_WORDS.sub(r"\1\2", value))
    out: list[str] = []
    waiting, charset, last = b"", "", 0
    for found in WORD.finditer(value):
        name = found[1].partition("*")[0].lower()
        name = "" if hides(name) else name
        if waiting and (found.start() > last or name != charset):
            out.append(decoded(waiting, charset))
            waiting = b""
        out.append(value[last : found.start()])
        waiting += _bytes_of(found[2], found[3])
        charset, last = name, found.end()
    return "".join((*out, decoded(waiting, charset) if waiting else "", value[last:]))


def _bytes_of(how: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if how in "qQ":
        return binascii.a2b_qp(data, header=True)
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    return base64.b64decode(clean[: len(clean) - (len(clean) % 4 == 1)] + b"==")
