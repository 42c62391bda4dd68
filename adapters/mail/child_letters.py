"""Letters as plain values and bytes, and back again."""

from collections.abc import Sequence
from dataclasses import is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from adapters.mail.child_frames import Plain
from adapters.mail.letter import Attachment, Letter

SAME = "="  # in the place of `reply`: what the sender wrote now is all there is


def told(letter: Letter) -> tuple[Plain, list[bytes]]:
    """What a frame says of `letter`, and the bytes of its attachments."""
    plain = dict(vars(letter))
    if letter.reply == letter.text:
        del plain["reply"]
        plain[SAME] = True
    return plain, [one.content for one in letter.attachments]


def plainly(value: Any) -> Any:
    """One value of a letter as JSON has it. See `child_frames.framed`."""
    if isinstance(value, Attachment):
        return [value.name, value.content_type, value.size, value.inline]
    if isinstance(value, datetime):
        return value.isoformat()
    return vars(value)


def letter_of(plain: Plain, data: bytes | bytearray) -> Letter:
    """The letter of a frame. Raises TypeError, ValueError, KeyError or AttributeError for what is none."""
    plain = dict(plain)
    if plain.pop(SAME, False):
        plain["reply"] = plain["text"]
    files = _files(plain.pop("attachments"), memoryview(data))
    return Letter(**_values(Letter, plain), attachments=files)


def _files(rows: Sequence[Sequence[Any]], data: memoryview) -> tuple[Attachment, ...]:
    files, start = [], 0
    for name, kind, size, inline in rows:
        files.append(Attachment(name, kind, bytes(data[start : start + size]), inline))
        start += size
    return tuple(files)


def _built(kind: Any, value: Any) -> Any:
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind) and isinstance(kind, type):
        return kind(**_values(kind, value))
    if kind == datetime | None:
        return datetime.fromisoformat(value) if value else None
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    return value


def _values(kind: type, plain: Plain) -> Plain:
    hints = _hints(kind)
    return {name: _built(hints[name], value) if name in hints else value for name, value in plain.items()}


@cache
def _hints(kind: type) -> dict[str, Any]:
    """Of the fields that JSON does not have as they are."""
    return {name: hint for name, hint in get_type_hints(kind).items() if hint not in (str, int, bool)}
