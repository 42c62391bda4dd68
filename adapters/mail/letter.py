"""A mail as the desk reads it: plain values, nothing of the wire left in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from adapters.mail.shapes import MOST, shapes


class Nature(StrEnum):
    """What kind of mail it is."""

    HUMAN = "human"
    AUTO_REPLY = "auto_reply"
    AUTO_GENERATED = "auto_generated"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    RECEIPT = "receipt"


REPORTS = (Nature.BOUNCE, Nature.COMPLAINT, Nature.RECEIPT)


@dataclass(frozen=True)
class Verdict:
    """`silence` says why it must not be answered automatically, "" if it may be. `rule` is the one that fired."""

    nature: Nature
    silence: str
    rule: int

    @property
    def is_automatic(self) -> bool:
        return self.nature is not Nature.HUMAN


@dataclass(frozen=True)
class Sender:
    """`address` is lower case, "" where none can be read; `doubt` says why it may not be who it seems.

    `is_one` is false where several are named: then `address` is only the first of them.
    """

    address: str
    name: str
    doubt: str = ""
    is_one: bool = True


@dataclass(frozen=True)
class Attachment:
    """`name` is clean: one path element, no control characters."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Report:
    """What a bounce, a receipt or a complaint tells: the returned mail's ids, and what became of it."""

    ids: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    action: str = ""  # failed, delayed, delivered, relayed, expanded
    status: str = ""  # 5.1.1
    reason: str = ""


@dataclass(frozen=True)
class Letter:
    """`message_id` has its angle brackets, or is `<raw-sha256>` where the mail has none; `date` is aware or None.

    `recipients` are the raw fields that may hold a reply token. `answers` are the ids it replies to, newest first,
    `tokens` what has the shape of a reply token in either; at most 20 of each.
    `sha256` is over sender, date and body: two mails of one id are the same only if it is equal.
    """

    sender: Sender
    subject: str
    text: str
    message_id: str
    sha256: str
    verdict: Verdict
    date: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    recipients: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()  # the plain addresses in To and Cc
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    report: Report = Report()
    loop: str = ""  # the seal of one of our own mails, unverified
    hops: int = 0
    defect: str = ""  # what could not be read, in a sentence

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.in_reply_to, *reversed(self.references))))[:MOST]

    @property
    def is_report(self) -> bool:
        return self.verdict.nature in REPORTS

    @property
    def tokens(self) -> tuple[str, ...]:
        return shapes(self.report.ids if self.is_report else (*self.recipients, *self.answers))
