"""Bounces in free words: most servers that return mail tell a person, and not a program, which address failed."""

import re
from collections.abc import Iterable
from email import message_from_bytes
from email.policy import compat32

from flufl.bounce import all_failures

from adapters.mail import statuses
from adapters.mail.addresses import folded
from adapters.mail.headers import Headers
from adapters.mail.letter import Recipient
from adapters.mail.phrases import FAILED, FINAL, LATE

LOOKED_AT = 24 * 1024  # bytes: the library tries some forty patterns, each of them in the square of a line's length
LINE = 200
NOTICE = 16_000  # characters of a notice that are read
MOST = 100  # recipients of one notice
GREETING = 40  # characters at least before the returned mail begins
SHAPING = ("from", "to", "subject", "mime-version", "content-type", "content-transfer-encoding")  # the library reads
FIELD = re.compile(r"^(?:received|return-path|message-id|to|from|subject|date)[ \t]*:", re.IGNORECASE | re.MULTILINE)
BLOCKED = re.compile(r"\b(?:was|been|is) (?:blocked|rejected)\b", re.IGNORECASE)
SAID = 600  # characters behind an address that tell of it
ADDRESS = re.compile(
    r"(?<![\w.%+=-])[\w.!#$%&'*+/=?^`{|}~-]{1,100}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}(?![\w@-]|\.[\w.])"
)
LEADING = re.compile(rf"^[ \t>*•<\"'\[(-]{{0,20}}({ADDRESS.pattern})", re.MULTILINE)
OTHERS = re.compile(
    r"^[ \t]*(?:message-id|references|in-reply-to|from|subject)[ \t]*:.*$", re.IGNORECASE | re.MULTILINE
)
MADE_OF = re.compile(
    rf"[>\s]{{0,9}}\((?:expanded|(?:ultimately )?generated) from:?\s{{1,9}}<?({ADDRESS.pattern})", re.I
)
HELPFUL = ("postmaster@", "mailer-daemon@", "abuse@", "support@", "helpdesk@", "help@")
# where the returned mail begins
COPY = re.compile(
    r"^(?:[-=_* ]{2,}[^\n]{0,40}\b(?:original|copy of|returned|unsent|message (?:text|headers?|body|follows)|"
    r"headers? (?:of|follow)|below this line|quoted|mensaje original|ursprüngliche)\b|"
    r"(?:received|return-path|x-original-to|message-id|mime-version)\s?:[ \t]|"
    r"the (?:first|body of|headers of|original) [^\n]{0,40}(?:message|mail)\b[^\n]{0,20}(?:follow|:)|"
    r"(?:original|included|undelivered) (?:message|mail)[^\n]{0,30}(?:follows|attached|below|:)|"
    r"begin(?:ning)? of (?:the )?(?:original|message))",
    re.IGNORECASE | re.MULTILINE,
)


def failures(headers: Headers, body: bytes, text: str, is_sure: bool) -> tuple[Recipient, ...]:
    """Whom a notice names as not reached. `text` are its words, with whatever it quotes; `is_sure`: it comes from a
    program that returns mail, or else it must be worded as one that is known."""
    notice = _own_words(text)
    given = _valid(ADDRESS.findall(" ".join(headers.raw("x-failed-recipients"))))
    late_ones, failed_ones = _known(headers, body)
    named = given or [*failed_ones, *late_ones]
    if not named and is_sure and (FAILED.search(notice) or LATE.search(notice)):
        named = _named(notice, headers)
    named = named[:MOST]
    is_late = is_delay(headers.get("subject"), notice)
    if BLOCKED.search(notice):  # by a rule, which will be the same tomorrow
        late_ones = []
    delayed = set(named if is_late else late_ones) - (set() if is_late else set(failed_ones))
    said = {
        _written(one, notice, named): (statuses.status("", _about(one, notice, named), one in delayed), one in delayed)
        for one in named
    }
    return tuple(Recipient(one, status, "delayed" if late else "failed") for one, (status, late) in said.items())


def is_delay(subject: str, notice: str) -> bool:
    """Does the server keep trying?"""
    about = f"{subject}\n{notice[:NOTICE]}"
    return LATE.search(about) is not None and not FINAL.search(about)


def copied(text: str) -> str:
    """The returned mail in a text that quotes it, from its first field; "" where there is none."""
    behind = text[len(_own_words(text)) :]
    first = FIELD.search(behind)
    return behind[first.start() :] if first else ""


def _own_words(text: str) -> str:
    start = text[:NOTICE]
    copy = next((found for found in COPY.finditer(start) if found.start() > GREETING), None)
    return start[: copy.start()] if copy else start


def _known(headers: Headers, body: bytes) -> tuple[list[str], ...]:
    """What the library knows of the late and of the failed ones; it raises on what it was not written for."""
    fields = [name.encode() + b": " + value for name, value in headers.fields if name in SHAPING]
    lines = [line[:LINE] for line in body[:LOOKED_AT].splitlines()]
    try:
        late, failed = all_failures(message_from_bytes(b"\n".join((*fields, b"", *lines)), policy=compat32))
    except Exception:
        return [], []
    return tuple(sorted(_valid(one.decode("ascii", "replace") for one in some)) for some in (late, failed))


def _named(notice: str, headers: Headers) -> list[str]:
    """The addresses in a notice, without those of the two that write to each other: those that begin a line, if
    any, as others stand in sentences about whom to ask."""
    plain = OTHERS.sub("", notice)
    ours = set(_valid(ADDRESS.findall(" ".join((*headers.raw("to"), *headers.raw("from"), *headers.raw("reply-to"))))))
    leading = [one for one in _valid(LEADING.findall(plain)) if not one.startswith(HELPFUL)]
    found = [one for one in leading if one not in ours]
    found = found or [one for one in _valid(ADDRESS.findall(plain)) if one not in ours and not one.startswith(HELPFUL)]
    return found or leading  # somebody who writes to himself


def _written(address: str, notice: str, named: list[str]) -> str:
    """The address that the sender wrote, where a server tells what it made of it, and names it nowhere else."""
    at = notice.lower().find(address)
    found = MADE_OF.match(notice[at + len(address) :][:LINE]) if at >= 0 else None
    return next((one for one in _valid([found[1]] if found else []) if one not in named), address)


def _valid(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(address for one in found if (address := folded(one.strip("'.*")))))


def _about(address: str, notice: str, named: list[str]) -> str:
    """What is said of `address`: behind it, up to the next one; the whole notice where that is nothing."""
    lower = notice.lower()
    at = lower.find(address)
    if at < 0:
        return notice
    if len(named) == 1:
        return f"{notice[at:][:SAID]}\n{notice[:SAID]}"
    ends = (lower.find(other, at + len(address)) for other in named if other != address)
    end = min((end for end in ends if end > 0), default=at + SAID)
    return notice[at : min(end, at + SAID)]
