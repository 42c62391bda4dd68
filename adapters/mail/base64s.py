"""Base64 as it comes: with junk, cut off in the middle, several pieces one after the other, or not base64 at all."""

import base64
import re

WORDY = 12  # characters a word: text that calls itself base64 has a blank for so many
PIECES = 1_000  # more ends than that are junk
NOT_ITS_OWN = bytes(sorted(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")))


def unpacked(data: bytes) -> bytes:
    """The bytes that `data` stands for; `data` itself where it is words. What is no base64 in it is left out."""
    start = data[:10_000]
    if len(re.findall(rb"\S [^\s]", start)) * WORDY > len(start):
        return data
    clean = data.translate(None, NOT_ITS_OWN)
    if clean.count(b"=") > PIECES:
        return _decoded(clean.replace(b"=", b""))
    out, piece = bytearray(), bytearray()
    for found in re.finditer(rb"([^=]*)(=*)", clean):
        piece += found[1]
        if found[2] and (len(piece) + len(found[2])) % 4 == 0:  # its end; elsewhere an equals sign is junk
            out += _decoded(bytes(piece))
            piece.clear()
    return bytes(out + _decoded(bytes(piece)))


def _decoded(letters: bytes) -> bytes:
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))
