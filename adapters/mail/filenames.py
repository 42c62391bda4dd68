"""Names of attachments: whatever the sender called it, as one clean path element."""

import mimetypes
import re
from email.message import Message
from urllib.parse import unquote_to_bytes

from adapters.mail.charsets import decoded, one_line
from adapters.mail.headers import VALUE, Headers
from adapters.mail.parameters import parameters, unlabelled
from adapters.mail.payloads import held

LONGEST = 120
FORBIDDEN = re.compile(r'[<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}", re.ASCII)


def filename(part: Message, number: int) -> str:
    """The name of `part`, or one made for it: an enclosed mail by its subject, else `part-<number>` and its type."""
    return clean(given(part)) or _enclosed(part) or f"part-{number}{_extension(part)}"


def clean(name: str) -> str:
    """The last path element without control and direction characters; "" where nothing is left."""
    last = re.split(r"[/\\]", one_line(name.replace("\ufffd", "")))[-1]
    last = FORBIDDEN.sub("_", last).strip(" .")
    if len(last) > LONGEST:
        stem, dot, extension = last.rpartition(".")
        last = f"{stem[: LONGEST - 12]}.{extension[:10]}" if dot else last[:LONGEST]
    return last


def clean_type(kind: str) -> str:
    """`kind` if it is written like a content type, else that of unknown bytes."""
    return kind if TYPE.fullmatch(kind) else "application/octet-stream"


def given(part: Message) -> str:
    """The name that its sender gave it, as it was written; "" where there is none."""
    fields = ((field(part, "content-disposition"), "filename"), (field(part, "content-type"), "name"))
    read = (_read(parameters(value)[1].get(name, "")) for value, name in fields)
    return next(filter(None, read), "") or next(filter(None, (unlabelled(value, name) for value, name in fields)), "")


def field(part: Message, name: str) -> str:
    """A field of a part as text, unfolded: the standard parser would make its raw bytes `?`."""
    value = next((str(value) for key, value in part.raw_items() if key.lower() == name), "")[:VALUE]
    return re.sub(r"\r?\n", "", decoded(value.encode("utf-8", "surrogateescape")))


def _read(value: str) -> str:
    if found := re.fullmatch(r"([\w-]+)'[\w-]*'(\S*%\S*)", value):  # RFC 2231 without its star
        return decoded(unquote_to_bytes(found[2]), found[1])
    return value


def _enclosed(part: Message) -> str:
    if part.get_content_type() != "message/rfc822":
        return ""
    payload = held(part)
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message):
        return "message.eml"
    subjects = [str(value) for name, value in inner.raw_items() if name.lower() == "subject"]
    line = b"Subject: " + "".join(subjects[:1]).encode("utf-8", "surrogateescape").replace(b"\n", b" ") + b"\n\n"
    return f"{clean(Headers.of(line).get('subject'))[:80] or 'message'}.eml"


def _extension(part: Message) -> str:
    return mimetypes.guess_extension(part.get_content_type()) or ".bin"
