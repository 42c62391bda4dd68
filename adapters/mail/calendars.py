"""A calendar part in one readable line: an invitation or its answer has often no other words."""

import re
from datetime import datetime

from adapters.mail.charsets import one_line

READ = 64 * 1024  # characters; of more events than that a file tells
LONGEST = 300
FIELD = re.compile(r"([A-Za-z-]{3,20})((?:;[^:\n]{0,500})?):(.{0,2000})")
ANSWERS = {
    "accepted": "Accepted",
    "declined": "Declined",
    "tentative": "Tentatively accepted",
    "delegated": "Delegated",
}
METHODS = {"request": "Invitation", "cancel": "Cancelled", "counter": "Another time proposed", "publish": "Event"}


def told(text: str) -> str:
    """`Accepted: Review, 2026-06-01 12:00 UTC, by Ann Lee`; "" where it is no calendar."""
    fields: dict[str, tuple[str, str]] = {}
    is_event = False
    for line in re.sub(r"\n[ \t]", "", text[:READ]).split("\n"):
        found = FIELD.fullmatch(line)
        is_event = is_event or line.strip().lower() in ("begin:vevent", "begin:vtodo")
        if found and (is_event or found[1].lower() == "method"):  # time zones have beginnings too
            fields.setdefault(found[1].lower(), (found[2], found[3]))
    if "summary" not in fields and "dtstart" not in fields:
        return ""
    parts = (_clean(fields.get("summary", ("", "(no title)"))[1]), _when(*fields.get("dtstart", ("", ""))))
    place = _clean(fields.get("location", ("", ""))[1])
    what = ", ".join(part for part in (*parts, place) if part)
    return one_line(f"{_kind(fields)}: {what}{_who(fields)}")[:LONGEST]


def _kind(fields: dict[str, tuple[str, str]]) -> str:
    method = fields.get("method", ("", ""))[1].strip().lower()
    if method == "reply":
        state = re.search(r"PARTSTAT=([\w-]+)", fields.get("attendee", ("", ""))[0], re.IGNORECASE)
        return ANSWERS.get(state[1].lower(), "Answered") if state else "Answered"
    return METHODS.get(method, "Event")


def _who(fields: dict[str, tuple[str, str]]) -> str:
    method = fields.get("method", ("", ""))[1].strip().lower()
    params, value = fields.get("attendee" if method == "reply" else "organizer", ("", ""))
    name = re.search(r';CN="?([^";]{1,100})', params, re.IGNORECASE)
    who = name[1] if name else value.partition(":")[2] or value
    return f", by {_clean(who)}" if who else ""


def _when(params: str, value: str) -> str:
    zone = re.search(r'TZID="?([^";]{1,60})', params, re.IGNORECASE)
    found = re.fullmatch(r"(\d{8})(?:T(\d{4})\d{2}(Z?))?", value.strip(), re.IGNORECASE)
    if not found:
        return ""
    try:
        at = datetime.strptime(found[1] + (found[2] or "0000") + "+0000", "%Y%m%d%H%M%z")
    except ValueError:
        return ""
    if not found[2]:
        return f"{at:%Y-%m-%d}"
    return f"{at:%Y-%m-%d %H:%M} {'UTC' if found[3] else zone[1] if zone else ''}".strip()


def _clean(value: str) -> str:
    return one_line(re.sub(r"\\([,;\\])", r"\1", value.replace("\\n", " ")))
