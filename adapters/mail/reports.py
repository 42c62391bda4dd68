"""Bounces, receipts and complaints: whether a mail is one, which mail of ours it is about, and what became of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from functools import cached_property
from itertools import islice

from adapters.mail import deliveries, notices, statuses
from adapters.mail.addresses import plain
from adapters.mail.bodies import content, flat
from adapters.mail.charsets import decoded
from adapters.mail.deliveries import SEVERITY, SUCCESSES
from adapters.mail.filenames import field
from adapters.mail.headers import ID, Headers
from adapters.mail.letter import Nature, Recipient, Report, Sender
from adapters.mail.notifications import notified
from adapters.mail.parameters import parameters
from adapters.mail.returners import has_null_path, is_daemon, may_return_mail, passes_on_mail, returns_mail
from adapters.mail.shapes import MOST
from bot.tokens import SHAPE

DELIVERIES = ("message/delivery-status", "message/global-delivery-status")
OPENED = ("message/disposition-notification", "message/global-disposition-notification")
COMPLAINED = ("message/feedback-report",)
RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers",
            "message/rfc822-headers")  # fmt: skip
LARGEST = 256 * 1024  # of all returned parts: ids stand in the head of the first
TOLD = 64 * 1024  # of all the parts that say what became of it
SENT_TO = ("to", "cc", "x-original-to")
JUNKED = ("x-hmxmroriginalrecipient", "x-reporter-ip")  # Microsoft's complaints are the mail with these, and no more
COMPLAINER = re.compile(r"^(?:original-rcpt-to|removal-recipient)[ \t]*:(.{1,400})", re.IGNORECASE | re.MULTILINE)
DISPOSITION = re.compile(r"^disposition[ \t]*:[^;\n]{0,200};[ \t]*([a-z]{1,20})", re.IGNORECASE | re.MULTILINE)
ORIGINAL = re.compile(r"^original-message-id:\s*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)

Told = tuple[Nature | None, Report]


@dataclass
class Pieces:
    """The parts of a mail that tell of another mail, as text; `text` are its words, which may quote that mail too."""

    text: str
    types: set[str]
    told: str = ""
    returned: tuple[str, ...] = ()

    def has(self, report: str, types: tuple[str, ...]) -> bool:
        return bool({f"report/{report}", *types} & self.types)

    @cached_property
    def heads(self) -> Headers:
        """The fields of the returned mail."""
        copy = self.returned[0] if self.returned else notices.copied(self.text)
        return Headers.of(copy.lstrip().encode("utf-8", "replace"))


def read(headers: Headers, sender: Sender, message: Message, body: bytes, text: str) -> Told:
    """What kind of report it is, None where it is none, and what it says. `text` are its words."""
    pieces = _pieces(message, text)
    nature, report = _told(headers, sender, pieces, body)
    ids = tuple(islice(dict.fromkeys(one for one in _ids(pieces) if SHAPE.search(one)), MOST))
    if nature is None and ids and (has_null_path(headers) or is_daemon(sender)):
        nature, report = Nature.BOUNCE, Report(action="failed")
    if nature is None:
        return None, Report()
    original = report.original_message_id or _original(pieces)
    return nature, replace(report, ids=ids, recipients=_sent_to(report, ids, pieces), original_message_id=original)


def _told(headers: Headers, sender: Sender, pieces: Pieces, body: bytes) -> Told:
    is_junked = bool(pieces.returned) and any(pieces.heads.raw(name) for name in JUNKED)
    if is_junked or pieces.has("feedback-report", COMPLAINED):
        return Nature.COMPLAINT, _complaint(pieces)
    if headers.raw("x-apple-unsubscribe"):
        return Nature.COMPLAINT, Report()
    if noted := notified(headers, pieces.text):
        return noted[0], replace(_summed(noted[1]), original_message_id=noted[2])
    is_sure = returns_mail(headers, sender)
    is_bounce = pieces.has("delivery-status", DELIVERIES) and not (
        "report/delivery-status" not in pieces.types and passes_on_mail(headers, sender)
    )
    if is_bounce or is_sure or may_return_mail(headers, sender):
        nature, report = _failure(headers, pieces, body, is_bounce, is_sure)
        if nature:
            return nature, report
    if pieces.has("disposition-notification", OPENED):
        done = DISPOSITION.search(pieces.told)
        return Nature.RECEIPT, Report(action=done[1].lower() if done else "")
    return None, Report()


def _failure(headers: Headers, pieces: Pieces, body: bytes, is_bounce: bool, is_sure: bool) -> Told:
    told = deliveries.blocks(pieces.told)
    if not told and is_sure:
        told = deliveries.blocks(pieces.text[:TOLD])
    if told:
        nature, report = _delivered(told)
        if report.recipients or nature is Nature.RECEIPT:
            return nature, report
    is_known_kind = is_sure or is_bounce or bool(pieces.returned)
    found = notices.failures(headers, body, pieces.text, is_known_kind)
    if told:  # whom it cannot name to programs it may name to people
        return nature, replace(report, recipients=tuple(replace(one, status=report.status) for one in found))
    if found or is_bounce:
        return Nature.BOUNCE, _summed(found, pieces.text)
    return None, Report()


def _delivered(told: list[deliveries.Block]) -> tuple[Nature, Report]:
    worst = min(told, key=lambda one: SEVERITY.index(one.action))
    reason = worst.said.rpartition("; ")[2] or worst.said
    report = Report((), deliveries.recipients(told), worst.action, worst.status, reason.strip()[:500])
    return Nature.RECEIPT if worst.action in SUCCESSES else Nature.BOUNCE, report


def _summed(found: tuple[Recipient, ...], text: str = "") -> Report:
    nobody = Recipient("", statuses.status("", text), "failed")
    known = [one for one in found if one.action in SEVERITY] or [nobody]
    worst = min(known, key=lambda one: SEVERITY.index(one.action))
    return Report(recipients=found, action=worst.action, status=worst.status)


def _complaint(pieces: Pieces) -> Report:
    named = COMPLAINER.findall(pieces.told) or pieces.heads.raw(JUNKED[0]) or pieces.heads.raw("to")
    found = dict.fromkeys(plain([one.rpartition(";")[2] for one in named[: deliveries.MOST]]))
    return Report(recipients=tuple(Recipient(address, "", "complained") for address in found))


def _sent_to(report: Report, ids: tuple[str, ...], pieces: Pieces) -> tuple[Recipient, ...]:
    """Of a mail of ours only whom it was sent to: anybody can write a bounce that names somebody else."""
    sent = set(plain([value for name in SENT_TO for value in pieces.heads.raw(name)])) if ids else set()
    if not sent:
        return report.recipients
    named = tuple(one for one in report.recipients if one.address in sent)
    if named or len(sent) > 1 or not report.action:
        return named
    return (Recipient(sent.pop(), report.status, report.action),)  # whose mail is forwarded fails under another name


def _original(pieces: Pieces) -> str:
    named = ORIGINAL.search(pieces.told)
    return next(iter(pieces.heads.ids("message-id")), named[1] if named else "")


def _ids(pieces: Pieces) -> Iterator[str]:
    return (found[0] for text in (*pieces.returned, pieces.text[:LARGEST]) for found in ID.finditer(text))


def _pieces(message: Message, text: str) -> Pieces:
    report = parameters(field(message, "content-type"))[1].get("report-type", "")
    pieces = Pieces(text, {f"report/{report.lower()}"})
    left = LARGEST
    for part in flat(message):
        kind = part.get_content_type()
        pieces.types.add(kind)
        if kind in RETURNED and left:
            pieces.returned += (decoded(content(part)[:left]),)
            left -= min(left, len(pieces.returned[-1]))
        elif kind in (*DELIVERIES, *OPENED, *COMPLAINED) and len(pieces.told) < TOLD:
            pieces.told += decoded(content(part)[:TOLD]).replace("\r\n", "\n") + "\n\n"
    return pieces
