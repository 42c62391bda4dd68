"""Who returns mail: the programs that send bounces, told from people who write about one."""

import re

from adapters.mail.headers import Headers
from adapters.mail.letter import Sender
from adapters.mail.phrases import RETURNED

DAEMON = re.compile(r"(mailer-?daemon|postmaster|mdaemon|mail[._-]?delivery[._-]\w+)\b[^@]*(@|\Z)", re.IGNORECASE)
NAMED = re.compile(
    r"\W*(mail(er)?[\s-]*(delivery|daemon|transport|system)|internet mail delivery|delivery (sub)?system|postmaster)\b",
    re.IGNORECASE,
)
MACHINE = re.compile(
    r"daemon|smtp|mail[_.-]?(system|service|delivery|gateway|scan)|virus|gateway|\bimss\b|\bndr\b", re.I
)
# people begin theirs with one of these, or with other words than programs
ANSWERED = re.compile(r"\W*(re|fwd?|aw|wg|sv|vs|tr|rv|odp|antw|回复|转发)\s*(\[\d+\])?\s*[:：]", re.IGNORECASE)


def has_null_path(headers: Headers) -> bool:
    """Did it leave without a sender to return to? Some servers write MAILER-DAEMON for that."""
    paths = [value.strip("<> ").lower() for value in headers.raw("return-path")]
    return any(not path or path.startswith("mailer-daemon") for path in paths)


def is_daemon(sender: Sender) -> bool:
    return DAEMON.match(sender.address) is not None


def returns_mail(headers: Headers, sender: Sender) -> bool:
    """Is this the kind of program that returns mail? A person who forwards a bounce, or asks about one, is not."""
    if headers.raw("x-failed-recipients"):
        return True
    subject = headers.get("subject")
    if has_null_path(headers) and RETURNED.match(subject):
        return True
    source = headers.get("from")
    return bool(DAEMON.match(sender.address or _bare(source)) or NAMED.match(source)) and not ANSWERED.match(subject)


def passes_on_mail(headers: Headers, sender: Sender) -> bool:
    """Is it from somebody who may have a report attached that came to them? A program would send it as a report."""
    is_program = has_null_path(headers) or is_daemon(sender) or RETURNED.match(headers.get("subject"))
    return bool(sender.address) and not is_program and not headers.raw("auto-submitted")


def may_return_mail(headers: Headers, sender: Sender) -> bool:
    """Might it be one, if what it says is that of one? Parcels cannot be delivered either, and shops write so;
    administrators and contact forms are customers too, and write "Delivery failure"."""
    if not RETURNED.match(headers.get("subject")):
        return False
    bulk = any(value.lower() in ("bulk", "junk") for value in headers.raw("precedence"))
    return bulk or not sender.address or MACHINE.search(headers.get("from")) is not None


def _bare(source: str) -> str:
    return re.sub(r"[<>\"'\s]", "", source.rpartition("<")[2])
