"""Bytes in, Letter out. Pure and total: whatever the bytes are, there is a letter."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes
from email.policy import compat32

from adapters.mail import addresses, natures, reports
from adapters.mail.authentication import authentication
from adapters.mail.bodies import Parts, flat
from adapters.mail.dates import moment
from adapters.mail.headers import ID, Headers, body
from adapters.mail.letter import Attachment, Letter, Nature, Sender
from adapters.mail.payloads import Part
from adapters.mail.protection import protection
from adapters.mail.shapes import MOST
from adapters.mail.trimming import trim
from bot.subjects import PREFIX
from bot.tokens import SHAPE

LARGEST = 35_000_000  # bytes; above it only the headers were fetched
LOOP = "X-Deskbell-Loop"
CUT = "X-Deskbell-Cut"  # our first line of a mail of which only the headers were fetched: its size; else 0
TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")  # of a language
OUR_CUT = re.compile(rb"X-Deskbell-Cut: (\d{1,12})\r\n")  # anywhere below the first line it is a stranger's
RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to")


def letter(raw: bytes, trusted: Sequence[str] = ()) -> Letter:
    """Read a mail. Never raises: what cannot be unpacked comes as headers with the raw mail attached.

    `trusted` names the servers whose Authentication-Results count: those of the provider of our mailbox.
    """
    try:
        return _whole(raw[:LARGEST], trusted)
    except Exception as error:  # the parser's own limits: depth, memory of a part, unknown encodings
        return bare(
            raw, f"this mail could not be unpacked ({type(error).__name__}); it is attached as it came", trusted
        )


def bare(raw: bytes, defect: str, trusted: Sequence[str] = ()) -> Letter:
    """The least: the headers, and the whole mail as a file."""
    attached = (Attachment("mail.eml", "message/rfc822", raw),) if raw else ()
    headers = Headers.of(raw)
    read = _headed(raw, headers, addresses.sender(headers), trusted, None)
    return replace(read, attachments=attached, defect=defect)


def _whole(raw: bytes, trusted: Sequence[str]) -> Letter:
    headers = Headers.of(raw)
    message = message_from_bytes(_mended(raw, headers), Part, policy=compat32)
    parts = Parts(message)
    who = addresses.sender(headers)
    kind, report = reports.read(headers, who, message, body(raw), parts.text)
    read = _headed(raw, headers, who, trusted, kind)
    reply, quoted = _folded(parts, read)
    return replace(
        read,
        text=parts.text,
        reply=reply,
        quoted=quoted,
        attachments=parts.attachments,
        report=report,
        protection=protection(flat(message), parts.text),
        defect=_defect(raw, headers, parts),
    )


def _headed(
    raw: bytes, headers: Headers, who: Sender, trusted: Sequence[str], report: Nature | None
) -> Letter:  # fmt: skip
    """What the headers alone tell, once it is known what kind of report it is, if any."""
    authenticated = authentication(headers, who, trusted)
    (to, more_to), (cc, more_cc) = (addresses.addressees(headers.raw(name)) for name in ("to", "cc"))
    return Letter(
        sender=who,
        subject=headers.get("subject")[:500],
        text="",
        message_id=_message_id(headers, raw),
        sha256=_fingerprint(headers, raw),
        verdict=natures.verdict(headers, who, report, _answers_ours(headers), authenticated),
        date=moment(headers.get("date")),
        fields=tuple(value for name in RECIPIENTS for value in headers.raw(name)),
        to=to,
        cc=cc,
        uncounted=more_to + more_cc,
        in_reply_to=headers.ids("in-reply-to")[:MOST],
        references=headers.ids("references")[-MOST:],
        authentication=authenticated,
        loop=headers.get(LOOP.lower()),
        hops=len(headers.raw("received")),
        lists=tuple(_list_id(value) for value in headers.raw("list-id")[:MOST]),
        language=_language(headers.get("content-language")),
    )


def _language(told: str) -> str:
    """The one language of a Content-Language field (RFC 3282), as a tag."""
    return told.strip() if TAG.fullmatch(told.strip()) else ""


def _answers_ours(headers: Headers) -> bool:
    """Does it answer a mail of ours, as far as can be seen without the keys?"""
    return any(SHAPE.search(one) for name in (*RECIPIENTS, "in-reply-to") for one in headers.raw(name))


def _folded(parts: Parts, read: Letter) -> tuple[str, str]:
    """What the sender wrote now, and the rest. Whatever goes wrong there, all of it is shown."""
    try:
        is_answer = bool(read.in_reply_to or read.references or not read.subject or PREFIX.match(read.subject))
        trimmed = trim(parts.text, parts.html, read.subject, is_answer)
    except Exception:
        return parts.text, ""
    return trimmed.reply, trimmed.quoted


def _mended(raw: bytes, headers: Headers) -> bytes:
    """`raw` for the standard parser, which takes the first bad line between fields for the end of the headers."""
    if not headers.broken:
        return raw
    fields = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in headers.fields)
    return fields + b"\r\n" + body(raw)


def _defect(raw: bytes, headers: Headers, parts: Parts) -> str:
    if (cut := OUR_CUT.match(raw)) and (size := int(cut[1])):
        return f"this mail has {size // 1_000_000} MB, which is too much: only its headers were read"
    if parts.unread:
        return "this mail has more HTML than is read; all of it is attached"
    if parts.cut:
        return "this mail has more parts than are shown"
    return "its headers are longer than is read" if headers.cut else ""


def _message_id(headers: Headers, raw: bytes) -> str:
    given = " ".join(headers.raw("message-id"))
    if found := ID.search(given):
        return found[0]
    bare_id = given.strip()
    if re.fullmatch(r"[^<>\s]{3,250}", bare_id):
        return f"<{bare_id}>"
    return f"<raw-{hashlib.sha256(raw).hexdigest()}>"


def _list_id(value: str) -> str:
    """RFC 2919: the name in angle brackets, behind a description."""
    return value[:1000].rpartition("<")[2].partition(">")[0].strip().lower()


def _fingerprint(headers: Headers, raw: bytes) -> str:
    said = "\n".join((*headers.raw("from"), *headers.raw("date"))).encode("utf-8", "replace")
    return hashlib.sha256(said + b"\n\n" + b"\n".join(body(raw).split(b"\r\n")).strip()).hexdigest()
