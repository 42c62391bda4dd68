"""What goes through the pipes between the desk and a process that reads mails: a few plain values, and bytes.

A frame is two lengths, JSON, and bytes as they are. Nothing in it is code: who reads hostile mails is not believed.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from struct import Struct
from typing import Any

LENGTHS = Struct(">II")
MOST_JSON, MOST_BYTES = 160_000_000, 160_000_000  # of a frame: a mail of the largest size, in the widest letters
CHUNK = 2**20
SMALL = 2**16  # bytes that go at once, as a pipe holds: each piece more wakes the other end once more

Take = Callable[[int], bytes | bytearray]  # so many bytes from the other end, no fewer
Plain = dict[str, Any]


class TooLarge(ValueError):
    """A frame that nobody needs: its sender means harm."""


def framed(told: Plain, blobs: Sequence[bytes], default: Callable[[Any], Any] | None = None) -> Iterator[memoryview]:
    """The frame in pieces, none of them large. `default` makes plain what `told` holds, as that of `json.dumps`."""
    said = json.dumps(told, default=default, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    size = sum(map(len, blobs))
    lengths = LENGTHS.pack(len(said), size)
    if len(said) + size < SMALL:
        yield memoryview(b"".join((lengths, said, *blobs)))
        return
    for piece in (lengths, said, *blobs):
        view = memoryview(piece)
        yield from (view[start : start + CHUNK] for start in range(0, len(piece), CHUNK))


def unframed(take: Take) -> tuple[Plain, bytes | bytearray]:
    """The next frame. Raises what `take` raises, TooLarge, and ValueError for what is no JSON."""
    said, data = LENGTHS.unpack(take(LENGTHS.size))
    if said > MOST_JSON or data > MOST_BYTES:
        raise TooLarge(f"{said} and {data} bytes")
    text = take(said).decode("utf-8", "surrogatepass")  # the bytes are let go of before the values are made
    told = json.loads(text)
    if not isinstance(told, dict):
        raise ValueError("a frame holds an object")
    return told, take(data)
