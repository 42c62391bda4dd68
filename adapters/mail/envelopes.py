"""The two lines of a mail that say what it is, for one that could not be read: found by pattern, decoded by nobody."""

import re

HEAD = 16_384  # bytes looked at
LONGEST = 200  # characters of a line that are shown
SENDER = re.compile(rb"^From:[ \t]*([^\r\n]{0,500})", re.IGNORECASE | re.MULTILINE)
SUBJECT = re.compile(rb"^Subject:[ \t]*([^\r\n]{0,500})", re.IGNORECASE | re.MULTILINE)


def envelope(raw: bytes) -> tuple[str, str]:
    """Sender and subject as they stand in the mail's head, one printable line each; "" for what is not there."""
    head = re.split(rb"\r?\n\r?\n", raw[:HEAD], maxsplit=1)[0]
    return _line(SENDER.search(head)), _line(SUBJECT.search(head))


def _line(found: re.Match[bytes] | None) -> str:
    text = found[1].decode("utf-8", "replace") if found else ""
    return "".join(char for char in text if char.isprintable()).strip()[:LONGEST]
