"""Bounces, receipts and complaints: which of our mails they are about, and what became of it."""

import re
from collections.abc import Iterator
from email.message import Message
from itertools import islice

from adapters.mail.addresses import folded
from adapters.mail.bodies import content
from adapters.mail.charsets import decoded, one_line
from adapters.mail.headers import ID, words
from adapters.mail.letter import Report
from adapters.mail.shapes import MOST
from bot.tokens import SHAPE

ABOUT = ("message/delivery-status", "message/global-delivery-status", "message/disposition-notification")
RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
LARGEST = 256 * 1024  # of all returned parts: ids stand in the head of the first
TOLD = 64 * 1024  # of all the parts that say what became of it
FIELD = re.compile(r"^([A-Za-z-]{3,40}):[ \t]*(.*(?:\n[ \t].*)*)", re.MULTILINE)


def types(message: Message) -> set[str]:
    """The content types of all parts, and `report-type=…` as one of them."""
    found = {part.get_content_type() for part in _parts(message)}
    report = re.search(r'report-type="?([\w-]+)', str(message.get("content-type") or ""), re.IGNORECASE)
    return found | ({f"report/{report[1].lower()}"} if report else set())


def read(message: Message, text: str) -> Report:
    """What the report says. `text` are its words, where some returners put what they quote."""
    returned, left, told = [text[:LARGEST]], LARGEST, TOLD
    fields: dict[str, str] = {}
    for part in _parts(message):
        if part.get_content_type() in RETURNED:
            returned.append(decoded(content(part)[:left]) if left else "")
            left -= min(left, len(returned[-1]))
        elif part.get_content_type() in ABOUT:
            about = decoded(content(part)[:told] if told else b"").replace("\r\n", "\n")
            told -= min(told, len(about))
            fields |= {name.lower(): one_line(words(value)) for name, value in reversed(FIELD.findall(about))}
    recipients = (fields.get("original-recipient", ""), fields.get("final-recipient", ""))
    status = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", fields.get("status", ""))
    return Report(
        ids=tuple(islice(dict.fromkeys(one for one in _ids(returned) if SHAPE.search(one)), MOST)),
        recipients=tuple(dict.fromkeys(found for one in recipients if (found := folded(one.rpartition(";")[2])))),
        action=fields.get("action", "").lower().partition(" ")[0][:20],
        status=status[0] if status else "",
        reason=fields.get("diagnostic-code", "").rpartition(";")[2].strip()[:500],
    )


def _ids(returned: list[str]) -> Iterator[str]:
    return (found[0] for text in returned for found in ID.finditer(text))


def _parts(message: Message) -> list[Message]:
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < 1000:
        part = waiting.pop(0)
        found.append(part)
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_maintype() == "multipart":
            waiting += [inner for inner in payload if isinstance(inner, Message)]
    return found
