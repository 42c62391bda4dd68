"""Letters as plain values and bytes, and back again."""

from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from adapters.mail.child_frames import Plain
from adapters.mail.letter import Attachment, Letter
from bot.copies import replace

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
    files = plain.pop("attachments")
    plain["attachments"] = ()
    letter: Letter = _maker(Letter)(plain)
    return replace(letter, attachments=_files(files, memoryview(data)))


def _files(rows: Sequence[Sequence[Any]], data: memoryview) -> tuple[Attachment, ...]:
    files, start = [], 0
    for name, kind, size, inline in rows:
        files.append(Attachment(name, kind, bytes(data[start : start + size]), inline))
        start += size
    return tuple(files)


@cache
def _maker(kind: Any) -> Any:
    """What makes a value of `kind` of what JSON has; None where that is the same."""
    if get_origin(kind) is tuple:
        make = _maker(get_args(kind)[0])
        return (lambda values: tuple(map(make, values))) if make else tuple
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_maker(kind)
    if kind == datetime | None:
        return lambda value: datetime.fromisoformat(value) if value else None
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else None


def _dataclass_maker(kind: type) -> Callable[[Plain], Any]:
    makers = {name: made for name, hint in get_type_hints(kind).items() if (made := _maker(hint))}

    def make(plain: Plain) -> Any:
        other = {name: made(plain[name]) for name, made in makers.items() if name in plain}
        return kind(**{**plain, **other})

    return make
