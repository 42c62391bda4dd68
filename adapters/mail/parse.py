"""Bytes in, Letter out. Pure and total: whatever the bytes are, there is a letter."""

import hashlib
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import compat32
from email.utils import parsedate_to_datetime

from adapters.mail import addresses, natures, reports
from adapters.mail.bodies import Parts
from adapters.mail.headers import ID, Headers, body
from adapters.mail.letter import REPORTS, Attachment, Letter, Report, Sender, Verdict
from adapters.mail.shapes import MOST
from bot.tokens import SHAPE

LARGEST = 35_000_000  # bytes; above it only the headers were fetched
LOOP = "X-Deskbell-Loop"
CUT = "X-Deskbell-Cut"  # our first line of a mail of which only the headers were fetched: its size; else 0
OUR_CUT = re.compile(rb"X-Deskbell-Cut: (\d{1,12})\r\n")  # anywhere below the first line it is a stranger's
RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to")


def letter(raw: bytes) -> Letter:
    """Read a mail. Never raises: what cannot be unpacked comes as headers with the raw mail attached."""
    try:
        return _whole(raw[:LARGEST])
    except Exception as error:  # the parser's own limits: depth, memory of a part, unknown encodings
        return bare(raw, f"this mail could not be unpacked ({type(error).__name__}); it is attached as it came")


def bare(raw: bytes, defect: str) -> Letter:
    """The least: the headers, and the whole mail as a file."""
    headers = Headers.of(raw)
    attached = (Attachment("mail.eml", "message/rfc822", raw),) if raw else ()
    who = _sender(headers)
    verdict = natures.verdict(headers, who, set(), False, False)
    return _letter(raw, headers, who, "", attached, verdict, Report(), defect)


def _whole(raw: bytes) -> Letter:
    headers = Headers.of(raw)
    message = message_from_bytes(_mended(raw, headers), policy=compat32)
    parts = Parts(message)
    who, types = addresses.sender(headers), reports.types(message)
    report = reports.read(message, parts.text)
    answers_ours = any(SHAPE.search(one) for name in (*RECIPIENTS, "in-reply-to") for one in headers.raw(name))
    verdict = natures.verdict(headers, who, types, bool(report.ids), answers_ours)
    return _letter(raw, headers, who, parts.text, parts.attachments, verdict, report, _defect(raw, parts))


def _letter(
    raw: bytes, headers: Headers, who: Sender, text: str, attachments: tuple[Attachment, ...], verdict: Verdict,
    report: Report, defect: str,
) -> Letter:  # fmt: skip
    return Letter(
        sender=who,
        subject=headers.get("subject")[:500],
        text=text,
        message_id=_message_id(headers, raw),
        sha256=_fingerprint(headers, raw),
        verdict=verdict,
        date=_date(headers.get("date")),
        attachments=attachments,
        recipients=tuple(value for name in RECIPIENTS for value in headers.raw(name)),
        addressed=addresses.plain([*headers.raw("to"), *headers.raw("cc")]),
        in_reply_to=headers.ids("in-reply-to")[:MOST],
        references=headers.ids("references")[-MOST:],
        report=report if verdict.nature in REPORTS else Report(),
        loop=headers.get(LOOP.lower()),
        hops=len(headers.raw("received")),
        defect=defect,
    )


def _mended(raw: bytes, headers: Headers) -> bytes:
    """`raw` for the standard parser, which takes the first bad line between fields for the end of the headers."""
    if not headers.broken:
        return raw
    fields = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in headers.fields)
    return fields + b"\r\n" + body(raw)


def _defect(raw: bytes, parts: Parts) -> str:
    if (cut := OUR_CUT.match(raw)) and (size := int(cut[1])):
        return f"this mail has {size // 1_000_000} MB, which is too much: only its headers were read"
    if parts.unread:
        return "this mail has more HTML than is read; all of it is attached"
    return "this mail has more parts than are shown" if parts.cut else ""


def _sender(headers: Headers) -> Sender:
    try:
        return addresses.sender(headers)
    except Exception:
        return Sender("", "", "its sender's address cannot be read")


def _message_id(headers: Headers, raw: bytes) -> str:
    given = " ".join(headers.raw("message-id"))
    if found := ID.search(given):
        return found[0]
    bare_id = given.strip()
    if re.fullmatch(r"[^<>\s]{3,250}", bare_id):
        return f"<{bare_id}>"
    return f"<raw-{hashlib.sha256(raw).hexdigest()}>"


def _fingerprint(headers: Headers, raw: bytes) -> str:
    said = "\n".join((*headers.raw("from"), *headers.raw("date"))).encode("utf-8", "replace")
    return hashlib.sha256(said + b"\n\n" + b"\n".join(body(raw).split(b"\r\n")).strip()).hexdigest()


def _date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
