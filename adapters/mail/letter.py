"""A mail as the desk reads it: plain values, nothing of the wire left in them."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from adapters.mail.shapes import MOST, shapes
from adapters.mail.statuses import is_dead, is_permanent


class Nature(StrEnum):
    """What kind of mail it is."""

    HUMAN = "human"
    AUTO_REPLY = "auto_reply"
    AUTO_GENERATED = "auto_generated"
    BOUNCE = "bounce"  # it failed, or is late
    COMPLAINT = "complaint"
    RECEIPT = "receipt"  # it was read, or delivered


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
class Addressee:
    """One of To or Cc: `address` is lower case, "" where only a name can be read."""

    name: str
    address: str


@dataclass(frozen=True)
class Authentication:
    """What our provider says of the sender: "pass", "fail", or "gray" where it says nothing that counts, and `why`."""

    verdict: str = "gray"
    why: str = "no server is trusted to say"


@dataclass(frozen=True)
class Attachment:
    """`name` is clean: one path element, no control characters. `inline`: shown within the text, as a picture is."""

    name: str
    content_type: str
    content: bytes
    inline: bool = False

    @property
    def size(self) -> int:
        return len(self.content)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Protection:
    """How it is signed and encrypted: "PGP/MIME", "PGP" within the text, "S/MIME", or "" for not at all.

    `signature` tells agents who signed it, "" where nobody looked; `is_odd`: it speaks against the sender. `private`
    is what was encrypted: nobody but the agents of a private queue may see it, and no log.
    """

    signed: str = ""
    encrypted: str = ""
    signature: str = ""
    is_odd: bool = False
    private: str = field(default="", repr=False)
    private_files: tuple[Attachment, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Recipient:
    """What became of our mail for one of those it was sent to. `status` is that of RFC 3463: 5.1.1."""

    address: str
    status: str = ""
    action: str = "failed"  # failed, delayed, delivered, relayed, expanded

    @property
    def permanent(self) -> bool:
        return is_permanent(self.status)

    @property
    def address_dead(self) -> bool:
        return self.action == "failed" and is_dead(self.status)


@dataclass(frozen=True)
class Report:
    """What a bounce, a receipt or a complaint tells.

    `ids` are ours among those in what it quotes; `original_message_id` is that of the returned mail, whoever's it is.
    `action` and `status` are the worst it says, also of recipients that cannot be named.
    """

    ids: tuple[str, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    action: str = ""
    status: str = ""
    reason: str = ""
    original_message_id: str = ""


@dataclass(frozen=True)
class Letter:
    """`message_id` has its angle brackets, or is `<raw-sha256>` where the mail has none; `date` is aware or None.

    `fields` are the raw ones that may hold a reply token. `answers` are the ids it replies to, newest first,
    `tokens` what has the shape of a reply token in either; at most 20 of each.
    `sha256` is over sender, date and body: two mails of one id are the same only if it is equal.
    `reply` is what the sender wrote now and `quoted` the rest of `text`, each in its order.
    """

    sender: Sender
    subject: str
    text: str
    message_id: str
    sha256: str
    verdict: Verdict
    date: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    fields: tuple[str, ...] = ()
    to: tuple[Addressee, ...] = ()
    cc: tuple[Addressee, ...] = ()
    uncounted: int = 0  # addresses in To and Cc beyond those kept
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    reply: str = ""
    quoted: str = ""
    report: Report = Report()
    authentication: Authentication = Authentication()
    protection: Protection = Protection()
    loop: str = ""  # the seal of one of our own mails, unverified
    hops: int = 0
    lists: tuple[str, ...] = ()  # the List-Ids of the lists it came by, lower case
    defect: str = ""  # what could not be read, in a sentence
    language: str = ""  # that its headers name, `fr-CA`, or its words tell; "" where neither is sure

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.in_reply_to, *reversed(self.references))))[:MOST]

    @property
    def addressed(self) -> tuple[str, ...]:
        """The plain addresses in To and Cc."""
        return tuple(one.address for one in (*self.to, *self.cc) if one.address)

    @property
    def is_report(self) -> bool:
        return self.verdict.nature in REPORTS

    @property
    def tokens(self) -> tuple[str, ...]:
        return shapes(self.report.ids if self.is_report else (*self.fields, *self.answers))
